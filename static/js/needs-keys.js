/* The keys of a spreadsheet, where the browser and the screen reader do not need them: lists and dates keep
   their arrows, a text keeps them until its ends. Tab is the browser's. */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { lines } = grid;
  const help = document.getElementById("keys-help");

  let arrived = { input: null, value: "", fresh: false }; // fresh: just entered, nothing typed yet
  lines.addEventListener("focusin", ({ target }) => {
    arrived = { input: target, value: target.value, fresh: false };
  });
  lines.addEventListener("input", () => (arrived.fresh = false));
  /* The column in which a run of Tabs began: Enter goes back to it, one line further down, as in a spreadsheet. */
  let began = "";
  const begin = (input) => (began ||= input.dataset.field);
  lines.addEventListener("focusin", ({ relatedTarget: from }) => {
    if (!from || !lines.contains(from)) began = "";
  });
  lines.addEventListener("pointerdown", () => {
    arrived.fresh = false;
    began = "";
  });
  lines.addEventListener("pick", (event) => begin(event.target)); // which goes on to the quantity

  const isText = (input) => input.tagName === "INPUT" && input.type === "text";
  const go = (input) => {
    if (!input) return false;
    input.focus();
    if (isText(input)) input.select();
    arrived.fresh = true;
    input.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  };
  const cellsOf = (line) => grid.fields(line).filter((each) => each.type !== "hidden" && !each.hidden && each.offsetParent);
  const vertical = (line, input, step, field = input.dataset.field) => {
    if (step < 0 && grid.details(line)?.contains(input)) return go(grid.field(line, "quantity")); // back to the line
    const all = grid.all();
    if (step > 0 && line === all.at(-1) && !grid.isBlank(line)) grid.keepOneBlank();
    const target = grid.all()[all.indexOf(line) + step];
    if (!target) return false;
    const same = grid.field(target, field);
    return go(same && !same.hidden && same.offsetParent ? same : grid.field(target, "what"));
  };
  const horizontal = (line, input, step) => {
    const cells = cellsOf(line);
    return go(cells[cells.indexOf(input) + step]);
  };

  const atEnd = (input, step) => {
    if (!isText(input)) return false;
    const { selectionStart: from, selectionEnd: to, value } = input;
    if (arrived.fresh && from === 0 && to === value.length) return true;
    return from === to && (step < 0 ? from === 0 : to === value.length);
  };
  // a list of suggestions needs its arrows once something is being typed
  const leavesVertically = (input) => isText(input) && (!input.hasAttribute("list") || input.value === arrived.value);

  const plain = {
    ArrowDown: (line, input) => leavesVertically(input) && vertical(line, input, 1),
    ArrowUp: (line, input) => leavesVertically(input) && vertical(line, input, -1),
    ArrowRight: (line, input) => atEnd(input, 1) && horizontal(line, input, 1),
    ArrowLeft: (line, input) => atEnd(input, -1) && horizontal(line, input, -1),
    Enter: (line, input) => (vertical(line, input, 1, began || undefined), true),
    Tab: (_line, input) => (begin(input), false), // the browser does it
    F2: (line, input) => isText(input) && (input.setSelectionRange(input.value.length, input.value.length), (arrived.fresh = false), true),
    Escape: (line) => grid.denyAsked(line) || grid.dismissTwins(line),
    F1: () => (help.showModal(), true),
  };
  const ctrl = {
    ArrowDown: (line, input) => vertical(line, input, 1),
    ArrowUp: (line, input) => vertical(line, input, -1),
    Enter: (line) => grid.verbs.add(line),
    KeyZ: (line, input) => !grid.isTyping(input) && (grid.undo(), true),
    KeyY: (line, input) => !grid.isTyping(input) && (grid.redo(), true),
  };
  const ctrlShift = { KeyZ: ctrl.KeyY };
  const shift = { Enter: (line, input) => (vertical(line, input, -1), true) };
  const offer = (line, index) => grid.answerAsked(line, index) || grid.takeTwin(line, index);
  const altShift = {
    ArrowUp: (line) => (grid.verbs.move(line, -1), true),
    ArrowDown: (line) => (grid.verbs.move(line, 1), true),
    Digit1: (line) => offer(line, 0),
    Digit2: (line) => offer(line, 1),
    Digit3: (line) => offer(line, 2),
    KeyP: (line) => (grid.verbs.details(line), true),
    KeyD: (line) => (grid.verbs.duplicate(line), true),
    Delete: (line) => (grid.verbs.remove(line), true),
    Backspace: (line) => (grid.verbs.remove(line), true),
  };
  const tableOf = (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.altKey) return event.shiftKey ? ctrlShift : ctrl;
    if (event.altKey && !command) return event.shiftKey ? altShift : {};
    return event.shiftKey ? shift : event.altKey || command ? {} : plain;
  };
  // letters by what they write, so that Z is Z on a French keyboard too
  const nameOf = (event) => (/^[a-z]$/i.test(event.key) ? `Key${event.key.toUpperCase()}` : event.key);

  const act = (event, line, input) => {
    const table = tableOf(event);
    const verb = table[nameOf(event)] ?? table[event.code];
    const isDone = Boolean(verb && verb(line, input));
    if (isDone) began = "";
    return isDone;
  };
  lines.addEventListener("keydown", (event) => {
    const line = event.target.closest(".line");
    if (event.defaultPrevented || event.isComposing || !line || !event.target.dataset.field) return;
    if (act(event, line, event.target)) event.preventDefault();
  });
  // on a button of a line, or on none: undo is there all the same
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.target.dataset?.field || event.target.closest?.("input, textarea, dialog")) return;
    const name = nameOf(event);
    if ((event.ctrlKey || event.metaKey) && !event.altKey && (name === "KeyZ" || name === "KeyY")) {
      event.preventDefault();
      if (name === "KeyY" || event.shiftKey) grid.redo();
      else grid.undo();
    }
  });

  Object.assign(grid, { goTo: go, showKeys: () => help.showModal() });
})();
