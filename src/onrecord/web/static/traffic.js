// A strip a person: messages of each week, written above the line and received below it, silences shaded.

import { axisX, pointerX, rect, rectY, ruleY, tip } from "./vendor/plot.js";
import { colour, data, date, day, draw } from "./picture.js";

const WEEK = 7 * 24 * 3600 * 1000;

function options(one, domain, first) {
  const weeks = one.weeks.map((week) => ({ ...week, x1: date(week.start), x2: new Date(+date(week.start) + WEEK) }));
  const tall = Math.max(1, ...weeks.flatMap((week) => [week.sent, week.received]));
  const quiet = one.silences.map((each) => ({ x1: date(each.since), x2: new Date(+date(each.until) + WEEK / 7) }));
  const says = (week) => `Week of ${day(week.start)}\nwrote ${week.sent}, received ${week.received}`;
  return () => ({
    height: first ? 84 : 52,
    marginLeft: 1,
    marginRight: 1,
    marginTop: first ? 34 : 2,
    marginBottom: 2,
    ariaLabel: `Messages of ${one.name} by week`,
    x: { type: "utc", domain },
    y: { domain: [-tall, tall], axis: null },
    marks: [
      ...(first ? [axisX({ anchor: "top", ticks: 8, tickSize: 4, label: null })] : [axisX({ ticks: [], label: null })]),
      rect(quiet, { x1: "x1", x2: "x2", y1: -tall, y2: tall, fill: colour("quiet-fill") }),
      rectY(weeks, { x1: "x1", x2: "x2", y1: 0, y2: "sent", fill: colour("bar"), insetRight: 0.5 }),
      rectY(weeks, { x1: "x1", x2: "x2", y1: 0, y2: (week) => -week.received, fill: colour("bar-2"), insetRight: 0.5 }),
      ruleY([0], { stroke: colour("soft"), strokeWidth: 0.5 }),
      tip(weeks, pointerX({ x: (week) => new Date(+week.x1 + WEEK / 2), y: "sent", title: says, ariaHidden: true })),
    ],
  });
}

const strips = document.getElementById("strips");
const found = await data("/traffic.json");
if (found.first) {
  const domain = [date(found.first), new Date(+date(found.last) + WEEK)];
  for (const [index, one] of found.people.entries()) {
    const holder = strips.querySelector(`[data-person="${CSS.escape(one.id)}"]`);
    if (holder) draw(holder, options(one, domain, index === 0));
  }
}
