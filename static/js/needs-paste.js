/* Cells copied from a spreadsheet: the server reads them, a dialog shows how, accepting is one request and
   one step to undo. A single cell is an ordinary paste. */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { form, lines, words } = grid;
  const dialog = document.getElementById("paste-dialog");
  const preview = dialog.querySelector("[data-paste-preview]");
  let from = null; // the line on which the block begins
  let sending = false;

  const isBlock = (text) => /[\t\n]/.test(text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").replace(/^"[^"]*"$/, ""));
  const url = () => form.dataset.paste;

  /* The lines from the focused one on, or so many: what they are about says what a block means that says nothing of it. */
  const MOST = 300;
  const rowCount = () => Number(preview.querySelector("[data-rows]")?.dataset.rows ?? MOST);
  const show = async (data) => {
    data.set("onto", JSON.stringify(targetsFor(rowCount()).map((line) => ({ key: grid.keyOf(line), values: grid.textsOf(line) }))));
    const answer = await grid.post(url(), data, { Accept: "text/html", "X-Part": "preview" });
    if (!answer.ok && answer.status !== 422) throw new grid.Unreachable();
    preview.innerHTML = await answer.text();
    if (!dialog.open) dialog.showModal();
    (preview.querySelector("[data-answer]") ?? preview.querySelector("[data-accept]"))?.focus();
  };
  const guarded = async (act) => {
    try {
      await act();
    } catch (fault) {
      if (!(fault instanceof grid.Unreachable || fault instanceof grid.SignedOut)) throw fault;
      grid.say(words.unreachable, true);
      const out = preview.querySelector("[role=status]");
      if (out) out.textContent = words.unreachable;
    }
    sending = false;
  };

  /* --- where it lands: on the lines from the focused one on, then on new ones --- */
  const targetsFor = (count) => {
    const all = grid.all();
    const start = Math.max(0, all.indexOf(from));
    return all.slice(start, start + count);
  };
  const accept = async (data) => {
    const count = rowCount();
    const targets = targetsFor(count);
    while (targets.length < count) targets.push(grid.append());
    await grid.settled(targets);
    const before = targets.map((line) => grid.snapshot(line));
    data.set("onto", JSON.stringify(targets.map((line) => ({ key: grid.keyOf(line), version: line.dataset.version || null, values: grid.textsOf(line), ...grid.spotOf(line) }))));
    const answer = await grid.post(url(), data, { "X-Part": "preview" });
    if (!(answer.headers.get("content-type") ?? "").startsWith("application/json")) {
      preview.innerHTML = await answer.text(); // something is still asked
      preview.querySelector("[data-answer]")?.focus();
      return;
    }
    const told = await answer.json();
    told.lines.forEach((row, index) => grid.judge({ line: targets[index], state: { present: true, texts: row.values, item: row.values.item ? { code: row.values.item, ...row } : null } }, row));
    grid.push(targets.map((line, index) => ({ line, before: before[index], after: grid.snapshot(line) })));
    for (const line of targets) grid.learn(line);
    grid.tellTotal(told.total);
    grid.keepOneBlank();
    dialog.close();
    grid.say(words.pasted);
    grid.goTo(grid.field(targets[0], "what"));
  };

  lines.addEventListener("paste", (event) => {
    const line = event.target.closest(".line");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!line || !event.target.dataset.field || grid.details(line)?.contains(event.target) || !isBlock(text)) return;
    event.preventDefault();
    from = line;
    const { field } = event.target.dataset;
    preview.replaceChildren(); // of the block before
    guarded(() => show(new URLSearchParams({ text, start: field === "family" ? "what" : field, do: "read" })));
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return; // Enter twice
    sending = true;
    const data = new URLSearchParams(new FormData(event.target));
    data.set("do", event.submitter?.value ?? "accept");
    guarded(() => (data.get("do") === "accept" ? accept(data) : show(data)));
  });
  dialog.addEventListener("change", (event) => {
    const REREAD = "[data-column], [data-reread]"; // what a column is, of which family the descriptions are
    if (!event.target.matches(REREAD)) return;
    const data = new URLSearchParams(new FormData(event.target.form));
    data.set("do", "read");
    const index = [...preview.querySelectorAll(REREAD)].indexOf(event.target);
    guarded(async () => {
      await show(data);
      preview.querySelectorAll(REREAD)[index]?.focus();
    });
  });
})();
