// The case over time: messages by day, week or month, the entries of the chronology above them, and a brush that
// narrows the chronology below. The fields of the form do the same without a mouse.

import { axisX, axisY, brushX, dot, pointer, rectY, ruleY, select, tip } from "./vendor/plot.js";
import { colour, data, date, day, draw, iso, legend } from "./picture.js";

const figure = document.getElementById("timeline");
const form = document.getElementById("period");

const HEIGHT = 190;
const EDGE = { marginLeft: 34, marginRight: 8, marginTop: 8, marginBottom: 36 };

// Entries of one day stand above one another.
function stacked(marks) {
  const seen = new Map();
  return marks.map((mark) => {
    const level = seen.get(mark.date) ?? 0;
    seen.set(mark.date, level + 1);
    return { ...mark, level };
  });
}

function options(found) {
  const bars = found.bars.flatMap((bar) => [
    { x1: date(bar.start), x2: date(bar.end), count: bar.messages, what: "messages" },
    { x1: date(bar.start), x2: date(bar.end), count: bar.contacts, what: "contacts" },
  ]).filter((bar) => bar.count);
  const tall = Math.max(1, ...found.bars.map((bar) => bar.messages + bar.contacts));
  const marks = stacked(found.marks);
  const above = (mark) => tall * (1.1 + 0.075 * Math.min(mark.level, 3));
  const says = (mark) => `${day(mark.date)}${mark.inferred ? " (inferred)" : ""}\n${mark.text.slice(0, 160)}`;
  return () => ({
    height: HEIGHT,
    ...EDGE,
    ariaLabel: `Messages by ${found.unit}, with the days the chronology tells of`,
    x: { type: "utc", domain: [date(found.bars[0].start), date(found.bars.at(-1).end)] },
    y: { domain: [0, tall * 1.4] },
    marks: [
      axisX({ ticks: 8, tickSize: 4, label: null }),
      axisY({ ticks: ticks(tall), tickSize: 0, label: null }),
      rectY(bars, { x1: "x1", x2: "x2", y: "count", fill: (bar) => colour(bar.what === "messages" ? "bar" : "bar-2"), insetLeft: 0.5, insetRight: 0.5 }),
      ruleY([0], { stroke: colour("soft") }),
      dot(marks, { x: (mark) => date(mark.date), y: above, r: 2.6, fill: (mark) => fill(mark), fillOpacity: 0.85 }),
      tip(marks, pointer({ x: (mark) => date(mark.date), y: above, title: says, ariaHidden: true, lineWidth: 26, maxRadius: 14 })),
    ],
  });
}

const fill = (mark) => colour(mark.kind === "article" ? "accent" : mark.kind === "event" ? "c5" : "c1");

function ticks(tall) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((one) => tall / one <= 4) ?? Math.ceil(tall / 4);
  return Array.from({ length: Math.floor(tall / step) + 1 }, (_, index) => index * step);
}

// The list below as it is for a period, taken from the page that the form would lead to.
let asked = 0;
async function narrow(since, until) {
  form.elements.since.value = since;
  form.elements.until.value = until;
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const address = `${form.getAttribute("action")}?${query}`;
  const turn = ++asked;
  const answer = await fetch(address);
  const text = await answer.text();
  if (!answer.ok || turn !== asked) return;
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("entries");
  document.getElementById("entries").replaceWith(document.adoptNode(fresh));
  history.replaceState(null, "", address);
}

function brush(picture) {
  const svg = picture.matches("svg") ? picture : picture.querySelector("svg");
  const scale = picture.scale("x");
  const width = +svg.getAttribute("width");
  const extent = [[EDGE.marginLeft, EDGE.marginTop], [width - EDGE.marginRight, HEIGHT - EDGE.marginBottom]];
  const made = brushX().extent(extent).on("end", ({ selection, sourceEvent }) => {
    if (!sourceEvent) return;
    const days = selection ? selection.map((x) => iso(scale.invert(x))) : ["", ""];
    narrow(...days);
  });
  const layer = select(svg).insert("g", "[aria-label='tip']").attr("class", "brush").call(made);
  const { since, until } = form.elements;
  if (since.value || until.value) {
    const [first, last] = scale.domain;
    layer.call(made.move, [since.value ? date(full(since.value)) : first, until.value ? date(full(until.value)) : last].map(scale.apply));
  }
}

const full = (text) => (text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text);

if (figure) {
  const found = await data(figure.dataset.source);
  if (found.bars.length) {
    draw(figure.querySelector(".drawn"), options(found), brush);
    const kinds = new Set(found.marks.map((mark) => mark.kind));
    legend(figure.querySelector(".legend"), [
      [colour("bar"), `messages by ${found.unit}`],
      ...(found.bars.some((bar) => bar.contacts) ? [[colour("bar-2"), "other contacts"]] : []),
      ...(kinds.has("message") ? [[colour("c1"), "told by a message", "dot"]] : []),
      ...(kinds.has("article") ? [[colour("accent"), "told by a published page", "dot"]] : []),
      ...(kinds.has("event") ? [[colour("c5"), "public event", "dot"]] : []),
      ...(found.unmarked ? [["none", `${found.unmarked} more entries not marked`, "dot"]] : []),
    ]);
  } else figure.remove();
}
