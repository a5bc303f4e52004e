/* Undo and redo: steps, each a few lines as they stood before and after. What is saved already is changed,
   removed or restored on the server too; a step of many lines is one request. While a text is being typed,
   Ctrl+Z is the browser's own. */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { form, words } = grid;
  const DEEP = 200;

  const known = new WeakMap(); // line → how it stood at its last step
  const done = [];
  const undone = [];

  const snapshot = (line) => ({
    present: line.isConnected,
    texts: grid.textsOf(line),
    item: grid.itemOf(line),
    next: line.isConnected ? grid.after(line) : null,
  });
  const absent = { present: false, texts: {}, item: null, next: null };
  const learn = (line) => known.set(line, snapshot(line));

  const tell = () => {
    form.querySelector("[data-do=undo]").disabled = !done.length;
    form.querySelector("[data-do=redo]").disabled = !undone.length;
  };
  const push = (changes) => {
    if (!changes.length) return;
    done.push(changes);
    if (done.length > DEEP) done.shift();
    undone.length = 0;
    tell();
  };
  /* A cell was changed by hand. */
  const note = (line) => {
    const before = known.get(line) ?? absent;
    const after = snapshot(line);
    if (before.present && grid.sameTexts(before.texts, after.texts)) return;
    learn(line);
    push([{ line, before, after }]);
  };
  /* The server writes some texts its own way: that is no step. */
  const remember = (line, values, sent) => {
    const was = known.get(line);
    if (!was) return;
    for (const [name, value] of Object.entries(values)) if (was.texts[name] === sent[name]) was.texts[name] = value;
    was.item = grid.itemOf(line);
  };
  const isTyping = (input) => {
    const line = input?.closest?.("#lines .line");
    const name = input?.dataset?.field;
    return Boolean(line && name && known.has(line) && (known.get(line).texts[name] ?? "") !== input.value);
  };

  /* --- carrying a step out --- */
  const stands = (state) => state.present && !grid.isBlankTexts(state.texts);
  const orderFor = ({ line, state }) => {
    const held = Boolean(line.dataset.version);
    if (state.moved) return held ? { key: grid.keyOf(line), version: line.dataset.version, do: "move", ...grid.neighbours(line, state.next) } : null;
    const order = { key: grid.keyOf(line), version: line.dataset.version || null, values: state.texts };
    if (!stands(state)) return held ? { ...order, do: "remove" } : null;
    const spot = held || !state.next?.isConnected ? {} : grid.neighbours(line, state.next);
    return { ...order, ...(spot.before ? spot : {}), do: !held && line.dataset.removed ? "restore" : "save" };
  };
  const setPresence = (line, state) => {
    if (state.present && !line.isConnected) grid.place(line, state.next ?? grid.all().at(-1));
    else if (!state.present && line.isConnected) grid.takeAway(line);
  };
  const appear = ({ line, state }) => {
    setPresence(line, state);
    if (state.present) grid.write(line, state.texts, state.item);
    if (state.present) learn(line);
  };
  const judge = ({ line, state }, told) => {
    grid.forget(line);
    if (told.state === "removed") {
      grid.setVersion(line, "");
      line.dataset.removed = "1";
      appear({ line, state });
      grid.clearFaults(line);
      grid.setState(line, "");
      return;
    }
    if (told.state === "refused" && !stands(state)) {
      grid.refuse(line, told); // a colleague changed what was to be removed: it stays
      return;
    }
    appear({ line, state });
    if (told.state === "saved") {
      grid.show(line, told, state.texts);
      delete line.dataset.removed;
      grid.setState(line, "saved", told.saved_at);
      learn(line);
    } else {
      if (told.version !== undefined && told.version !== null) grid.setVersion(line, told.version);
      if (told.key !== grid.keyOf(line)) grid.rekey(line, told.key);
      grid.refuse(line, told);
    }
  };

  const moveTo = (line, next) => grid.place(line, next?.isConnected ? next : grid.all().at(-1));
  const carryOut = async (targets) => {
    await grid.settled(targets.map(({ line }) => line));
    const orders = targets.map(orderFor);
    const [only] = targets;
    if (targets.length === 1 && orders[0]?.do === "save" && only.line.isConnected) {
      appear(only);
      grid.setState(only.line, "changed");
      grid.save(only.line); // by the queue, which does not give up
      return;
    }
    const asked = orders.filter(Boolean);
    const answer = asked.length ? await grid.sendJson(form.dataset.batch, { lines: asked }) : { lines: [] };
    let next = 0;
    targets.forEach((target, index) => {
      if (target.state.moved) {
        moveTo(target.line, target.state.next);
        next += orders[index] ? 1 : 0;
      } else if (orders[index]) {
        judge(target, answer.lines[next]);
        next += 1;
      } else {
        grid.forget(target.line);
        appear(target);
        grid.clearFaults(target.line);
        grid.setState(target.line, stands(target.state) ? "changed" : "");
      }
    });
    grid.tellTotal(answer.total);
  };

  let turn = Promise.resolve(); // one step after the other, however fast the keys
  const inTurn = (act) => {
    turn = turn.then(act, act);
    return turn;
  };
  const travel = (from, to, side, said) =>
    inTurn(async () => {
      const step = from.pop();
      if (!step) return;
      const targets = step.map((change) => ({ line: change.line, state: change[side] }));
      try {
        await carryOut(side === "before" ? targets.reverse() : targets);
        to.push(step);
        grid.keepOneBlank();
        grid.say(said);
        const shown = targets.find(({ line }) => line.isConnected)?.line;
        const place = document.activeElement?.dataset?.field ?? "what";
        if (shown && !shown.contains(document.activeElement)) (grid.field(shown, place) ?? grid.field(shown, "what")).focus();
      } catch {
        from.push(step);
        grid.say(words.unreachable, true);
      }
      tell();
    });

  /* Verbs that come and go with lines: done as a step, so that undoing is the same the other way round. */
  const act = (plan) =>
    inTurn(async () => {
      const changes = typeof plan === "function" ? plan() : plan; // after the steps before it
      await carryOut(changes.map(({ line, after }) => ({ line, state: after })));
      push(changes);
    });

  for (const line of grid.all()) learn(line);
  document.addEventListener("needs:made", ({ detail }) => learn(detail));

  Object.assign(grid, {
    snapshot,
    absent,
    learn,
    note,
    push,
    act,
    judge,
    remember,
    isTyping,
    undo: () => travel(done, undone, "before", words.undone),
    redo: () => travel(undone, done, "after", words.redone),
  });
})();
