// Before anything is drawn: the language and the theme that the reader chose last time.
"use strict";
(function () {
  let kept = {};
  try {
    kept = { lang: localStorage.getItem("rasoat.lang"), theme: localStorage.getItem("rasoat.theme") };
  } catch {
    // A browser may keep nothing for files; the page then opens in Vietnamese with the system's colours.
  }
  const html = document.documentElement;
  html.dataset.lang = html.lang = kept.lang === "en" ? "en" : "vi";
  if (kept.theme === "light" || kept.theme === "dark") html.dataset.theme = kept.theme;
})();
