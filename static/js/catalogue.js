// Offers item codes as one types in a field with data-pick; without it, the code is typed whole.
"use strict";
(() => {
  const field = document.querySelector("[data-pick]");
  if (!field) return;
  const list = document.getElementById(field.getAttribute("list"));
  let waiting = 0;
  let asked = 0;

  const offer = async () => {
    const mine = ++asked;
    const answer = await fetch(`${field.dataset.pick}?q=${encodeURIComponent(field.value)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || mine !== asked) return;
    const { items } = await answer.json();
    list.replaceChildren(...items.map((item) => {
      const option = document.createElement("option");
      option.value = item.code;
      option.label = [item.name, item.reference].filter(Boolean).join(" · ");
      return option;
    }));
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (field.value.trim().length > 1) waiting = setTimeout(() => offer().catch(() => {}), 200);
  });
})();
