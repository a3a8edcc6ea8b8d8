// The page reader: words linked between text and image, places named by the address, hits by n and p, citations.

const text = document.getElementById("text");
const href = text.dataset.href;
const paper = document.querySelector(".paper");
const parts = [...text.querySelectorAll(".t")];

// Offsets count code points, as in the record; the strings of a browser count UTF-16 units.
const points = (string) => [...string].length;

function textNodes() {
  const nodes = [];
  for (const part of parts) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
  }
  return nodes;
}

function offsetOf(node, units) {
  let sum = 0;
  for (const one of textNodes()) {
    if (one === node) return sum + points(one.data.slice(0, units));
    sum += points(one.data);
  }
  return -1;
}

function rangeOf(start, end) {
  const range = document.createRange();
  let sum = 0;
  let begun = false;
  for (const node of textNodes()) {
    const size = points(node.data);
    const units = (offset) => [...node.data].slice(0, offset - sum).join("").length;
    if (!begun && start < sum + size) {
      range.setStart(node, units(start));
      begun = true;
    }
    if (begun && end <= sum + size) {
      range.setEnd(node, units(end));
      return range;
    }
    sum += size;
  }
  return null;
}

function paint(name, range) {
  if (!window.Highlight || !CSS.highlights) return;
  if (range) CSS.highlights.set(name, new Highlight(range));
  else CSS.highlights.delete(name);
}

// The address: #120-180 points to characters.

const SVG = "http://www.w3.org/2000/svg";
let words = null;
let layer = null;

async function placed() {
  if (words || !paper || !Number(text.dataset.width)) return words;
  const answer = await fetch(`${href}/words.json`);
  words = answer.ok ? (await answer.json()).words : [];
  layer = document.createElementNS(SVG, "svg");
  layer.setAttribute("viewBox", `0 0 ${text.dataset.width} ${text.dataset.height}`);
  layer.setAttribute("class", "pointer");
  layer.setAttribute("aria-hidden", "true");
  paper.append(layer);
  return words;
}

function box(kind, start, end) {
  for (const old of [...layer.querySelectorAll(`.${kind}`)]) old.remove();
  for (const word of words) {
    if (word.start >= end || start >= word.end) continue;
    const [x0, y0, x1, y1] = word.box;
    const rect = document.createElementNS(SVG, "rect");
    const size = { x: x0 - 1, y: y0 - 1, width: x1 - x0 + 2, height: y1 - y0 + 2 };
    for (const [name, value] of Object.entries(size)) rect.setAttribute(name, value);
    rect.setAttribute("class", kind);
    layer.append(rect);
  }
}

async function point() {
  const found = /^#(\d{1,9})-(\d{1,9})$/.exec(location.hash);
  if (!found) return;
  const [start, end] = [Number(found[1]), Number(found[2])];
  const range = rangeOf(start, end);
  if (!range) return;
  paint("pointed", range);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  cite.href = `${href}/cite?at=${start}-${end}`;
  if (await placed()) box("at", start, end);
}

const cite = document.getElementById("cite");
addEventListener("hashchange", point);
point();

// A word under the pointer is marked on both sides.

const CARET = document.caretPositionFromPoint
  ? (x, y) => { const at = document.caretPositionFromPoint(x, y); return at && [at.offsetNode, at.offset]; }
  : (x, y) => { const at = document.caretRangeFromPoint(x, y); return at && [at.startContainer, at.startOffset]; };

function show(word) {
  if (!layer) return;
  if (!word) {
    paint("pointer", null);
    for (const old of [...layer.querySelectorAll(".word")]) old.remove();
    return;
  }
  paint("pointer", rangeOf(word.start, word.end));
  box("word", word.start, word.end);
}

text.addEventListener("pointermove", async (event) => {
  if (event.pointerType !== "mouse" || !(await placed())) return;
  const at = CARET(event.clientX, event.clientY);
  const offset = at && at[0].nodeType === Node.TEXT_NODE ? offsetOf(at[0], at[1]) : -1;
  show(offset < 0 ? null : words.find((word) => word.start <= offset && offset < word.end));
});
text.addEventListener("pointerleave", () => show(null));

function under(event) {
  const frame = layer.getBoundingClientRect();
  const x = ((event.clientX - frame.left) / frame.width) * Number(text.dataset.width);
  const y = ((event.clientY - frame.top) / frame.height) * Number(text.dataset.height);
  return words.find((word) => word.box[0] <= x && x <= word.box[2] && word.box[1] <= y && y <= word.box[3]);
}

paper?.addEventListener("pointermove", async (event) => {
  if (event.pointerType === "mouse" && (await placed()) && layer) show(under(event));
});
paper?.addEventListener("pointerleave", () => show(null));
paper?.addEventListener("click", (event) => {
  const word = layer && under(event);
  if (word) location.hash = `${word.start}-${word.end}`;
});

// A selection is a citation: its address, and what "Cite" copies.

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  if (start < 0 || end <= start) return;
  cite.href = `${href}/cite?at=${start}-${end}`;
  history.replaceState(null, "", `#${start}-${end}`);
});

// Hits by n and p; after the last one the next page.

const hits = [...text.querySelectorAll("[id^='hit-']")];
let hit = -1;

document.addEventListener("onrecord:turn", (event) => {
  const next = hits[hit + event.detail];
  if (!next) return;
  event.preventDefault();
  hits[hit]?.classList.remove("now");
  hit += event.detail;
  next.classList.add("now");
  next.scrollIntoView({ block: "center" });
});

// Marks over the image can be put away.

document.getElementById("marks")?.addEventListener("change", (event) => {
  paper.classList.toggle("bare", !event.target.checked);
});
