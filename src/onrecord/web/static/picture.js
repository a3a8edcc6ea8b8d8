// What the pictures over time share: their data, their size, their colours, and a Plot that keeps to the page's policy.

import { plot } from "./vendor/plot.js";

export async function data(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

// The value of a colour property of the page, which knows a light and a dark set.
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

// ISO days are days everywhere: they are drawn at midnight UTC, and scales count in UTC.
export const date = (iso) => new Date(`${iso.length === 7 ? `${iso}-01` : iso}T00:00:00Z`);
export const iso = (moment) => moment.toISOString().slice(0, 10);
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
export const day = (text) => DAY.format(date(text));

// Draws into `holder` and again whenever its width changes. `options(width)` are those of Plot.
export function draw(holder, options, after = () => {}) {
  let drawn = 0;
  const again = () => {
    const width = Math.floor(holder.clientWidth);
    if (!width || width === drawn) return;
    drawn = width;
    const picture = plot({ width, className: "plot", style: {}, ...options(width) });
    // a style element would be refused by the policy; pictures.css says the same
    for (const style of picture.querySelectorAll("style")) style.remove();
    // one picture with one name; what it holds is read from the table
    picture.setAttribute("role", "img");
    for (const group of picture.querySelectorAll("[aria-label]")) group.setAttribute("aria-hidden", true);
    holder.replaceChildren(picture);
    after(picture);
  };
  new ResizeObserver(again).observe(holder);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { drawn = 0; again(); });
  again();
}

// A legend of words with swatches: [[colour, words, shape], ...].
export function legend(holder, entries) {
  holder.replaceChildren(
    ...entries.map(([fill, words, shape = "bar"]) => {
      const item = document.createElement("span");
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      for (const [name, value] of Object.entries({ viewBox: "0 0 10 10", width: 10, height: 10, "aria-hidden": true })) svg.setAttribute(name, value);
      const mark = document.createElementNS("http://www.w3.org/2000/svg", shape === "dot" ? "circle" : "rect");
      const form = shape === "dot" ? { cx: 5, cy: 5, r: 3.5 } : { width: 10, height: 10 };
      for (const [name, value] of Object.entries({ ...form, fill })) mark.setAttribute(name, value);
      svg.append(mark);
      item.append(svg, words);
      return item;
    }),
  );
}
