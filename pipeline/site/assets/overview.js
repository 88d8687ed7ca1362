// The overview: the matrix of localities and periods, bars, completeness, and what could not be read.
"use strict";

(function () {
  const { el, say, both, number, here } = rasoat;
  const archive = rasoat.archive;
  const { data } = archive;
  const BATCH = 60;
  const byId = (id) => document.getElementById(id);
  const STEPS = [[99.5, 5], [98, 4], [95, 3], [90, 2], [-1, 1]];
  const step = (rate) => STEPS.find(([least]) => rate >= least)[1];
  let view = { set() {} };

  function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  // The address holds the filters; a jump within the page must leave it alone.
  function toUnread(event) {
    event.preventDefault();
    byId("unread-title").scrollIntoView({ block: "start" });
  }

  function keyFigures(found, every, state) {
    const counts = archive.bySeverity(every.flatMap((r) => r.shown));
    const rates = found.filter((r) => r.rate).map((r) => r.rate[0]);
    const figure = (value, label, extra) => el("div", { class: `figure ${extra || ""}` }, el("b", {}, value), el("span", {}, label));
    const unread = data.unread.filter((d) => d.status === "failed").length;
    byId("figures").replaceChildren(
      figure(both(...number(found.length)), say("figure_reports")),
      figure(both(...number(new Set(found.map((r) => r.place)).size)), say("figure_places")),
      figure(rates.length ? both(...number(median(rates), 2).map((n) => `${n}%`)) : "–", say("figure_median")),
      ...["error", "warning", "info"].map((s) => figure(both(...number(counts[s])), el("a", { href: archive.address("findings.html", { ...state, severity: s }) }, rasoat.icon(s), " ", say(`figure_${s}`)), s)),
      figure(both(...number(unread)), el("a", { href: "#unread-title", onclick: toUnread }, say("figure_unread"))),
    );
  }

  // ---- the matrix

  const scale = byId("scale");
  const ends = [[99.5, null], [98, 99.5], [95, 98], [90, 95], [null, 90]];
  scale.append(...ends.map(([low, high], i) => el("li", {}, el("span", { class: `swatch r${5 - i}`, "aria-hidden": "true" }),
    high === null ? both(...number(low).map((n) => `≥ ${n}%`)) : low === null ? both(...number(high).map((n) => `< ${n}%`)) : both(...[0, 1].map((l) => `${number(low)[l]} – ${number(high)[l]}%`)))),
    el("li", {}, el("span", { class: "swatch none", "aria-hidden": "true" }), say("scale_none")), el("li", {}, el("span", { class: "swatch gone", "aria-hidden": "true" }), say("scale_gone")));

  // Who sent a kind of report for one period is expected to send it for every period of that kind.
  const senders = new Map();
  for (const report of archive.reports) {
    if (report.period < 0) continue;
    const kind = data.periods[report.period][2];
    if (!senders.has(kind)) senders.set(kind, new Set());
    senders.get(kind).add(report.place);
  }
  const expected = (place, period) => data.periods[period][2] !== "custom" && senders.get(data.periods[period][2]).has(place);

  function cell(found, place, period) {
    if (!found) return expected(place, period) ? el("td", { class: "gone" }, el("span", { class: "hidden" }, say("scale_gone"))) : el("td", {});
    const links = found.map((report) => {
      const rate = report.rate ? both(...number(report.rate[0], report.rate[1])) : report.copy ? say("copy") : "–";
      const mark = report.rate && report.rate[2] ? el("sup", {}, "*", el("span", { class: "hidden" }, say("computed"))) : "";
      const doubt = report.doubted ? el("sup", {}, "?", el("span", { class: "hidden" }, say("doubted"))) : "";
      return el("a", { href: report.link, class: report.rate ? `r${step(report.rate[0])}` : "none" }, el("span", { class: "rate" }, rate, mark, doubt), archive.tally(report.shown));
    });
    return el("td", { class: found.length > 1 ? "many" : null }, ...links);
  }

  function matrix(found) {
    const periods = data.periods.map((_, i) => i).filter((i) => found.some((r) => r.period === i));
    const rows = new Map();
    for (const report of found) {
      if (report.period < 0) continue;
      if (!rows.has(report.place)) rows.set(report.place, new Map());
      const row = rows.get(report.place);
      if (!row.has(report.period)) row.set(report.period, []);
      row.get(report.period).push(report);
    }
    const table = document.querySelector(".matrix table");
    const years = new Map();
    for (const p of periods) years.set(data.periods[p][1].slice(0, 4), (years.get(data.periods[p][1].slice(0, 4)) || 0) + 1);
    const head = el("thead", {},
      el("tr", {}, el("th", { rowspan: 2, scope: "col", class: "name" }, say("place")), ...[...years].map(([year, n]) => el("th", { colspan: n, scope: "colgroup", class: "year" }, year))),
      el("tr", {}, ...periods.map((p, i) => el("th", { scope: "col", class: i && data.periods[p][1].slice(0, 4) !== data.periods[periods[i - 1]][1].slice(0, 4) ? "first" : null }, say(`short_${data.periods[p][2]}`, short(p))))));
    const body = el("tbody");
    table.replaceChildren(el("caption", { class: "hidden" }, say("matrix_title")), head, body);
    const entries = [...rows];
    const button = document.querySelector("#matrix .further");
    let at = 0;
    let province = null;
    function further() {
      for (const [place, row] of entries.slice(at, at + BATCH)) {
        if (data.places[place][0] !== province) {
          province = data.places[place][0];
          body.append(el("tr", { class: "group" }, el("th", { colspan: periods.length + 1, scope: "colgroup" }, el("span", {}, province || say("no_province")))));
        }
        const [, name, level] = data.places[place];
        body.append(el("tr", {}, el("th", { scope: "row", class: "name" }, name || say("no_place"), " ", el("small", {}, both(...archive.level(level)))), ...periods.map((p) => cell(row.get(p), place, p))));
      }
      at += BATCH;
      button.hidden = at >= entries.length;
      button.replaceChildren(say("further", { count: number(entries.length - at) }));
    }
    button.onclick = further;
    further();
    if (!entries.length) body.append(el("tr", {}, el("td", {}, say("nothing"))));
  }

  function short(period) {
    const [first, last] = data.periods[period];
    const month = Number(last.slice(5, 7));
    const days = (iso) => `${Number(iso.slice(8))}/${Number(iso.slice(5, 7))}`;
    return { month, quarter: ["I", "II", "III", "IV"][Math.ceil(month / 3) - 1], number: Math.ceil(month / 3), half: month <= 6 ? "1" : "2", part: [month <= 6 ? "đầu" : "cuối", ""], first: days(first), last: days(last) };
  }

  // ---- bars

  function bars(list, entries, most, draw) {
    const highest = Math.max(1, ...entries.map((e) => e.count));
    const sorted = entries.sort((a, b) => b.count - a.count || here(a.name).localeCompare(here(b.name), "vi"));
    const line = (entry) => {
      const width = (part) => `${(100 * part) / highest}%`;
      const bar = el("span", { class: "bar", "aria-hidden": "true" }, ...Object.entries(entry.parts).filter(([, n]) => n).map(([severity, n]) => {
        const part = el("span", { class: severity });
        part.style.width = width(n);
        return part;
      }));
      return el("li", {}, draw(entry), el("span", { class: "number" }, both(...number(entry.count))), bar);
    };
    list.replaceChildren(...sorted.slice(0, most).map(line));
    if (sorted.length > most) {
      const rest = el("button", { type: "button", class: "rest", onclick: () => rest.parentElement.replaceWith(...sorted.slice(most).map(line)) }, say("further", { count: number(sorted.length - most) }));
      list.append(el("li", {}, rest));
    }
    if (!sorted.length) list.replaceChildren(el("li", { class: "hint" }, say("nothing")));
  }

  function byRule(found) {
    const counts = new Map();
    for (const [rule, n] of found.flatMap((r) => r.shown)) counts.set(rule, (counts.get(rule) || 0) + n);
    const entries = [...counts].map(([rule, count]) => ({ rule, count, name: archive.ruleName(rule), parts: { [archive.severityOf(rule)]: count } }));
    bars(byId("by-rule"), entries, 12, (entry) => el("button", { type: "button", onclick: () => view.set({ rule: data.rules[entry.rule][0] }) }, rasoat.icon(archive.severityOf(entry.rule)), " ", both(...entry.name)));
  }

  function byOffice(found) {
    const offices = new Map();
    for (const report of found) {
      const entry = offices.get(report.issuer) || { name: [report.issuer, report.issuer], count: 0, parts: { error: 0, warning: 0, info: 0 }, place: report.place };
      for (const [severity, n] of Object.entries(archive.bySeverity(report.shown))) {
        entry.parts[severity] += n;
        entry.count += n;
      }
      offices.set(report.issuer, entry);
    }
    const entries = [...offices.values()].filter((e) => e.count);
    bars(byId("by-office"), entries, 12, (entry) => el("button", { type: "button", onclick: () => view.set({ province: data.places[entry.place][0], place: data.places[entry.place].join("|") }) }, entry.name[0]));
  }

  // ---- completeness: who sends this kind of report elsewhere in the archive, and did not here

  // Thousands may be missing: their names are written when they are asked for.
  function missing(places) {
    const names = el("p");
    const fill = (event) => event.target.open && names.replaceChildren(both(...[0, 1].map((l) => places.map((p) => archive.placeName(p)[l]).join("; "))));
    return el("details", { ontoggle: fill }, el("summary", {}, say("complete_missing", { count: number(places.length) })), names);
  }

  function complete(state) {
    const within = archive.reports.filter((r) => r.period >= 0 && archive.matchesPlace(r, state));
    const rows = data.periods.map((period, i) => ({ period, i })).filter(({ i, period }) => period[2] !== "custom" && archive.inPeriod({ period: i }, state.period)).map(({ period, i }) => {
      const there = new Set(within.filter((r) => r.period === i).map((r) => r.place));
      const all = [...senders.get(period[2])].filter((place) => archive.matchesPlace({ place, province: data.places[place][0] }, state));
      return { i, there, missing: all.filter((place) => !there.has(place)), expected: all.length };
    }).filter((row) => row.there.size);
    byId("complete").replaceChildren(rows.length ? el("ul", { class: "complete" }, ...rows.map((row) => {
      const bar = el("span", { class: "there" });
      bar.style.width = `${(100 * row.there.size) / row.expected}%`;
      const told = say("complete_row", { there: number(row.there.size), expected: number(row.expected) });
      return el("li", {}, el("b", {}, both(...archive.periodName(row.i))), el("span", { class: "number" }, told), el("span", { class: "bar", "aria-hidden": "true" }, bar),
        row.missing.length ? missing(row.missing) : "");
    })) : el("p", { class: "hint" }, say("nothing")));
  }

  function unread() {
    const rows = data.unread.map((d) => el("tr", {}, el("th", { scope: "row" }, d.doc ? el("a", { href: `reports/${d.doc}.html` }, d.path) : d.path), el("td", {}, say(`status_${d.status}`)), el("td", {}, both(d.vi, d.en), d.message[0] ? el("p", { class: "hint" }, both(...d.message)) : "")));
    byId("unread").replaceChildren(rows.length ? el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...["file", "status", "reason"].map((key) => el("th", { scope: "col" }, say(key))))), el("tbody", {}, ...rows))) : el("p", {}, say("unread_none")));
  }

  function draw(state) {
    const every = archive.select(state);
    const found = archive.once(every);
    const all = archive.once(archive.reports).length;
    const copies = archive.reports.length - all;
    byId("lead").replaceChildren(say("overview_lead", { reports: number(all), places: number(data.places.length), documents: number(data.cited[0]) }), ...(copies ? [" ", say("copies_aside", { count: number(copies) })] : []));
    document.querySelector(".filters .shown").replaceChildren(say("filter_shown", { shown: number(found.length), all: number(all) }));
    keyFigures(found, every, state);
    matrix(every);
    byRule(every);
    byOffice(every);
    complete(state);
    archive.view = found;
    document.dispatchEvent(new Event("rasoat:view"));
  }

  unread();
  view = archive.filter(draw);
})();
