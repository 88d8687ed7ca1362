// The lists of reports and of findings, loaded and drawn as far as they are looked at.
"use strict";

(function () {
  const { el, say, both, number } = rasoat;
  const archive = rasoat.archive;
  const list = document.getElementById("list");
  const button = document.querySelector(".further");
  const BATCH = 100;
  let turn = 0;

  function frame(heads) {
    const body = el("tbody");
    list.replaceChildren(el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((key) => el("th", { scope: "col" }, say(key))))), body)));
    return body;
  }

  function reportRow(report) {
    const silent = report.unexplained ? both(...number(report.unexplained)) : "";
    return el("tr", {}, el("th", { scope: "row" }, el("a", { href: report.link }, report.title || report.path), el("div", { class: "hint" }, [report.number, report.path].filter(Boolean).join(" · ")), ...archive.remark(report)),
      el("td", {}, report.issuer), el("td", {}, report.province), el("td", { class: "brief" }, both(...archive.periodName(report.period))),
      el("td", { class: "number" }, report.rate ? both(...number(report.rate[0], report.rate[1])) : ""), el("td", {}, archive.tally(report.shown)),
      el("td", { class: "number" }, silent), el("td", { class: "brief" }, say(`status_${report.status}`)));
  }

  function findingRow(report, [id, rule, subject, vi, en, path, page]) {
    const place = [0, 1].map((l) => [path && `${["mục", "section"][l]} ${path}`, page && `${["trang", "page"][l]} ${page}`].filter(Boolean).join(", "));
    return el("tr", {}, el("td", {}, el("span", { class: `some ${archive.severityOf(rule)}` }, rasoat.icon(archive.severityOf(rule)), el("span", { class: "hidden" }, say(`severity_${archive.severityOf(rule)}`)))),
      el("th", { scope: "row", class: "what" }, el("a", { href: `${report.link}#${id}` }, both(...archive.ruleName(rule))), el("div", { class: "hint" }, both(...subject))),
      el("td", { class: "long" }, both(vi, en)), el("td", { class: "who" }, el("a", { href: report.link }, report.issuer), el("div", { class: "hint" }, both(...archive.periodName(report.period)))), el("td", { class: "soft" }, both(...place)));
  }

  const shown = (pair, all) => document.querySelector(".filters .shown").replaceChildren(say("filter_shown", { shown: number(pair), all: number(all) }));

  function drawReports(state) {
    const found = archive.select(state);
    shown(found.length, archive.reports.length);
    const body = frame(["report", "office", "province", "period", "on_time", "findings", "unexplained", "status"]);
    let at = 0;
    function further() {
      body.append(...found.slice(at, at + BATCH).map(reportRow));
      at += BATCH;
      button.hidden = at >= found.length;
      button.replaceChildren(say("further", { count: number(found.length - at) }));
    }
    button.onclick = further;
    further();
    if (!found.length) list.replaceChildren(el("p", {}, say("nothing")));
  }

  async function drawFindings(state) {
    const mine = ++turn;
    const found = archive.select(state).filter((r) => r.shown.length);
    const total = found.reduce((n, r) => n + r.shown.reduce((m, [, count]) => m + count, 0), 0);
    const all = archive.reports.reduce((n, r) => n + r.found.reduce((m, [, count]) => m + count, 0), 0);
    shown(total, all);
    const body = frame(["severity", "finding", "what", "report", "place_in_report"]);
    let at = 0;
    let drawn = 0;
    // Reports stand in the order of the files, so that a batch rarely needs more than one.
    async function further() {
      button.disabled = true;
      const goal = drawn + BATCH;
      while (at < found.length && drawn < goal) {
        const report = found[at++];
        const rows = (await rasoat.load(`findings-${report.shard}`))[report.id].filter(([, rule]) => archive.matchesRule(rule, state));
        if (mine !== turn) return;
        body.append(...rows.map((row) => findingRow(report, row)));
        drawn += rows.length;
      }
      button.disabled = false;
      button.hidden = at >= found.length;
      button.replaceChildren(say("further", { count: number(total - drawn) }));
    }
    button.onclick = further;
    await further();
    if (!total && mine === turn) list.replaceChildren(el("p", {}, say("nothing")));
  }

  archive.filter(list.dataset.list === "reports" ? drawReports : drawFindings);
})();
