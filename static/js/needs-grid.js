/* The entry grid: what people do to lines, and what the whole grid says. Its parts, in the order they are
   loaded: wire, lines, drafts, save, undo, keys, paste. The server reads and judges everything. */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { form, words } = grid;
  const out = form.querySelector("[data-grid-state]");

  /* --- what the whole grid says --- */
  const say = (sentence, isBad = false) => {
    out.textContent = sentence;
    out.classList.toggle("is-bad", isBad);
  };
  const tellAll = () => {
    const states = new Set(grid.pending().map(grid.stateOf));
    if (states.has("waiting")) say(words.offline, true);
    else if (states.has("refused")) say(words.unsaved, true);
    else say(states.size || !form.querySelector(".line[data-version]:not([data-version=''])") ? "" : words.allSaved);
  };
  grid.say = say;
  let told = null;
  document.addEventListener("needs:state", () => {
    clearTimeout(told);
    told = setTimeout(tellAll, 50); // a paste changes hundreds at once
  });

  /* --- typing --- */
  form.addEventListener("input", (event) => {
    const line = event.target.closest(".line");
    if (!line || !event.target.dataset.field) return;
    if (!grid.hasConflict(line)) grid.setState(line, "changed");
    grid.hold(line);
    grid.keepOneBlank();
  });
  form.addEventListener("change", (event) => {
    const line = event.target.closest(".line");
    if (!line || !event.target.dataset.field) return;
    grid.note(line);
    if (event.target.closest("[data-split]")) grid.setState(line, "changed"); // the other docks are still to come
    else grid.changed(line);
  });
  form.addEventListener("focusout", (event) => {
    const docks = event.target.closest("[data-split]");
    const line = event.target.closest(".line");
    if (docks && !docks.contains(event.relatedTarget) && grid.stateOf(line) === "changed") grid.changed(line);
  });
  form.addEventListener("pick", (event) => {
    const line = event.target.closest(".line");
    grid.note(line);
    grid.field(line, "quantity").focus();
    grid.changed(line);
  });
  // a line that is left half done is sent, so that the server says what is missing
  form.addEventListener("focusout", (event) => {
    const line = event.target.closest(".line");
    if (!line || line.contains(event.relatedTarget)) return;
    setTimeout(() => {
      if (!line.isConnected || line.contains(document.activeElement) || grid.stateOf(line) !== "changed") return;
      if (grid.isBlank(line) && !line.dataset.version) grid.setState(line, "");
      else if (!grid.hasConflict(line)) grid.save(line);
    }, 200);
  });

  /* --- verbs --- */
  const failed = () => say(words.unreachable, true);
  const add = (line) => {
    const next = line && !grid.isBlank(line) ? grid.after(line) : null;
    const made = next && !grid.isBlank(next) ? grid.append(next) : grid.keepOneBlank();
    return grid.goTo(grid.field(made, "what"));
  };
  const duplicate = (line) => {
    const copy = grid.append(grid.after(line));
    grid.write(copy, grid.textsOf(line), grid.itemOf(line));
    grid.push([{ line: copy, before: grid.absent, after: grid.snapshot(copy) }]);
    grid.learn(copy);
    grid.goTo(grid.field(copy, "quantity"));
    grid.changed(copy);
  };
  const remove = async (line) => {
    const neighbour = grid.after(line) ?? grid.all().at(-2);
    const name = grid.field(line, "what").value;
    const place = document.activeElement?.dataset?.field ?? "what";
    if (grid.isBlank(line) && !line.dataset.version && line === grid.all().at(-1)) return;
    try {
      await grid.act([{ line, before: grid.snapshot(line), after: { ...grid.snapshot(line), present: false } }]);
    } catch {
      failed();
      return;
    }
    grid.dropDraft(grid.keyOf(line));
    if (line.isConnected) return; // refused, and says why
    grid.keepOneBlank();
    const target = neighbour?.isConnected ? neighbour : grid.all().at(-1);
    grid.goTo(grid.field(target, place) ?? grid.field(target, "what"));
    say(words.deleted.replace("NAME", name));
  };
  const settle = (line, all) => {
    const boxes = [...grid.why(line).querySelectorAll("[data-take]")];
    grid.save(line, boxes.filter((box) => all || box.checked).map((box) => box.value));
  };
  /* One line up or down, never below the empty one at the end. */
  const steps = (line, step) => {
    const all = grid.all();
    const at = all.indexOf(line);
    const other = all[at + step];
    const isLast = (each) => grid.isBlank(each) && !each.dataset.version;
    if (!other || isLast(line) || (step > 0 && isLast(other))) return [];
    const next = step < 0 ? other : grid.after(other);
    return [{ line, before: { ...grid.snapshot(line), moved: true }, after: { ...grid.snapshot(line), next, moved: true } }];
  };
  const move = async (line, step) => {
    const focused = document.activeElement;
    try {
      await grid.act(() => steps(line, step));
    } catch {
      failed();
      return;
    }
    if (line.contains(focused)) grid.goTo(focused); // moving a line takes the focus from it
    const lines = grid.all().filter((each) => !grid.isBlank(each));
    say(words.moved.replace("NUMBER", lines.indexOf(line) + 1).replace("COUNT", lines.length));
  };
  const firstDetail = (line) => grid.details(line).querySelector("input:not([type=hidden]), select, button, a");
  /* In, or from inside out again. */
  const details = (line) => {
    const isInside = grid.details(line)?.contains(document.activeElement);
    if (isInside) grid.fold(line);
    else grid.unfold(line);
    grid.goTo(isInside ? grid.field(line, "what") : firstDetail(line));
  };
  const toggle = (line) => {
    if (grid.areShown(line)) grid.fold(line);
    else details(line);
  };

  grid.verbs = { add, duplicate, remove, move, details };
  const buttons = {
    add: () => add(null),
    duplicate: (button) => duplicate(button.closest(".line")),
    remove: (button) => remove(button.closest(".line")),
    up: (button) => move(button.closest(".line"), -1),
    down: (button) => move(button.closest(".line"), 1),
    details: (button) => toggle(button.closest(".line")),
    yes: (button) => grid.yes(button),
    no: (button) => grid.denyAsked(button.closest(".line")),
    take: (button) => grid.takeOffered(button),
    dismiss: (button) => grid.dismissTwins(button.closest(".line")),
    settle: (button) => settle(button.closest(".line"), false),
    theirs: (button) => settle(button.closest(".line"), true),
    undo: () => grid.undo(),
    redo: () => grid.redo(),
    help: () => grid.showKeys(),
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button || !buttons[button.dataset.do]) return;
    event.preventDefault();
    buttons[button.dataset.do](button);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const left = await grid.saveAll();
    const check = event.submitter?.dataset.check;
    if (check && !left.length) window.location.assign(check);
    else if (left.length) (left[0].querySelector(".is-invalid") ?? grid.field(left[0], "what")).focus();
  });
  window.addEventListener("beforeunload", (event) => {
    if (grid.pending().length) event.preventDefault();
  });

  grid.keepOneBlank();
  grid.offerDrafts();
  // who types faster than a slow network brings these files has typed all the same
  const early = document.activeElement;
  if (early?.dataset?.field && early.closest(".line") && early.value) early.dispatchEvent(new Event("input", { bubbles: true }));
})();
