// Deciding from the keyboard: a accepts, x rejects, e opens what is chosen with j and k; names to merge with are offered.

const chosen = () => document.querySelector(".at") ?? document.querySelector("main");

const KEYS = {
  a: () => chosen().querySelector("[data-accept]")?.click(),
  x: () => chosen().querySelector("[data-reject]")?.click(),
  e: () => chosen().querySelector("[data-open]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// After an answer in place the keyboard stays in the list.
document.addEventListener("htmx:afterSwap", (event) => {
  const made = event.detail.elt;
  made.classList?.add("at");
  made.querySelector?.("a, button")?.focus({ preventScroll: true });
});

// What the server refuses is said where it happened.
document.addEventListener("htmx:responseError", (event) => {
  const place = event.detail.target;
  const told = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "alert");
  line.textContent = told.querySelector("main")?.textContent.trim().replace(/\s+/g, " ") || "This could not be written.";
  place.querySelector(".notice")?.remove();
  place.lastElementChild.append(line);
});

for (const input of document.querySelectorAll("[data-names]")) {
  input.addEventListener("input", async () => {
    if (input.value.length < 2) return;
    const answer = await fetch(`/names.json?q=${encodeURIComponent(input.value)}`);
    if (!answer.ok) return;
    const options = (await answer.json()).slice(0, 20).map((one) => {
      const option = document.createElement("option");
      option.value = one.name;
      return option;
    });
    document.getElementById("names").replaceChildren(...options);
  });
}

// The field to correct is offered with what stands there.
const edit = document.querySelector("[data-edit]");
if (edit) {
  const offer = () => (edit.elements.value.value = edit.elements.field.selectedOptions[0].dataset.value);
  edit.elements.field.addEventListener("change", offer);
  offer();
}
