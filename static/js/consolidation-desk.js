/* Keys of the matching desk. Each presses a button or follows a link that is there for everybody. */
(() => {
  "use strict";
  const help = document.getElementById("keys-help");
  const all = (selector) => [...document.querySelectorAll(selector)];

  const links = () => all(".desk-queue li a");
  const current = () => links().findIndex((link) => link.hasAttribute("aria-current"));
  const step = (by) => links()[current() + by]?.click();
  const tick = () => {
    const box = links()[current()]?.closest("li").querySelector("input[data-row-check]");
    if (box) box.click();
  };
  const press = (key) => {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    target.click();
    if (target.tagName === "SUMMARY") target.parentElement.querySelector("input:not([type=hidden]), textarea")?.focus();
    return true;
  };
  const own = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    x: tick,
    u: () => document.querySelector("form[action$='/desk/undo'] button")?.click(),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { target } = event;
    if (target.matches("input:not([type=checkbox]), textarea, select") || target.closest("dialog")) {
      if (event.key === "Escape" && target.closest("details")) {
        target.closest("details").open = false;
        document.getElementById("desk-title")?.focus();
      }
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (own[key]) {
      event.preventDefault();
      own[key]();
    } else if (/^[1-9a-z]$/.test(key) && press(key)) event.preventDefault();
  });
  for (const form of all("form[data-go-on]")) form.requestSubmit(); // a long comparison goes on slice by slice
  for (const button of all("[data-keys-help]")) button.addEventListener("click", () => help.showModal());

  /* What is ticked among the lines of a topic counts for every verb, not for the candidates alone. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest(".desk-verbs")) return;
    for (const box of all("#settle input[name=pick]:checked")) {
      const copy = document.createElement("input");
      Object.assign(copy, { type: "hidden", name: "pick", value: box.value });
      form.append(copy);
    }
  });
})();
