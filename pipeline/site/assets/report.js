// The page of one report: cards over the marks, tables of its rows, and the ways between a row and its place.
"use strict";

(function () {
  const { el, say, both, number, day, texts } = rasoat;
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const labels = rasoat.loaded.labels;
  const card = document.getElementById("card");
  const rows = new Map();
  for (const table of facts.tables) {
    for (const [id, raw, page, path, sure, cited, cells] of table.rows) {
      rows.set(id, { id, table: table.name, columns: table.columns, raw, page, path, sure, cited, cells });
    }
  }

  // What a column or a coded value is called, in both languages.
  const called = (table, column, value) =>
    (labels[`${table}.${column}`] || {})[value === undefined ? "" : value] || [value ?? column, value ?? column];

  function pair(row, column) {
    const value = row.cells[row.columns.indexOf(column)];
    if (value === null || value === undefined) return null;
    if (column === "scope" && Array.isArray(value)) {
      return value[1] ? [value[1], value[1]] : called(row.table, column, value[0]);
    }
    if (column === "period_start") return [`${day(value[0])[0]} – ${value[1] ? day(value[1])[0] : "…"}`, `${value[0]} to ${value[1] || "…"}`];
    if (Array.isArray(value)) return number(value[0], value[1]);
    if (typeof value === "number") return number(value);
    if (typeof value === "boolean") return texts(value ? "yes" : "no");
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return day(value);
    return called(row.table, column, value);
  }

  const head = (table, column) => (column === "period_start" ? texts("period") : called(table, column));

  function ownPeriod(row) {
    const value = row.cells[row.columns.indexOf("period_start")];
    return value && value[0] === facts.period[0] && value[1] === facts.period[1];
  }

  // ---- cards

  function describe(row) {
    const lines = el("dl", {});
    for (const column of row.columns) {
      const told = pair(row, column);
      if (told) lines.append(el("dt", {}, both(...head(row.table, column))), el("dd", {}, both(...told)));
    }
    lines.append(el("dt", {}, say("confidence")), el("dd", {}, both(...number(Math.round(row.sure * 100) / 100))));
    return el("div", { class: "fact" }, el("p", { class: `kind k-${row.table}` }, say(`table_${row.table}`)), el("p", { class: "raw", lang: "vi" }, row.raw), lines);
  }

  function describeFinding(id) {
    const note = document.getElementById(id);
    if (!note) return null;
    const title = note.querySelector(".head").cloneNode(true);
    const message = note.querySelector(".message").cloneNode(true);
    return el("div", { class: "fact finding" }, el("p", { class: "kind" }, ...title.childNodes), message);
  }

  let shownFor = null;
  function showCard(mark) {
    const ids = mark.dataset.ids.split(" ");
    const on = el("p", { class: "on" }, el("a", { href: mark.getAttribute("href") }, say("to_row")));
    card.replaceChildren(on, ...ids.map((id) => (rows.has(id) ? describe(rows.get(id)) : describeFinding(id))).filter(Boolean));
    card.hidden = false;
    shownFor = mark;
    mark.setAttribute("aria-describedby", "card");
    const place = mark.getClientRects()[0];
    const wide = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(place.left, wide - card.offsetWidth - 8));
    const below = place.bottom + 6 + card.offsetHeight < innerHeight || place.top < card.offsetHeight;
    card.style.left = `${left}px`;
    card.style.top = `${below ? place.bottom + 6 : place.top - card.offsetHeight - 6}px`;
  }
  function hideCard() {
    if (shownFor) shownFor.removeAttribute("aria-describedby");
    shownFor = null;
    card.hidden = true;
  }

  const markOf = (target) => (target instanceof Element ? target.closest("[data-ids]") : null);
  document.addEventListener("mouseover", (event) => {
    const mark = markOf(event.target);
    if (mark) showCard(mark);
    else if (!phone.matches && !card.contains(event.target) && document.activeElement !== shownFor) hideCard();
  });
  document.addEventListener("focusin", (event) => (markOf(event.target) ? showCard(markOf(event.target)) : hideCard()));
  addEventListener("scroll", () => shownFor && !phone.matches && document.activeElement !== shownFor && hideCard(), { passive: true });

  // ---- tables

  // A row has what was counted and its numbers in columns of their own; the rest stands beneath, so that the panel holds it.
  const numeric = new Set(["value", "score", "max_score"]);
  const leading = ["metric", "measure", "criterion", "code", "kind"];
  const speaking = new Set(["scope", "category", "sector", "doc_type", "issued_date", "issuer", "subject", "label", "reason"]);

  // Columns that say the same of every row say nothing: results, the report's own period.
  function telling(found) {
    const cells = (column) => found.rows.map(([id]) => rows.get(id).cells[found.columns.indexOf(column)]);
    return found.columns.filter((column) => (column === "role" ? cells(column).some((value) => value !== "result") : column !== "period_start" || !found.rows.every(([id]) => ownPeriod(rows.get(id)))));
  }

  // What else is known of a row; a label stands before what does not speak for itself.
  function beneath(row, columns) {
    const parts = columns.map((column) => {
      const told = column === "period_start" && ownPeriod(row) ? null : pair(row, column);
      if (!told || row.cells[row.columns.indexOf(column)] === false) return null;
      if (speaking.has(column) || column === "period_start") return both(...told);
      const name = head(row.table, column);
      return both(...[0, 1].map((l) => `${name[l]}: ${told[l]}`));
    });
    if (row.path) parts.push(both(...[0, 1].map((l) => `${["mục", "section"][l]} ${row.path}`)));
    if (row.sure < 1) parts.push(el("span", {}, say("confidence"), " ", both(...number(Math.round(row.sure * 100) / 100))));
    return el("div", { class: "beneath" }, ...parts.filter(Boolean).flatMap((part, i) => (i ? [" · ", part] : [part])));
  }

  function table(found) {
    const columns = telling(found);
    const lead = leading.find((column) => columns.includes(column)) || columns.find((column) => !numeric.has(column));
    const figures = columns.filter((column) => numeric.has(column));
    const rest = columns.filter((column) => column !== lead && !numeric.has(column));
    const told = (row, column) => (pair(row, column) ? both(...pair(row, column)) : "");
    const body = found.rows.map(([id]) => {
      const row = rows.get(id);
      const link = el("a", { href: `#${id}` }, row.raw);
      const text = told(row, lead);
      const linked = lead === "code" && row.cited ? el("a", { href: `${rasoat.root}citation.html#${row.cited}`, class: "out" }, text) : text;
      return el("tr", { id: `row-${id}`, "data-row": id, tabindex: "-1" }, el("th", { scope: "row", lang: "vi" }, link), el("td", { class: "named" }, linked, beneath(row, rest)), ...figures.map((column) => el("td", { class: "number" }, told(row, column))));
    });
    const heads = [say("printed"), ...[lead, ...figures].map((column) => both(...head(found.name, column)))];
    return el("section", { class: "rows" }, el("h3", {}, el("span", { class: `swatch k-${found.name}`, "aria-hidden": "true" }), say(`table_${found.name}`), el("span", { class: "count" }, String(found.rows.length))),
      el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, ...body))));
  }

  const home = { citations: "citations", unexplained: "unexplained" };
  const tabOf = (name) => home[name] || "figures";
  for (const found of facts.tables) document.getElementById(`panel-${tabOf(found.name)}`).append(table(found));
  const unclear = [...rows.values()].filter((row) => ["metric", "measure"].some((c) => row.cells[row.columns.indexOf(c)] === "unclassified"));
  const left = document.getElementById("panel-unexplained");
  if (left && !left.childElementCount) left.append(el("p", { class: "hint" }, say("nothing_unexplained")));
  if (left && unclear.length) {
    left.append(el("section", { class: "rows" }, el("h3", {}, say("unclassified"), el("span", { class: "count" }, String(unclear.length))), el("ul", { class: "plain" }, ...unclear.map((row) => el("li", { lang: "vi" }, el("a", { href: `#${row.id}` }, row.raw), " ", el("span", { class: "soft" }, say(`table_${row.table}`)))))));
  }

  // ---- tabs

  const tabs = [...document.querySelectorAll("[role=tab]")];
  function openTab(name, focus) {
    for (const tab of tabs) {
      const chosen = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !chosen;
      if (chosen && focus) tab.focus();
    }
    document.dispatchEvent(new CustomEvent("rasoat:tab", { detail: name }));
  }
  for (const tab of tabs) {
    tab.addEventListener("click", () => openTab(tab.id.slice(4)));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      openTab(tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length].id.slice(4), true);
    });
  }
  const shownTab = () => tabs.find((tab) => tab.getAttribute("aria-selected") === "true").id.slice(4);

  // ---- from a row to its place and back

  const phone = matchMedia("(max-width: 820px)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  function flash(elements) {
    for (const element of elements) {
      element.classList.remove("flash");
      void element.getBoundingClientRect();
      element.classList.add("flash");
    }
  }
  const marksOf = (id) => [...document.querySelectorAll(`.text [data-ids~="${CSS.escape(id)}"]`)];

  function select(id) {
    for (const old of document.querySelectorAll(".selected")) old.classList.remove("selected");
    for (const mark of marksOf(id)) mark.classList.add("selected");
    document.getElementById(`row-${id}`)?.classList.add("selected");
    document.dispatchEvent(new CustomEvent("rasoat:select", { detail: id }));
  }

  function goTo(element) {
    element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }

  function toText(id) {
    const marks = marksOf(id);
    if (!marks.length) return false;
    select(id);
    goTo(marks[0]);
    flash(marks);
    marks[0].focus({ preventScroll: true });
    return true;
  }

  function toRow(id) {
    const row = document.getElementById(`row-${id}`);
    if (!row) return false;
    select(id);
    if (shownTab() !== "pages") openTab(tabOf(rows.get(id).table));
    if (shownTab() !== "pages") {
      const sheet = row.closest(".sheet");
      if (getComputedStyle(sheet).overflowY === "auto") sheet.scrollTo({ top: row.offsetTop - sheet.clientHeight / 2, behavior: calm.matches ? "auto" : "smooth" });
      else goTo(row);
      row.focus({ preventScroll: true });
    }
    flash([row]);
    return true;
  }

  function toNote(id) {
    const note = document.getElementById(id);
    if (!note || !note.classList.contains("note")) return false;
    select(id);
    goTo(note);
    note.focus({ preventScroll: true });
    flash([note, ...marksOf(id)]);
    return true;
  }

  function follow(target, keep) {
    const name = decodeURIComponent(target);
    const done = name.startsWith("row-") ? toRow(name.slice(4)) : name.startsWith("at-") ? toText(name.slice(3)) : toNote(name) || (rows.has(name) && toText(name));
    if (done && keep) history.replaceState(null, "", `#${name}`);
    return done;
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    // On a phone the tables are far below: a tap shows the card, and the card leads on.
    if (link && link.dataset.ids && phone.matches && event.detail) {
      event.preventDefault();
      select(link.dataset.ids.split(" ")[0]);
      return showCard(link);
    }
    if (!link && !card.contains(event.target)) hideCard();
    if (link && follow(link.getAttribute("href").slice(1), true)) return event.preventDefault();
    const row = event.target instanceof Element && !event.target.closest("a") ? event.target.closest("tr[data-row]") : null;
    if (row) follow(row.dataset.row, true);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hideCard();
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const among = { n: "a.m[id]", p: "a.m[id]", f: ".note" }[event.key.toLowerCase()];
    if (!among) return;
    // The next mark, the one before, the next finding (with Shift the one before).
    const all = [...document.querySelectorAll(`.reading ${among}`)].filter((one) => one.offsetParent);
    const at = all.indexOf(document.activeElement.closest(among));
    const step = event.key === "p" || event.key === "F" || event.key === "P" ? -1 : 1;
    const next = all[(at < 0 && step < 0 ? all.length - 1 : at + step + all.length) % all.length];
    if (!next) return;
    event.preventDefault();
    goTo(next);
    next.focus({ preventScroll: true });
  });

  for (const box of document.querySelectorAll(".legend input")) {
    box.addEventListener("change", () => {
      document.querySelector(".text").classList.toggle(`no-${box.dataset.kind}`, !box.checked);
      place();
    });
  }

  // ---- notes in the margin, each at its line and none over another

  const reading = document.querySelector(".reading");
  function place() {
    let free = 0;
    const text = reading.querySelector(".text");
    const margin = getComputedStyle(text).getPropertyValue("--margin").trim() === "on";
    for (const note of text.querySelectorAll(".note")) {
      note.style.top = "";
      if (!margin || !note.offsetParent) continue;
      const top = Math.max(free, note.closest(".block").offsetTop);
      note.style.top = `${top}px`;
      free = top + note.offsetHeight + 10;
    }
    // The last notes may reach below the text.
    text.style.minHeight = free ? `${free}px` : "";
  }
  new ResizeObserver(place).observe(reading);
  for (const part of reading.querySelectorAll("details")) part.addEventListener("toggle", place);
  document.addEventListener("rasoat:language", place);
  place();

  rasoat.report = { facts, rows, follow, select };
  if (location.hash) requestAnimationFrame(() => follow(location.hash.slice(1), false));
  addEventListener("hashchange", () => follow(location.hash.slice(1), false));
})();
