/* A quantity typed ticks its line; Enter and the arrows go from one quantity to the next, Ctrl+Enter accepts. */
(() => {
  "use strict";
  const form = document.querySelector("[data-renew]");
  if (!form) return;
  const quantities = () => [...form.querySelectorAll("[data-quantity]")].filter((each) => each.offsetParent);
  const tick = (input) => input.closest("tr").querySelector("[data-row-check]");
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-quantity]")) tick(event.target).checked = !/^[0.,\s]*$/.test(event.target.value); // none of it, or nothing said
  });
  const STEP = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-quantity]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (!(event.key in STEP) || event.altKey || event.ctrlKey) return;
    event.preventDefault(); // Enter here must not send half the changes
    const all = quantities();
    const next = all[all.indexOf(event.target) + (event.shiftKey ? -1 : STEP[event.key])];
    next?.focus();
    next?.select();
  });
})();
