// The search of a published site: no server, no request; the index is a script beside this one.
"use strict";

(() => {
  const place = document.getElementById("found");
  if (!place) return;
  const asked = new URLSearchParams(location.search).get("q") || "";
  const field = document.getElementById("asked");
  if (field) field.value = asked;

  // letters without accents and case, each of one place, so that offsets in both texts agree
  const plain = (text) => Array.from(text, (letter) => {
    const bare = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return bare.length === letter.length ? bare : letter.toLowerCase().slice(0, letter.length);
  }).join("");

  const phrases = (asked.match(/"[^"]+"|\S+/g) || []).map((one) => plain(one.replaceAll('"', "").trim())).filter(Boolean);
  const count = (text, word) => text.split(word).length - 1;

  const add = (parent, name, words, kind) => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(words);
    parent.append(made);
    return made;
  };

  const snippet = (row, text) => {
    const first = Math.min(...phrases.map((one) => text.indexOf(one)).filter((at) => at >= 0));
    const start = Math.max(0, row.text.lastIndexOf(" ", Math.max(0, first - 90)) + 1);
    const shown = row.text.slice(start, first + 220);
    const line = document.createElement("p");
    line.className = "snippet";
    const low = plain(shown);
    let at = 0;
    while (at < shown.length) {
      const next = phrases.map((one) => [low.indexOf(one, at), one.length]).filter(([found]) => found >= 0)
        .sort((a, b) => a[0] - b[0])[0];
      if (!next) break;
      line.append(shown.slice(at, next[0]));
      add(line, "mark", shown.slice(next[0], next[0] + next[1]));
      at = next[0] + next[1];
    }
    line.append(shown.slice(at));
    return line;
  };

  if (!phrases.length) {
    add(place, "p", "Type words above. All of them must occur; \"words in quotation marks\" side by side.", "none");
    return;
  }
  const hits = (window.ONRECORD_INDEX || []).map((row) => ({ row, text: plain(row.text + " ") }))
    .filter(({ text }) => phrases.every((one) => text.includes(one)))
    .map((hit) => ({ ...hit, score: phrases.reduce((sum, one) => sum + count(hit.text, one) / Math.sqrt(hit.text.length), 0) }))
    .sort((a, b) => b.score - a.score || (a.row.path < b.row.path ? -1 : 1));
  const total = add(place, "p", `${hits.length} ${hits.length === 1 ? "page" : "pages"}`, "total");
  total.setAttribute("role", "status");
  const list = add(place, "ol", "", "hits");
  for (const { row, text } of hits.slice(0, 200)) {
    const item = add(list, "li", "");
    const link = add(item, "a", row.title || row.path, "subject");
    link.href = row.path;
    if (row.kind) add(item, "span", " " + row.kind, "total");
    item.append(snippet(row, text));
  }
})();
