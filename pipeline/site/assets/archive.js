// The archive as the pages over all reports see it, and the filters that they share; the filters stand in the address.
"use strict";

(function () {
  const { el, say, here, texts } = rasoat;
  const data = rasoat.loaded.overview;
  const FIELDS = ["province", "place", "period", "rule", "severity", "search", "type", "disputed"];

  const reports = data.reports.map(([id, place, period, office, rate, status, found, shard, path, title, unexplained, number, copy, doubted]) => ({
    id, place, period, office, rate, status, found, shard, path, title, unexplained, number, copy, doubted,
    link: `reports/${id}.html`,
    province: data.places[place][0],
    issuer: data.offices[office] || data.places[place][1] || path,
  }));

  const level = (code) => texts(`level_${code || "none"}`);
  const placeName = (place) => (data.places[place][1] ? [0, 1].map((l) => `${data.places[place][1]} (${level(data.places[place][2])[l]})`) : texts("no_place"));
  const periodName = (period) => (period < 0 ? texts("no_period") : [data.periods[period][3], data.periods[period][4]]);
  const ruleName = (rule) => [data.rules[rule][2], data.rules[rule][3]];
  const severityOf = (rule) => data.rules[rule][1];

  // ---- the state of the filters: in the address, so that a view can be sent on

  function read() {
    const state = {};
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) if (FIELDS.includes(name)) state[name] = value;
    return state;
  }

  function write(state) {
    const kept = Object.entries(state).filter(([, value]) => value);
    const query = new URLSearchParams(kept).toString();
    history.replaceState(null, "", query ? `#${query}` : location.pathname + location.search);
  }

  const byName = (a, b) => here(a.name).localeCompare(here(b.name), "vi");
  const unique = (values) => [...new Set(values)];

  // What a filter offers: [value, name, group].
  const offers = {
    province: () => unique(reports.map((r) => r.province).filter(Boolean)).map((p) => ({ value: p, name: [p, p] })).sort(byName),
    place: (state) =>
      unique(reports.filter((r) => !state.province || r.province === state.province).map((r) => r.place))
        .map((p) => ({ value: data.places[p].join("|"), name: placeName(p) })).sort(byName),
    period: () => {
      const years = unique(data.periods.map((p) => p[1].slice(0, 4))).sort();
      return years.flatMap((year) => [
        { value: year, name: texts("whole_year", { year }) },
        ...data.periods.map((p, i) => ({ value: `${p[0]}_${p[1]}_${p[2]}`, name: periodName(i), year: p[1].slice(0, 4) })).filter((p) => p.year === year).map((p) => ({ ...p, inner: true })),
      ]);
    },
    rule: () => data.rules.map((rule, i) => ({ value: rule[0], name: ruleName(i) })).sort(byName),
    severity: () => ["error", "warning", "info"].map((s) => ({ value: s, name: texts(`severity_${s}`) })),
    disputed: () => [{ value: "1", name: texts("disputed_only") }],
  };

  function inPeriod(report, wanted) {
    if (!wanted) return true;
    if (report.period < 0) return false;
    const [first, last, kind] = data.periods[report.period];
    return wanted.length === 4 ? last.startsWith(wanted) : wanted === `${first}_${last}_${kind}`;
  }

  const matchesPlace = (report, state) =>
    (!state.province || report.province === state.province) && (!state.place || data.places[report.place].join("|") === state.place);
  const matchesRule = (rule, state) =>
    (!state.rule || data.rules[rule][0] === state.rule) && (!state.severity || severityOf(rule) === state.severity);

  // The reports of a view, each with the findings that the view asks for.
  function select(state) {
    const asked = Boolean(state.rule || state.severity);
    const wanted = (state.search || "").toLocaleLowerCase("vi");
    return reports
      .filter((r) => matchesPlace(r, state) && inPeriod(r, state.period))
      .filter((r) => !wanted || `${r.issuer} ${r.title} ${r.path} ${r.number}`.toLocaleLowerCase("vi").includes(wanted))
      .map((r) => ({ ...r, shown: r.found.filter(([rule]) => matchesRule(rule, state)) }))
      .filter((r) => !asked || r.shown.length);
  }

  // What a report says counts once, in however many files it stands.
  const once = (found) => {
    const there = new Set(found.map((r) => r.path));
    return found.filter((r) => !r.copy || !there.has(r.copy));
  };

  // Why a report may stand in the wrong period, or is not counted.
  const remark = (report) =>
    report.copy ? [el("div", { class: "hint" }, say("copy_of", { path: report.copy }))] : report.doubted ? [el("div", { class: "hint" }, say("doubted"))] : [];

  const bySeverity = (found) => {
    const counts = { error: 0, warning: 0, info: 0 };
    for (const [rule, count] of found) counts[severityOf(rule)] += count;
    return counts;
  };

  function tally(found) {
    const counts = bySeverity(found);
    const parts = Object.entries(counts).filter(([, n]) => n).map(([severity, n]) =>
      el("span", { class: `some ${severity}` }, rasoat.icon(severity), String(n), el("span", { class: "hidden" }, say(`severity_${severity}`))));
    return el("span", { class: "counts" }, ...parts);
  }

  // Connects the form with the address and calls `draw` with every new state.
  function filter(draw, more) {
    const form = document.querySelector(".filters");
    const choices = { ...offers, ...more };
    let state = read();

    function fill() {
      for (const control of form.elements) {
        if (control.tagName === "SELECT") {
          const offered = choices[control.name](state);
          control.replaceChildren(el("option", { value: "" }, here(texts("filter_all"))),
            ...offered.map(({ value, name, inner }) => el("option", { value }, (inner ? "\u2003" : "") + here(name))));
          control.value = state[control.name] || "";
          if (control.value !== (state[control.name] || "")) control.value = state[control.name] = "";
        } else if (control.name) control.value = state[control.name] || "";
        if (control.name) control.classList.toggle("set", Boolean(control.value));
      }
    }
    function changed() {
      fill();
      write(state);
      draw(state);
    }
    form.addEventListener("input", (event) => {
      state = { ...state, [event.target.name]: event.target.value };
      if (event.target.name === "province") state.place = "";
      changed();
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      state = {};
      changed();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", () => {
      state = read();
      fill();
      draw(state);
    });
    document.addEventListener("rasoat:language", () => {
      fill();
      draw(state);
    });
    fill();
    draw(state);
    return {
      set(facts) {
        state = { ...state, ...facts };
        changed();
      },
    };
  }

  const address = (page, state) => {
    const query = new URLSearchParams(Object.entries(state).filter(([, value]) => value)).toString();
    return query ? `${page}#${query}` : page;
  };

  rasoat.archive = { data, reports, select, once, remark, filter, tally, bySeverity, placeName, periodName, ruleName, severityOf, matchesPlace, matchesRule, inPeriod, address, level };
})();
