// Who writes to whom: circles and lines that can be narrowed to a period, and the messages behind each line.

import { DirectedGraph, Sigma, forceAtlas2 } from "./vendor/graph.js";
import { colour, data } from "./picture.js";

const figure = document.getElementById("graph");
const behind = document.getElementById("behind");
const GROUPS = ["c1", "c2", "c3", "c4", "c5"];
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const named = (month) => MONTH.format(new Date(`${month}-01T00:00:00Z`));

// People on a circle by group: where the layout begins, so that the same network gives the same picture.
function laidOut(found) {
  const graph = new DirectedGraph();
  const ordered = [...found.people].sort((a, b) => a.group - b.group || (a.id < b.id ? -1 : 1));
  ordered.forEach((one, index) => {
    const angle = (2 * Math.PI * index) / ordered.length;
    graph.addNode(one.id, { x: Math.cos(angle), y: Math.sin(angle), size: 4 + 1.8 * Math.sqrt(one.degree), label: one.name, group: one.group, href: one.href });
  });
  for (const tie of found.ties) {
    graph.addEdge(tie.a, tie.b, { weight: tie.there + tie.back, months: tie.months, href: tie.href });
  }
  const settings = { gravity: 1.2, scalingRatio: 12, edgeWeightInfluence: 0.4, barnesHutOptimize: ordered.length > 300, slowDown: 4 };
  forceAtlas2.assign(graph, { iterations: 500, settings });
  return graph;
}

// All months between the first and the last, so that the sliders move evenly.
function months(found) {
  const all = found.ties.flatMap((tie) => Object.keys(tie.months)).sort();
  const list = [];
  for (let month = all[0]; month && month <= all.at(-1); ) {
    list.push(month);
    const [year, number] = month.split("-").map(Number);
    month = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
  }
  return list;
}

// A name beside its circle: on the left of one that stands too near to the right edge.
function label(context, one, settings, width) {
  if (!one.label) return;
  context.font = `${settings.labelSize}px ${settings.labelFont}`;
  const long = context.measureText(one.label).width;
  const fits = one.x + one.size + 3 + long < width;
  const place = [one.label, fits ? one.x + one.size + 3 : one.x - one.size - 3 - long, one.y + settings.labelSize / 3];
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colour("paper");
  context.strokeText(...place);
  context.fillStyle = colour("ink");
  context.fillText(...place);
}

function ringed(context, one, settings, width) {
  context.beginPath();
  context.arc(one.x, one.y, one.size + 2, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = colour("ink");
  context.stroke();
  label(context, one, settings, width);
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

async function showTie(address, period) {
  const url = new URL(address, location.origin);
  for (const [name, value] of Object.entries(period)) if (value) url.searchParams.set(name, value);
  const found = await data(`${url.pathname}.json${url.search}`);
  const head = element("h2", `${found.a.name} and ${found.b.name}`);
  const count = element("p", `${found.there} from ${found.a.name}, ${found.back} from ${found.b.name}`, { class: "total" });
  const list = element("ol");
  for (const one of found.messages) {
    const item = element("li");
    const facts = element("p", `${one.sent.slice(0, 16).replace("T", " ") || "no date"} · ${one.sender?.name || "sender not readable"} · `);
    facts.append(element("span", one.stamp || `page ${one.page}`, { class: "stamp" }));
    item.append(element("a", one.subject || "no subject", { href: one.href }), facts);
    list.append(item);
  }
  behind.replaceChildren(head, count, list);
  if (found.pages > 1) behind.append(element("a", "All of them", { href: `${url.pathname}${url.search}` }));
  behind.scrollTop = 0;
}

function showPerson(graph, id, within) {
  const { label, href } = graph.getNodeAttributes(id);
  const head = element("h2");
  head.append(element("a", label, { href }));
  const list = element("ol");
  const ties = graph.edges(id).filter(within).map((edge) => ({ edge, other: graph.opposite(id, edge), weight: graph.getEdgeAttribute(edge, "weight") }));
  for (const { edge, other, weight } of ties.sort((a, b) => b.weight - a.weight)) {
    const item = element("li");
    item.append(element("a", graph.getNodeAttribute(other, "label"), { href: graph.getEdgeAttribute(edge, "href") }), element("p", `${weight} messages in the whole time`));
    list.append(item);
  }
  behind.replaceChildren(head, list);
}

function shown(found) {
  const graph = laidOut(found);
  const all = months(found);
  const state = { first: 0, last: all.length - 1, chosen: null };
  const everything = () => state.first === 0 && state.last === all.length - 1;
  // how many messages an edge holds in the period; undated ones count only when nothing is narrowed
  const weight = (edge) => {
    const { months: held, weight: total } = graph.getEdgeAttributes(edge);
    if (everything()) return total;
    return Object.entries(held).reduce((sum, [month, count]) => sum + (month >= all[state.first] && month <= all[state.last] ? count : 0), 0);
  };
  const near = (node) => !state.chosen || node === state.chosen || graph.areNeighbors(node, state.chosen);
  const few = found.people.length <= 40;
  const most = Math.max(1, ...graph.edges().map(weight));
  const tones = () => ({ line: colour("bar-2"), strong: colour("ink"), paper: colour("sheet"), faint: colour("rule") });
  let tone = tones();

  const sigma = new Sigma(graph, figure.querySelector(".drawn"), {
    enableEdgeEvents: true,
    allowInvalidContainer: true,
    labelFont: "sans-serif",
    labelSize: 12,
    labelDensity: 2,
    labelRenderedSizeThreshold: 7,
    stagePadding: 55,
    defaultDrawNodeLabel: (context, one, settings) => label(context, one, settings, figure.querySelector(".drawn").clientWidth),
    defaultDrawNodeHover: (context, one, settings) => ringed(context, one, settings, figure.querySelector(".drawn").clientWidth),
    doubleClickZoomingRatio: 1,
    zIndex: true,
    minCameraRatio: 0.1,
    maxCameraRatio: 3,
    nodeReducer: (node, has) => {
      const tied = graph.edges(node).some((edge) => weight(edge) > 0);
      const group = colour(GROUPS[has.group - 1] ?? "c6");
      return { ...has, color: tied && near(node) ? group : tone.faint, label: tied && near(node) ? has.label : "", forceLabel: tied && (few || node === state.chosen), zIndex: tied ? 1 : 0, highlighted: false };
    },
    edgeReducer: (edge, has) => {
      const count = weight(edge);
      const on = !state.chosen || graph.extremities(edge).includes(state.chosen) || edge === state.chosen;
      return { ...has, size: 0.8 + 5 * Math.sqrt(count / most), color: edge === state.edge ? tone.strong : on ? tone.line : tone.faint, hidden: count === 0 };
    },
  });

  const period = () => (everything() ? {} : { since: all[state.first], until: all[state.last] });
  sigma.on("clickEdge", ({ edge }) => {
    Object.assign(state, { chosen: null, edge });
    sigma.scheduleRefresh();
    showTie(graph.getEdgeAttribute(edge, "href"), period());
  });
  sigma.on("clickNode", ({ node }) => {
    Object.assign(state, { chosen: node, edge: null });
    sigma.scheduleRefresh();
    showPerson(graph, node, (edge) => weight(edge) > 0);
  });
  sigma.on("clickStage", () => {
    Object.assign(state, { chosen: null, edge: null });
    sigma.scheduleRefresh();
  });
  const holder = figure.querySelector(".drawn");
  for (const [enter, leave] of [["enterEdge", "leaveEdge"], ["enterNode", "leaveNode"]]) {
    sigma.on(enter, () => holder.classList.add("over"));
    sigma.on(leave, () => holder.classList.remove("over"));
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    tone = tones();
    sigma.setSetting("labelColor", { color: colour("ink") });
  });
  move(sigma, holder);
  slide(all, state, () => sigma.scheduleRefresh());
  return sigma;
}

// A page scrolls when one scrolls: the wheel comes closer with Ctrl, two fingers do, and so do the buttons.
function move(sigma, holder) {
  holder.addEventListener("wheel", (event) => event.ctrlKey || event.stopPropagation(), { capture: true });
  for (const name of ["touchstart", "touchmove", "touchend"]) {
    holder.addEventListener(name, (event) => event.touches.length > 1 || event.stopPropagation(), { capture: true });
  }
  const camera = sigma.getCamera();
  const acts = { closer: () => camera.animatedZoom(1.6), further: () => camera.animatedUnzoom(1.6), whole: () => camera.animatedReset() };
  for (const button of figure.querySelectorAll("button[name]")) button.addEventListener("click", acts[button.name]);
}

function slide(all, state, refresh) {
  const slider = figure.querySelector(".slider");
  if (all.length < 2) {
    for (const label of slider.querySelectorAll("label")) label.remove();
    return;
  }
  const [first, last] = ["first", "last"].map((name) => slider.querySelector(`[name=${name}]`));
  for (const input of [first, last]) Object.assign(input, { min: 0, max: all.length - 1 });
  [first.value, last.value] = [state.first, state.last];
  const moved = (input, other, crossed) => {
    if (crossed()) other.value = input.value;
    Object.assign(state, { first: +first.value, last: +last.value });
    for (const one of [first, last]) {
      one.parentElement.querySelector("output").value = named(all[+one.value]);
      one.setAttribute("aria-valuetext", named(all[+one.value]));
    }
    refresh();
  };
  const crossed = () => +first.value > +last.value;
  first.addEventListener("input", () => moved(first, last, crossed));
  last.addEventListener("input", () => moved(last, first, crossed));
  moved(first, last, crossed);
}

// Without WebGL the picture that the server draws stands there instead.
function still() {
  const image = element("img", "", { class: "still", src: `/network.svg${location.search}`, alt: "The network as a picture; the tables below hold the same." });
  figure.querySelector(".drawn").replaceWith(image);
  figure.querySelector(".slider").remove();
  figure.querySelector("figcaption").textContent = "This browser cannot draw the picture that moves.";
}

if (figure) {
  const found = await data(`/network.json${location.search}`);
  try {
    shown(found);
  } catch (error) {
    console.warn(error);
    still();
  }
}
