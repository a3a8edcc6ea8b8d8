import "./copy.js";

// The keyboard: lists by j and k, hits and pages by n and p, / to search, ? for help.

document.documentElement.classList.add("script");

const items = () => [...document.querySelectorAll("[data-item]")];
let at = -1;

function go(step) {
  const all = items();
  if (!all.length) return;
  all[at]?.classList.remove("at");
  at = Math.min(Math.max(at + step, 0), all.length - 1);
  const item = all[at];
  item.classList.add("at");
  const link = item.matches("a") ? item : item.querySelector("a.subject") || item.querySelector("a");
  if (link) link.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function follow(rel) {
  const link = document.querySelector(`a[rel="${rel}"]`);
  if (link) link.click();
}

// Rooms with hits of their own (the page reader) answer this event, and then it goes no further.
function turn(step) {
  const event = new CustomEvent("onrecord:turn", { detail: step, cancelable: true });
  if (document.dispatchEvent(event)) follow(step > 0 ? "next" : "prev");
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  n: () => turn(1),
  p: () => turn(-1),
  u: () => history.back(),
  "/": () => document.getElementById("find").focus(),
  "?": () => document.getElementById("keys").showModal(),
  c: () => document.querySelector("[data-copy], #cite")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
