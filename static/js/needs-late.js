/* Rows to ask for after the closing. They are sent as a whole and need no server of their own; what one types in them does
   what it does in the grid, by the same scripts. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-asking]");
  if (!form) return;
  window.needsGrid = { form, lines: document.getElementById("lines"), words: { split: form.dataset.wordSplit } };
  form.addEventListener("pick", (event) => window.needsGrid.field(event.target.closest(".line"), "quantity").focus());
})();
