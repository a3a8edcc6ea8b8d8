// Drawing the place of a note: drag on the page, and the four corners are filled in.

const canvas = document.querySelector("[data-canvas]");
const form = document.querySelector("[data-note]");

if (canvas && form) {
  const drawn = canvas.querySelector(".drawn");
  let start = null;

  const point = (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(canvas.getScreenCTM().inverse());
    const { width, height } = canvas.viewBox.baseVal;
    return [Math.min(Math.max(place.x, 0), width), Math.min(Math.max(place.y, 0), height)];
  };

  const show = (box) => {
    const [left, top, right, bottom] = box;
    drawn.setAttribute("x", left);
    drawn.setAttribute("y", top);
    drawn.setAttribute("width", Math.max(right - left, 0));
    drawn.setAttribute("height", Math.max(bottom - top, 0));
  };

  const fill = (box) =>
    ["left", "top", "right", "bottom"].forEach((name, at) => (form.elements[name].value = box[at].toFixed(1)));

  const box = (event) => {
    const [x, y] = point(event);
    return [Math.min(start[0], x), Math.min(start[1], y), Math.max(start[0], x), Math.max(start[1], y)];
  };

  canvas.addEventListener("dragstart", (event) => event.preventDefault());
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("a")) return;
    event.preventDefault();
    start = point(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (start) show(box(event));
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!start) return;
    const made = box(event);
    start = null;
    if (made[2] - made[0] < 3 || made[3] - made[1] < 3) return;
    fill(made);
    form.elements.text.focus();
  });
  form.addEventListener("input", (event) => {
    if (event.target.type !== "number") return;
    show(["left", "top", "right", "bottom"].map((name) => Number(form.elements[name].value)));
  });
}
