// One cited document: who cites it, when, and with which dates.
"use strict";

(function () {
  const { el, say, both, number, day } = rasoat;
  const archive = rasoat.archive;
  const place = document.getElementById("document");
  const BATCH = 200;
  const reports = new Map(archive.reports.map((report) => [report.id, report]));

  function dates(found) {
    const most = Math.max(...found.dates.map(([, n]) => n), 1);
    return el("ol", { class: "bars" }, ...found.dates.map(([iso, n]) => {
      const part = el("span", { class: n === most ? "usual" : "odd" });
      part.style.width = `${(100 * n) / most}%`;
      return el("li", {}, el("span", {}, both(...day(iso))), el("span", { class: "number" }, say("in_reports", { count: number(n) })), el("span", { class: "bar", "aria-hidden": "true" }, part));
    }));
  }

  const names = (pairs) => (pairs.length ? el("ul", { class: "plain", lang: "vi" }, ...pairs.map(([name, n]) => el("li", {}, name, " ", el("span", { class: "count" }, both(...number(n)))))) : say("none_named"));

  function mentions(found) {
    const usual = found.dates.length ? found.dates.reduce((a, b) => (b[1] > a[1] ? b : a))[0] : null;
    const body = el("tbody");
    const button = el("button", { type: "button", class: "further" });
    let at = 0;
    function further() {
      body.append(...found.mentions.slice(at, at + BATCH).map(([doc, id, date, issuer, raw, page]) => {
        const report = reports.get(doc);
        const odd = date && date !== usual && found.dates.length > 1;
        return el("tr", {}, el("th", { scope: "row" }, el("a", { href: `${report.link}#${id}` }, report.issuer), el("div", { class: "hint" }, both(...archive.periodName(report.period)))),
          el("td", { class: odd ? "odd" : null }, date ? both(...day(date)) : el("span", { class: "soft" }, say("no_date")), odd ? el("span", { class: "hidden" }, say("differs")) : ""),
          el("td", {}, issuer), el("td", { class: "long", lang: "vi" }, raw), el("td", { class: "number" }, page ? String(page) : ""));
      }));
      at += BATCH;
      button.hidden = at >= found.mentions.length;
      button.replaceChildren(say("further", { count: number(found.mentions.length - at) }));
    }
    button.onclick = further;
    further();
    return el("section", { class: "card" }, el("h2", {}, say("cited_by")), el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...["report", "date", "issuer", "printed", "page_head"].map((key) => el("th", { scope: "col" }, say(key))))), body)), button);
  }

  function findings(found) {
    if (!found.findings.length) return "";
    const rules = new Map(archive.data.rules.map((rule) => [rule[0], rule]));
    return el("section", { class: "card" }, el("h2", {}, say("findings_about")), el("ul", { class: "plain" }, ...found.findings.map(([doc, id, rule]) => {
      const [, severity, vi, en] = rules.get(rule);
      return el("li", {}, rasoat.icon(severity), " ", el("a", { href: `${reports.get(doc).link}#${id}` }, both(vi, en)), " ", el("span", { class: "soft" }, reports.get(doc).issuer));
    })));
  }

  async function draw() {
    const key = location.hash.slice(1);
    let found = null;
    if (/^[0-9a-f]{12}$/.test(key)) {
      try {
        found = (await rasoat.load(`document-${key.slice(0, archive.data.cited[2])}`))[key];
      } catch {
        found = null;
      }
    }
    if (!found) return place.replaceChildren(el("h1", {}, say("nav_citation")), el("p", {}, say("no_document")));
    const name = `${found.type} ${found.code}`;
    document.body.dataset.titleVi = document.body.dataset.titleEn = document.title = `${name} · Rà soát`;
    place.replaceChildren(el("h1", {}, name), el("p", { class: "lead" }, say("cited_lead", { reports: number(new Set(found.mentions.map((m) => m[0])).size), mentions: number(found.mentions.length) })),
      found.disputed ? el("p", { class: "warned" }, rasoat.icon("warning"), " ", say("disputed_note")) : found.dates.length > 1 ? el("p", { class: "hint" }, say("several_years")) : "",
      el("div", { class: "pair" }, el("section", { class: "card" }, el("h2", {}, say("dates")), found.dates.length ? dates(found) : el("p", { class: "hint" }, say("no_date"))),
        el("section", { class: "card" }, el("h2", {}, say("issuer")), names(found.issuers), el("h2", {}, say("subject")), names(found.subjects))),
      findings(found), mentions(found));
  }
  addEventListener("hashchange", draw);
  draw();
})();
