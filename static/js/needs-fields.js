/* The fields of a line's family: they come into its details as soon as an item or a family is chosen, and go
   with it. The server says which they are; what was typed in one that stays, stays. */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { form } = grid;
  const GROUP = "x.";
  const LIST = "family"; // what a description's family is typed in

  const part = (line) => grid.details(line)?.querySelector("[data-family-fields]");
  const chosen = (line) => {
    const item = grid.field(line, "item").value;
    const family = item ? "" : grid.field(line, LIST).value.trim();
    return item || family ? new URLSearchParams({ item, family }).toString() : "";
  };
  const told = new Map(); // what was chosen → the part as the server tells it, asked once for all lines of a block
  const ask = async (what) => {
    const answer = await fetch(`${form.dataset.fields}?${what}`);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return answer.text();
  };
  const tell = async (what) => {
    if (!told.has(what)) told.set(what, ask(what));
    try {
      return await told.get(what);
    } catch (fault) {
      told.delete(what);
      throw fault;
    }
  };

  const made = (line, html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    for (const named of template.content.querySelectorAll("[name]")) named.name = named.name.replace("KEY", grid.keyOf(line));
    return template.content.querySelector("[data-family-fields]");
  };
  /* The new part in place of the old one, with the texts that the line holds in its fields. */
  const mount = (line, fresh) => {
    const focused = document.activeElement?.dataset?.field;
    const held = grid.fields(line).filter((each) => each.dataset.field.startsWith(GROUP));
    const texts = Object.fromEntries(held.map((each) => [each.dataset.field, each.value]));
    for (const input of fresh.querySelectorAll("[data-field]")) {
      const text = texts[input.dataset.field];
      if (!text) continue;
      if (input.tagName === "SELECT" && ![...input.options].some((option) => option.value === text)) input.append(new Option(text, text));
      input.value = text;
    }
    for (const each of held) if (!part(line).contains(each)) each.remove(); // carried until its input came
    part(line).replaceWith(fresh);
    if (focused?.startsWith(GROUP) && !line.contains(document.activeElement)) grid.field(line, focused)?.focus();
  };

  const asked = new WeakMap(); // line → for which choice its fields are there
  const bring = async (line, open) => {
    const what = chosen(line);
    if (asked.get(line) === what && part(line)) return;
    asked.set(line, what);
    try {
      const html = what ? await tell(what) : "";
      if (!line.isConnected || asked.get(line) !== what) return; // another was chosen meanwhile
      const fresh = made(line, html || '<fieldset data-family-fields class="details-part" hidden></fieldset>');
      const isAsked = Boolean(fresh.querySelector("[data-field]"));
      if (!grid.details(line) && !(open && isAsked)) {
        asked.delete(line); // nothing to see yet: they come with the details
        return;
      }
      if (!grid.details(line)) grid.unfold(line);
      mount(line, fresh);
      if (open && isAsked) grid.unfold(line);
    } catch {
      asked.delete(line); // the line is saved without them, and says at the end what is missing
    }
  };

  for (const line of grid.all()) if (part(line)) asked.set(line, chosen(line));
  form.addEventListener("pick", (event) => bring(event.target.closest(".line"), true));
  form.addEventListener("change", (event) => event.target.dataset.field === LIST && bring(event.target.closest(".line"), true));
  document.addEventListener("needs:unfolded", ({ detail: line }) => bring(line, false));
  // an item whose name was typed whole is known once the line is saved
  const known = new WeakMap();
  for (const line of grid.all()) known.set(line, grid.field(line, "item").value);
  document.addEventListener("needs:state", ({ detail: line }) => {
    if (grid.stateOf(line) !== "saved" || known.get(line) === grid.field(line, "item").value) return;
    known.set(line, grid.field(line, "item").value);
    bring(line, true);
  });
})();
