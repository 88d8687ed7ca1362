// The printed pages of a PDF, with the marks of the text on them.
"use strict";

(function () {
  const { el, say, texts, attribute } = rasoat;
  const { facts, rows } = rasoat.report;
  const sheet = document.getElementById("panel-pages");
  if (!sheet || !facts.pages.length) return;
  let drawn = false;

  function overlay(width, height, places) {
    const svg = el("svg", { viewBox: `0 0 ${width} ${height}`, class: "overlay" });
    for (const [id, x, y, wide, high] of places) {
      const kind = rows.has(id) ? `k-${rows.get(id).table}` : `x-${worst(id)}`;
      svg.append(el("rect", { x, y, width: wide, height: high, class: kind, "data-ids": id, "data-on-page": id }));
    }
    return svg;
  }
  const worst = (id) => ["error", "warning", "info"].find((s) => document.getElementById(id)?.classList.contains(s)) || "info";

  function draw() {
    if (drawn) return;
    drawn = true;
    for (const [page, width, height, places] of facts.pages) {
      const picture = el("img", { src: `${rasoat.root}pages/${facts.doc}/${page}.webp`, width: Math.round(width), height: Math.round(height), loading: "lazy", decoding: "async", alt: "" });
      attribute(picture, "alt", texts("page", { page }));
      sheet.append(el("figure", { class: "page", id: `picture-${page}` }, el("figcaption", {}, say("page", { page })), el("div", { class: "picture" }, picture, overlay(width, height, places))));
    }
    chosen(document.querySelector(".text .selected")?.dataset.ids.split(" ")[0]);
  }

  // The chosen mark, on its page, in the middle of the panel.
  function chosen(id) {
    for (const old of sheet.querySelectorAll(".chosen")) old.classList.remove("chosen");
    if (!id || !drawn) return;
    const places = [...sheet.querySelectorAll(`[data-on-page="${CSS.escape(id)}"]`)];
    places.forEach((place) => place.classList.add("chosen"));
    if (!places.length || sheet.hidden) return;
    const top = places[0].getBoundingClientRect().top - sheet.getBoundingClientRect().top + sheet.scrollTop;
    if (getComputedStyle(sheet).overflowY === "auto") sheet.scrollTo({ top: top - sheet.clientHeight / 2 });
  }

  document.addEventListener("rasoat:tab", (event) => event.detail === "pages" && draw());
  document.addEventListener("rasoat:select", (event) => chosen(event.detail));
  sheet.addEventListener("click", (event) => {
    const place = event.target instanceof Element ? event.target.closest("[data-on-page]") : null;
    if (place) rasoat.report.follow(place.dataset.onPage, true);
  });
  if (!sheet.hidden) draw();
})();
