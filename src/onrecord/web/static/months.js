// Exemptions by the month of the message that they stand in: a bar a month, the most used codes told apart.

import { axisX, axisY, pointerX, rectY, ruleY, tip } from "./vendor/plot.js";
import { colour, data, date, draw, legend } from "./picture.js";

const MOST = 5;
const figure = document.getElementById("months");
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

function next(month) {
  const found = date(month);
  found.setUTCMonth(found.getUTCMonth() + 1);
  return found;
}

function summed(rows, key) {
  const sums = new Map();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + row.uses);
  return sums;
}

function draws(rows) {
  const ranked = [...summed(rows, (row) => row.exemption)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const told = ranked.slice(0, ranked.length > MOST + 1 ? MOST : ranked.length).map(([code]) => code);
  const group = (row) => (told.includes(row.exemption) ? row.exemption : "others");
  const groups = ranked.length > told.length ? [...told, "others"] : told;
  const shade = (name) => colour(`c${groups.indexOf(name) + 1}`);
  const bars = rows.map((row) => ({ ...row, x1: date(row.month), x2: next(row.month), group: group(row) }));
  bars.sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
  const totals = [...summed(rows, (row) => row.month)].map(([month, uses]) => ({ month, uses, x: new Date((+date(month) + +next(month)) / 2) }));
  const says = ({ month }) =>
    [MONTH.format(date(month)), ...bars.filter((bar) => bar.month === month).map((bar) => `${bar.exemption}  ${bar.uses}`)].join("\n");
  draw(figure.querySelector(".drawn"), () => ({
    height: 180,
    marginLeft: 34,
    marginRight: 8,
    marginTop: 12,
    marginBottom: 36,
    ariaLabel: "Uses of exemptions by month; the table below holds the same",
    x: { type: "utc" },
    marks: [
      axisX({ ticks: 8, tickSize: 4, label: null }),
      axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: (value) => (Number.isInteger(value) ? `${value}` : "") }),
      rectY(bars, { x1: "x1", x2: "x2", y: "uses", fill: (bar) => shade(bar.group), insetLeft: 1, insetRight: 1 }),
      ruleY([0], { stroke: colour("soft") }),
      tip(totals, pointerX({ x: "x", y: "uses", title: says, ariaHidden: true })),
    ],
  }));
  legend(figure.querySelector(".legend"), groups.map((name) => [shade(name), name]));
}

if (figure) {
  const { months } = await data(`/exemptions.json${location.search}`);
  const dated = months.filter((row) => row.month);
  if (dated.length) draws(dated);
  else figure.remove();
}
