/* “Did you mean…”: up to three items of the catalogue, under a description that names none. One key takes one;
   what was dismissed for a line is not offered to it again. */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { form, lines, words } = grid;
  const SHORTEST = 4; // letters that can be meant
  const offered = new WeakMap(); // line → items
  const asked = new WeakMap(); // line → number of the last question
  const out = form.querySelector("[data-offers]");

  const rowOf = (line) => line.querySelector("[data-twins]");
  const what = (line) => grid.field(line, "what");
  const say = (sentence) => (out.textContent = sentence);

  /* --- what was dismissed, until the browser is closed --- */
  const memory = (line) => `pooling.kept.${form.dataset.campaign}.${grid.keyOf(line)}`;
  const kept = (line) => {
    try {
      return new Set(JSON.parse(window.sessionStorage.getItem(memory(line)) ?? "[]"));
    } catch {
      return new Set();
    }
  };
  const keep = (line, codes) => {
    try {
      window.sessionStorage.setItem(memory(line), JSON.stringify([...kept(line), ...codes]));
    } catch {
      // forbidden: then it is asked again
    }
  };

  const hide = (line) => {
    offered.delete(line);
    rowOf(line)?.remove();
  };
  const button = (line, item) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "btn btn-plain btn-sm", textContent: `${item.name} ` });
    made.dataset.do = "take";
    const code = document.createElement("small");
    code.className = "code";
    code.textContent = [item.code, item.reference].filter(Boolean).join(" · ");
    made.append(code);
    return made;
  };
  const show = (line, items) => {
    if (!rowOf(line)) {
      const made = document.getElementById("line-twins").content.cloneNode(true);
      line.querySelector(".line-cells").after(made);
    }
    offered.set(line, items);
    rowOf(line).querySelector("[data-offered]").replaceChildren(...items.map((item) => button(line, item)));
    document.dispatchEvent(new CustomEvent("needs:twins"));
    say(words.twinsSaid.replace("NAMES", items.map((item) => item.name).join(", ")));
  };

  const ask = async (line) => {
    const text = what(line).value.trim();
    const mine = (asked.get(line) ?? 0) + 1;
    asked.set(line, mine);
    if (grid.field(line, "item").value || text.length < SHORTEST) {
      hide(line);
      return;
    }
    try {
      const answer = await fetch(`${form.dataset.pick}&likely=1&q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || mine !== asked.get(line) || grid.field(line, "item").value) return;
      const refused = kept(line);
      const items = (await answer.json()).items.filter((item) => !refused.has(item.code));
      if (mine !== asked.get(line)) return;
      if (items.length) show(line, items);
      else hide(line);
    } catch {
      // the description stays one
    }
  };

  const take = (line, index) => {
    const item = offered.get(line)?.[index];
    if (!item) return false;
    hide(line);
    grid.note(line); // the description is a step of its own, to come back to
    what(line).value = item.name;
    what(line).dispatchEvent(new CustomEvent("pick", { bubbles: true, detail: item }));
    return true;
  };
  const dismiss = (line) => {
    if (!rowOf(line)) return false;
    keep(line, (offered.get(line) ?? []).map((item) => item.code));
    const isInside = rowOf(line).contains(document.activeElement);
    hide(line);
    if (isInside) what(line).focus();
    say(words.twinsKept);
    return true;
  };

  form.addEventListener("unnamed", (event) => ask(event.target.closest(".line")));
  form.addEventListener("change", (event) => event.target.dataset.field === "what" && ask(event.target.closest(".line")));
  document.addEventListener("needs:state", ({ detail: line }) => grid.field(line, "item").value && hide(line));
  // what the server offered to a browser without JavaScript is offered anew
  for (const row of lines.querySelectorAll("[data-twins]")) ask(row.closest(".line"));

  const place = (element) => [...element.parentElement.children].indexOf(element);
  Object.assign(grid, {
    takeTwin: take,
    dismissTwins: dismiss,
    takeOffered: (element) => take(element.closest(".line"), place(element)),
  });
})();
