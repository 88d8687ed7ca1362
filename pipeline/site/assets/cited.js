// The list of cited documents: those on which reports disagree first, then by how many reports cite them.
"use strict";

(function () {
  const { el, say, both, number, day } = rasoat;
  const archive = rasoat.archive;
  const [total, files] = archive.data.cited;
  const list = document.getElementById("list");
  const button = document.querySelector(".further");
  const BATCH = 150;
  let turn = 0;

  function row([key, type, code, issuer, reports, mentions, dates, disputed, findings]) {
    const days = dates.length > 3 ? [...dates.slice(0, 3).map(day), ["…", "…"]] : dates.map(day);
    return el("tr", {}, el("th", { scope: "row" }, el("a", { href: `citation.html#${key}` }, `${type} ${code}`)), el("td", {}, issuer),
      el("td", { class: "number" }, both(...number(reports))), el("td", { class: "number" }, both(...number(mentions))),
      el("td", {}, both(...[0, 1].map((l) => days.map((d) => d[l]).join("; ")))),
      el("td", {}, disputed ? el("span", { class: "some warning" }, rasoat.icon("warning"), say("disputed")) : ""), el("td", { class: "number" }, findings ? both(...number(findings)) : ""));
  }

  async function draw(state) {
    const mine = ++turn;
    const wanted = (state.search || "").toLocaleLowerCase("vi");
    const fits = ([, type, code, issuer, , , , disputed]) =>
      (!state.disputed || disputed) && (!state.type || type === state.type) && (!wanted || `${type} ${code} ${issuer}`.toLocaleLowerCase("vi").includes(wanted));
    const body = el("tbody");
    list.replaceChildren(el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...["document", "issuer", "reports", "mentions", "dates", "disagreement", "findings"].map((key) => el("th", { scope: "col" }, say(key))))), body)));
    let file = 0;
    let queue = [];
    let drawn = 0;
    async function further() {
      const goal = drawn + BATCH;
      while (drawn < goal) {
        if (!queue.length) {
          if (file >= files) break;
          queue = (await rasoat.load(`cited-${file++}`)).filter(fits);
          if (mine !== turn) return;
          continue;
        }
        body.append(...queue.splice(0, goal - drawn).map((found) => (drawn++, row(found))));
      }
      button.hidden = !queue.length && file >= files;
      button.replaceChildren(say("more_documents"));
      document.querySelector(".filters .shown").replaceChildren(say(button.hidden ? "filter_shown" : "filter_so_far", { shown: number(drawn), all: number(total) }));
      if (!drawn && button.hidden) list.replaceChildren(el("p", {}, say("nothing")));
    }
    button.onclick = further;
    await further();
  }

  async function open() {
    const types = new Set();
    if (files) for (const [, type] of await rasoat.load("cited-0")) types.add(type);
    const offered = [...types].filter(Boolean).sort((a, b) => a.localeCompare(b, "vi")).map((type) => ({ value: type, name: [type, type] }));
    archive.filter(draw, { type: () => offered });
  }
  open();
})();
