/* Each line saves itself. What is shown as saved was answered as saved, nothing else; a line whose answer was
   lost is sent again as it was (the server knows it by key and version), and what was typed since after that. */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { form, words } = grid;
  const PAUSE = 500; // milliseconds after the last change
  const FIRST_RETRY = 1000;
  const LAST_RETRY = 30000;

  const jobs = new WeakMap(); // line → { timer, busy, again, lost }
  const jobOf = (line) => {
    if (!jobs.has(line)) jobs.set(line, { timer: null, busy: null, again: false, lost: null });
    return jobs.get(line);
  };
  const address = (line) => form.dataset.lines.replace("KEY", grid.keyOf(line));

  /* --- again, later, and later still --- */
  let delay = 0;
  let timer = null;
  const later = () => {
    if (timer || grid.isSignedOut()) return;
    delay = Math.min(LAST_RETRY, delay ? delay * 2 : FIRST_RETRY);
    timer = setTimeout(flush, delay * (0.8 + 0.4 * Math.random())); // not all browsers of a firm at once
  };
  const waiting = () => grid.all().filter((line) => grid.stateOf(line) === "waiting");
  const flush = async () => {
    clearTimeout(timer);
    timer = null;
    const [first, ...others] = waiting();
    if (!first) return;
    await save(first); // one asks whether the server is back; the others follow
    if (grid.stateOf(first) === "waiting") return;
    delay = 0;
    await Promise.all(others.map((line) => save(line)));
  };
  const now = () => {
    delay = 0;
    flush();
  };
  window.addEventListener("online", now);
  document.addEventListener("needs:back", now);

  /* --- one line --- */
  const save = async (line, take = []) => {
    const job = jobOf(line);
    clearTimeout(job.timer);
    if (job.busy) {
      job.again = true;
      return job.busy;
    }
    job.again = false;
    job.busy = deliver(line, job, take);
    await job.busy;
    job.busy = null;
    return job.again && line.isConnected ? save(line) : undefined;
  };

  /* A new line among others keeps its place; at the end it comes last by itself. */
  const spotOf = (line) => {
    const { before } = line.dataset.version ? {} : grid.neighbours(line, grid.after(line));
    return before ? { before } : {};
  };
  const deliver = async (line, job, take) => {
    const sent = job.lost ?? { texts: grid.textsOf(line), version: line.dataset.version ?? "", take, spot: spotOf(line) };
    grid.setState(line, "saving");
    const data = new URLSearchParams({ ...sent.texts, ...sent.spot, version: sent.version });
    for (const name of sent.take) data.append("take", name);
    try {
      const answer = await grid.send(address(line), data);
      job.lost = null;
      answered(line, job, sent.texts, answer);
    } catch (fault) {
      if (!(fault instanceof grid.Unreachable || fault instanceof grid.SignedOut)) throw fault;
      job.lost = sent;
      job.again = false;
      grid.setState(line, "waiting");
      later();
    }
  };

  const answered = (line, job, sent, { status, ok, told }) => {
    const stands = grid.sameTexts(sent, grid.textsOf(line));
    if (ok) {
      grid.show(line, told, sent);
      grid.tellTotal(told.total);
      grid.remember?.(line, told.values, sent);
      if (stands && !job.again) grid.setState(line, "saved", told.saved_at);
      else grid.setState(line, "changed");
      job.again ||= !stands && isReady(line);
    } else if (told) {
      // the version that stands, so that the next save knows what it replaces
      if (status === 409 && told.version !== undefined) grid.setVersion(line, told.version);
      if (told.key && told.key !== grid.keyOf(line)) {
        grid.dropDraft(grid.keyOf(line));
        grid.rekey(line, told.key);
      }
      grid.refuse(line, told);
      job.again ||= !stands && !told.conflict && isReady(line); // it was corrected meanwhile
    } else grid.refuse(line, { refused: words.gone });
  };

  const isReady = (line) => Boolean(grid.field(line, "what").value.trim() && grid.field(line, "quantity").value.trim());
  const changed = (line) => {
    if (grid.hasConflict(line)) return; // waits for the choice
    grid.setState(line, "changed");
    const job = jobOf(line);
    clearTimeout(job.timer);
    if (job.busy) job.again = true;
    else if (isReady(line)) job.timer = setTimeout(() => save(line), PAUSE);
  };
  const hold = (line) => clearTimeout(jobOf(line).timer);

  /* Before something else is done with these lines: nothing of theirs is under way. */
  const settled = (some) => Promise.all(some.map((line) => (hold(line), jobOf(line).busy)));
  const saveAll = async () => {
    const open = grid.pending().filter((line) => !grid.hasConflict(line));
    await Promise.all(open.map((line) => save(line)));
    return grid.pending();
  };
  /* A line that the server knows for certain: as it stands, with no answer outstanding. */
  const forget = (line) => {
    hold(line);
    jobOf(line).lost = null;
    jobOf(line).again = false;
  };

  // the page goes: what can be sent is; the draft stays until the next page has seen it saved
  window.addEventListener("pagehide", () => {
    for (const line of grid.pending().filter((each) => isReady(each) && !grid.hasConflict(each)).slice(0, 40)) {
      const sent = { texts: grid.textsOf(line), version: line.dataset.version ?? "", take: [], spot: spotOf(line) };
      const job = jobOf(line);
      if (job.busy || job.lost) continue; // the order of two is not ours to choose then
      job.lost = sent;
      grid.setState(line, "waiting");
      const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value, "X-Typed-By": grid.who };
      const body = new URLSearchParams({ ...sent.texts, ...sent.spot, version: sent.version });
      fetch(address(line), { method: "POST", body, headers, keepalive: true, redirect: "manual" }).catch(() => {});
    }
  });
  window.addEventListener("pageshow", (event) => event.persisted && now());

  Object.assign(grid, { save, changed, hold, settled, spotOf, saveAll, forget, isReady, retryNow: now });
})();
