// What every page needs: both languages at once, numbers and days, data files, the switches in the head of the page.
"use strict";

const rasoat = (function () {
  const html = document.documentElement;
  const root = document.body.dataset.root;
  const loaded = {};
  const waiting = {};

  // A data file calls put("name", value). Scripts may be loaded from files; fetch may not.
  function put(name, value) {
    loaded[name] = value;
    if (waiting[name]) waiting[name].forEach((ready) => ready(value));
    delete waiting[name];
  }

  function load(name) {
    if (name in loaded) return Promise.resolve(loaded[name]);
    return new Promise((ready, failed) => {
      if (waiting[name]) return waiting[name].push(ready);
      waiting[name] = [ready];
      const script = document.createElement("script");
      script.src = `${root}data/${name}.js`;
      script.onerror = () => failed(new Error(name));
      document.head.append(script);
    });
  }

  // An element with attributes and children; text is always text, never markup.
  function el(tag, attributes, ...children) {
    const svg = ["svg", "rect", "path", "circle"].includes(tag);
    const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  function both(vi, en) {
    if (vi === en) return String(vi);
    const parts = document.createDocumentFragment();
    parts.append(el("span", { class: "vi", lang: "vi" }, String(vi)), el("span", { class: "en", lang: "en" }, String(en)));
    return parts;
  }

  function texts(key, facts) {
    const filled = (language) =>
      loaded.words[language][key].replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name, one, more) => {
        const given = (facts || {})[name];
        const fact = Array.isArray(given) ? given[language === "vi" ? 0 : 1] : given;
        return more === undefined ? fact : `${fact} ${String(fact) === "1" ? one : more}`;
      });
    return [filled("vi"), filled("en")];
  }

  const say = (key, facts) => both(...texts(key, facts));
  const language = () => html.dataset.lang;
  const here = (pair) => pair[language() === "vi" ? 0 : 1];

  // 1234.5 as 1.234,5 and 1,234.5; `decimals` are those that the report wrote.
  function number(value, decimals) {
    const [whole, rest] = (decimals === null || decimals === undefined ? String(Math.abs(value)) : Math.abs(value).toFixed(decimals)).split(".");
    const sign = value < 0 ? "-" : "";
    const written = (group, mark) => sign + whole.replace(/\B(?=(\d{3})+$)/g, group) + (rest ? mark + rest : "");
    return [written(".", ","), written(",", ".")];
  }

  // 2023-03-09 as 9/3/2023 and 2023-03-09.
  function day(iso) {
    const [year, month, date] = iso.split("-").map(Number);
    return [`${date}/${month}/${year}`, iso];
  }

  const ICONS = { error: "▲", warning: "◆", info: "●" };
  function icon(severity) {
    return el("span", { class: `icon ${severity}`, "aria-hidden": "true" }, ICONS[severity]);
  }

  // Attributes hold one language at a time.
  function attribute(element, name, pair) {
    element.dataset[`${name.replace("aria-", "")}Vi`] = pair[0];
    element.dataset[`${name.replace("aria-", "")}En`] = pair[1];
    element.classList.add("worded");
    element.setAttribute(name, here(pair));
  }

  function speak() {
    document.title = document.body.dataset[language() === "vi" ? "titleVi" : "titleEn"] || document.title;
    const ending = language() === "vi" ? "Vi" : "En";
    for (const element of document.querySelectorAll(".worded")) {
      for (const name of ["label", "title", "placeholder", "alt"]) {
        const told = element.dataset[name + ending];
        if (told !== undefined) element.setAttribute(name === "label" ? "aria-label" : name, told);
      }
    }
    for (const button of document.querySelectorAll("[data-speak]")) {
      button.setAttribute("aria-pressed", String(button.dataset.speak === language()));
    }
  }

  function keep(name, value) {
    try {
      localStorage.setItem(`rasoat.${name}`, value);
    } catch {
      // Nothing is kept, and the switch holds for this page.
    }
  }

  const dark = () =>
    html.dataset.theme ? html.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  for (const button of document.querySelectorAll("[data-speak]")) {
    button.addEventListener("click", () => {
      html.dataset.lang = html.lang = button.dataset.speak;
      keep("lang", button.dataset.speak);
      speak();
      document.dispatchEvent(new Event("rasoat:language"));
    });
  }
  document.getElementById("theme").addEventListener("click", () => {
    html.dataset.theme = dark() ? "light" : "dark";
    keep("theme", html.dataset.theme);
    document.dispatchEvent(new Event("rasoat:theme"));
  });
  // A closed detail would be missing on paper.
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => (part.open = true)));
  speak();

  return { root, put, load, el, both, say, texts, here, language, number, day, icon, attribute, dark, loaded };
})();
