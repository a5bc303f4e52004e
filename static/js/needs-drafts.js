/* What is typed and not saved, kept in this browser until it is: a line each, under the person and the campaign.
   Offered to the same person on return; signing out forgets it (shell.js). */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { form, lines, who } = grid;
  const PREFIX = `pooling.draft.${who}.${form.dataset.campaign}.`;
  const store = window.localStorage;

  const keep = (line) => {
    const draft = { version: line.dataset.version ?? "", texts: grid.textsOf(line), item: grid.itemOf(line), at: Date.now() };
    try {
      store.setItem(PREFIX + grid.keyOf(line), JSON.stringify(draft));
    } catch {
      // no room, or forbidden: leaving the page still warns
    }
  };
  const drop = (key) => {
    try {
      store.removeItem(PREFIX + key);
    } catch {
      // as above
    }
  };
  const held = () => {
    try {
      const keys = Object.keys(store).filter((key) => key.startsWith(PREFIX));
      return keys.map((key) => ({ key: key.slice(PREFIX.length), ...JSON.parse(store.getItem(key)) })).sort((a, b) => a.at - b.at);
    } catch {
      return [];
    }
  };

  document.addEventListener("needs:state", ({ detail: line }) => {
    if (grid.isOpen(line)) keep(line);
    else drop(grid.keyOf(line));
  });

  /* --- on return --- */
  const lineOf = (key) => lines.querySelector(`.line[data-key="${CSS.escape(key)}"]`);
  const isNews = (draft) => {
    if (grid.isBlankTexts(draft.texts) && !draft.version) return false;
    const line = lineOf(draft.key);
    return line ? !grid.sameTexts(draft.texts, grid.textsOf(line)) : true;
  };
  const putBack = (draft) => {
    const line = lineOf(draft.key) ?? grid.append(grid.all().find((each) => grid.isBlank(each) && !each.dataset.version));
    if (grid.keyOf(line) !== draft.key) grid.rekey(line, draft.key);
    grid.write(line, draft.texts, draft.item);
    grid.setVersion(line, draft.version); // the one it was typed over: another since is a conflict, and shown
    grid.setState(line, "changed");
    grid.save(line);
  };

  const offer = document.getElementById("draft-offer");
  const begin = () => {
    const open = new Set();
    for (const draft of held()) {
      if (isNews(draft)) open.add(draft.key);
      else drop(draft.key);
    }
    if (!open.size) return;
    const names = held().filter((draft) => open.has(draft.key)).map((draft) => draft.texts.what || draft.texts.quantity || "…");
    offer.querySelector("[data-draft-names]").textContent = names.join(" · ");
    offer.hidden = false;
    offer.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-draft]")?.dataset.draft;
      if (!choice) return;
      for (const draft of held().filter((each) => open.has(each.key))) {
        if (choice === "take") putBack(draft);
        else drop(draft.key);
      }
      offer.hidden = true;
      grid.keepOneBlank();
    });
  };

  Object.assign(grid, { keepDraft: keep, dropDraft: drop, offerDrafts: begin });
})();
