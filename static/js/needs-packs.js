/* A pack in free words, as the server understood it: shown under the line, written into it by a yes. What was
   answered with no is not asked again of that line while it says the same. */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { form, words } = grid;
  const asked = new WeakMap(); // line → what it may mean
  const refused = new WeakMap(); // line → what was answered with no
  const out = form.querySelector("[data-offers]");

  const rowOf = (line) => line.querySelector("[data-asked]");
  const hide = (line) => {
    asked.delete(line);
    rowOf(line)?.remove();
  };
  const tell = (all) => all.map((each) => each.told).join(" · ");
  const button = (each) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "btn btn-plain btn-sm", textContent: each.told });
    made.dataset.do = "yes";
    return made;
  };
  const show = (line, all) => {
    if (!all?.length || refused.get(line) === tell(all)) {
      hide(line);
      return;
    }
    if (!rowOf(line)) line.querySelector(".line-cells").after(document.getElementById("line-asked").content.cloneNode(true));
    const isNews = tell(asked.get(line) ?? []) !== tell(all);
    asked.set(line, all);
    rowOf(line).querySelector("[data-offered]").replaceChildren(...all.map(button));
    if (isNews) out.textContent = words.askedSaid.replace("TOLD", tell(all));
  };

  const answer = (line, index) => {
    const meant = asked.get(line)?.[index];
    if (!meant) return false;
    const isInside = rowOf(line).contains(document.activeElement);
    hide(line);
    for (const [name, text] of Object.entries(meant.texts)) grid.fill(grid.field(line, name), text);
    grid.note(line);
    if (isInside) grid.goTo(grid.field(line, "quantity"));
    grid.clearFaults(line);
    grid.changed(line);
    return true;
  };
  const deny = (line) => {
    if (!asked.has(line)) return false;
    refused.set(line, tell(asked.get(line)));
    const isInside = rowOf(line).contains(document.activeElement);
    hide(line);
    if (isInside) grid.goTo(grid.field(line, "quantity"));
    return true;
  };

  form.addEventListener("input", (event) => {
    const line = event.target.closest(".line");
    if (line && ["what", "quantity", "unit"].includes(event.target.dataset.field)) hide(line); // it says something else now
  });
  // what the server asked a browser without JavaScript: it asks again with the next answer
  for (const row of grid.lines.querySelectorAll("[data-asked]")) row.remove();

  const place = (element) => [...element.parentElement.children].indexOf(element);
  Object.assign(grid, {
    showAsked: show,
    answerAsked: answer,
    denyAsked: deny,
    yes: (element) => answer(element.closest(".line"), place(element)),
  });
})();
