/* Keys of the matching desk. Each presses a button or follows a link that is there for everybody. */
(() => {
  "use strict";
  const help = document.getElementById("keys-help");
  const all = (selector) => [...document.querySelectorAll(selector)];

  const links = () => all(".desk-queue li a");
  const current = () => links().findIndex((link) => link.hasAttribute("aria-current"));
  const step = (by) => links()[current() + by]?.click();
  /* Ticks go down the list without a page between them: where the focus is in it, else from the topic shown. */
  const tick = () => {
    const boxes = all(".desk-queue input[data-row-check]");
    const held = boxes.findIndex((box) => box.closest("li").contains(document.activeElement));
    const at = held < 0 ? Math.max(0, current()) : held;
    boxes[at]?.click();
    (boxes[at + 1] ?? boxes[at])?.focus();
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
