// The two charts of the overview. The library that draws them is large: it is loaded when a chart comes near.
"use strict";

(function () {
  const { el, say, both, number, here, language, texts } = rasoat;
  const archive = rasoat.archive;
  const { data } = archive;
  const places = { rates: document.getElementById("chart-rates"), findings: document.getElementById("chart-findings") };
  let found = archive.view;
  let ready = null;

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Axes and words in the colours of the page.
  function config() {
    const words = { labelColor: css("--soft"), titleColor: css("--soft"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
    return {
      background: null,
      font: getComputedStyle(document.body).fontFamily,
      axis: { ...words, gridColor: css("--line"), domainColor: css("--line"), tickColor: css("--line") },
      legend: { ...words, orient: "top", title: null },
      view: { stroke: null },
      circle: { color: css("--blue") },
      line: { color: css("--orange") },
    };
  }

  const LOCALES = {
    vi: { decimal: ",", thousands: ".", grouping: [3], currency: ["", " ₫"] },
    en: { decimal: ".", thousands: ",", grouping: [3], currency: ["", " ₫"] },
  };

  // The last day of a day's quarter: reports end some days before or on it.
  function quarterEnd(iso) {
    const quarter = Math.ceil(Number(iso.slice(5, 7)) / 3);
    return `${iso.slice(0, 4)}-${["03-31", "06-30", "09-30", "12-31"][quarter - 1]}`;
  }

  function rates() {
    return found.filter((r) => r.rate && r.period >= 0).map((r) => ({
      date: data.periods[r.period][1], quarter: quarterEnd(data.periods[r.period][1]), rate: r.rate[0], office: r.issuer, period: here(archive.periodName(r.period)), told: here(number(r.rate[0], r.rate[1])) + "%", link: r.link,
    }));
  }

  // Findings per report, by the last day of the period.
  function findings() {
    const days = new Map();
    for (const report of found) {
      if (report.period < 0) continue;
      const day = data.periods[report.period][1];
      const entry = days.get(day) || { reports: 0, error: 0, warning: 0, info: 0 };
      entry.reports += 1;
      for (const [severity, n] of Object.entries(archive.bySeverity(report.shown))) entry[severity] += n;
      days.set(day, entry);
    }
    return [...days].sort().map(([date, entry]) => ({ date, ...entry }));
  }

  const month = (iso) => (language() === "vi" ? `${Number(iso.slice(5, 7))}/${iso.slice(0, 4)}` : iso.slice(0, 7));

  function longFindings() {
    return findings().flatMap(({ date, reports, ...counts }) => ["error", "warning", "info"].map((severity, order) => ({
      date, month: month(date), severity: here(texts(`severity_${severity}`)), order, mean: counts[severity] / reports, told: here(number(counts[severity] / reports, 1)), reports,
    })));
  }

  function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  function table(rows, heads) {
    return el("details", { class: "numbers" }, el("summary", {}, say("chart_numbers")), el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((key) => el("th", { scope: "col" }, say(key))))),
      el("tbody", {}, ...rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, both(...first)), ...rest.map((pair) => el("td", { class: "number" }, both(...pair)))))))));
  }

  function tables() {
    const byDay = new Map();
    for (const { quarter, rate } of rates()) byDay.set(quarter, [...(byDay.get(quarter) || []), rate]);
    const days = (iso) => [`${Number(iso.slice(5, 7))}/${iso.slice(0, 4)}`, iso.slice(0, 7)];
    return {
      rates: table([...byDay].sort().map(([date, values]) => [days(date), number(median(values), 2), number(values.length)]), ["period_end", "chart_median", "reports"]),
      findings: table(findings().map((d) => [days(d.date), ...["error", "warning", "info"].map((s) => number(d[s] / d.reports, 1)), number(d.reports)]), ["period_end", "severity_error", "severity_warning", "severity_info", "reports"]),
    };
  }

  let tip = null;
  function tooltip(_handler, event, _item, value) {
    tip ||= document.body.appendChild(el("div", { id: "tip", "aria-hidden": "true" }));
    tip.hidden = !value;
    if (!value) return;
    tip.replaceChildren(...Object.values(value).map((line) => el("div", {}, String(line))));
    tip.style.left = `${Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${event.clientY + 14}px`;
  }

  async function draw() {
    await ready;
    const values = { rates: rates(), findings: longFindings() };
    const numbers = tables();
    for (const [name, place] of Object.entries(places)) {
      if (!values[name].length) {
        place.replaceChildren(el("p", { class: "hint" }, say("nothing")));
        continue;
      }
      const canvas = el("div", { class: "canvas" });
      place.replaceChildren(canvas, numbers[name]);
      const spec = structuredClone(rasoat.loaded.charts[name][language()]);
      spec.data = { values: values[name] };
      // Many points lie over one another: fainter ones show where they gather.
      if (name === "rates" && values.rates.length > 300) spec.layer[0].mark.opacity = 0.15;
      // Expressions are walked and never compiled: the page's policy forbids eval.
      const made = await vegaEmbed(canvas, spec, { ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip, config: config(), formatLocale: LOCALES[language()] });
      made.view.addEventListener("click", (_event, item) => item?.datum?.link && (location.href = item.datum.link));
    }
  }

  function library() {
    return new Promise((loaded, failed) => {
      const script = el("script", { src: `${rasoat.root}assets/vega.js` });
      script.onload = loaded;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  const near = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    near.disconnect();
    ready = Promise.all([library(), rasoat.load("charts")]);
    draw();
  }, { rootMargin: "600px" });
  Object.values(places).forEach((place) => near.observe(place));

  document.addEventListener("rasoat:view", () => {
    found = archive.view;
    if (ready) draw();
  });
  document.addEventListener("rasoat:theme", () => ready && draw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => ready && draw());
})();
