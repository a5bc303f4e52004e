/* Comforts of every page; each page works without them. */
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* Menus made of <details>: Escape and a click elsewhere close them. */
  const openMenus = () => all("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary").focus();
    }
  });

  /* Rows ticked for a bulk action: the count, "tick all", and Shift for a range as in a mail list. */
  const ticks = (form) => all("input[data-row-check]", form);
  const recount = (form) => {
    const boxes = ticks(form);
    const ticked = boxes.filter((box) => box.checked).length;
    for (const out of all("[data-check-count]", form)) out.textContent = String(ticked);
    for (const head of all("input[data-check-all]", form)) {
      head.checked = ticked > 0 && ticked === boxes.length;
      head.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  };
  const range = (boxes, from, to) => {
    const [a, b] = [boxes.indexOf(from), boxes.indexOf(to)].sort((x, y) => x - y);
    return a < 0 ? [] : boxes.slice(a, b + 1);
  };
  let last = null;
  document.addEventListener("click", (event) => {
    const box = event.target.closest("input[data-row-check]");
    if (!box || !box.form) return;
    if (event.shiftKey && last) for (const other of range(ticks(box.form), last, box)) other.checked = box.checked;
    last = box;
  });
  document.addEventListener("change", (event) => {
    const { target } = event;
    if (!target.matches("input[data-check-all], input[data-row-check]") || !target.form) return;
    if (target.matches("[data-check-all]")) for (const box of ticks(target.form)) box.checked = target.checked;
    recount(target.form);
  });
  const recountAll = () => new Set(all("input[data-row-check]").map((box) => box.form)).forEach((form) => form && recount(form));

  /* A list that filters as soon as a choice is made; its button stays for everybody else. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });

  /* What htmx could not do is said, never swallowed; a page that says it itself carries data-own-errors. */
  const say = (id) => (event) => {
    if (event.target.closest("[data-own-errors]")) return;
    const region = document.getElementById("flash");
    const words = document.getElementById(id);
    if (region && words) region.replaceChildren(words.content.cloneNode(true));
  };
  document.addEventListener("htmx:sendError", say("flash-unreachable"));
  document.addEventListener("htmx:timeout", say("flash-unreachable"));
  document.addEventListener("htmx:responseError", say("flash-refused"));

  /* What somebody typed and did not save stays in the browser until they sign out (needs-drafts.js). The page that
     comes then forgets it: the one that goes may still be keeping. */
  const forgetDrafts = () => {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith("pooling.draft.")) localStorage.removeItem(key);
    } catch {
      // no storage, nothing in it
    }
  };

  const ready = () => {
    document.querySelector("[data-focus-first]")?.focus();
    if (document.querySelector("[data-forget-drafts]")) forgetDrafts();
    recountAll();
  };
  document.addEventListener("DOMContentLoaded", ready);
  window.addEventListener("pageshow", recountAll);
  document.addEventListener("htmx:afterSettle", recountAll);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  for (const button of all("[data-print]")) button.hidden = false;
})();
