/* The entry grid: each line saves itself. A line is two rows: its inputs, and why it was refused.
   The server reads and judges everything; this only carries texts to it and its answer back. */
(() => {
  "use strict";
  const form = document.getElementById("grid");
  if (!form) return;
  const lines = document.getElementById("lines");
  const words = document.getElementById("grid-words").dataset;
  const token = form.elements.csrf_token.value;
  const PAUSE = 500; // milliseconds after the last change
  const RETRY = 8000;
  const EMPTY = new Set(["what", "quantity", "price", "supplier", "remark", "wanted_on"]);

  /* --- one line --- */
  const keyOf = (line) => line.dataset.key;
  const field = (line, name) => line.querySelector(`[data-field="${name}"]`);
  const fields = (line) => [...line.querySelectorAll("[data-field]")];
  const why = (line) => line.nextElementSibling;
  const isBlank = (line) => fields(line).every((each) => !EMPTY.has(each.dataset.field) || !each.value.trim());
  const stateOf = (line) => line.querySelector(".line-state").dataset.state;
  const setState = (line, state) => {
    line.querySelector(".line-state").dataset.state = state;
    tellAll();
  };

  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const rekey = (line, key) => {
    const old = keyOf(line);
    line.dataset.key = key;
    line.querySelector("input[data-key]").value = key;
    for (const named of line.querySelectorAll("[name]")) named.name = named.name.replace(old, key);
    for (const button of line.querySelectorAll("button[name=do]")) button.value = button.value.replace(old, key);
    why(line).dataset.whyOf = key;
    why(line).querySelector("[data-why]").id = `${key}-why`;
  };
  const setVersion = (line, version) => {
    line.dataset.version = version ?? "";
    line.querySelector("input[data-version]").value = version ?? "";
  };

  const append = (before = null) => {
    const made = document.getElementById("blank-line").content.cloneNode(true);
    const line = made.querySelector(".line");
    const last = [...lines.querySelectorAll(".line")].at(-1);
    lines.insertBefore(made, before);
    rekey(line, newKey());
    if (last) field(line, "site").value = field(last, "site").value;
    return line;
  };
  const keepOneBlank = () => {
    const last = [...lines.querySelectorAll(".line")].at(-1);
    if (!last || !isBlank(last)) append();
  };

  /* --- what the whole grid says --- */
  const pending = () => [...lines.querySelectorAll(".line")].filter((line) => ["changed", "saving", "refused"].includes(stateOf(line)));
  const tellAll = () => {
    const open = pending();
    const out = form.querySelector("[data-grid-state]");
    const refused = open.some((line) => stateOf(line) === "refused");
    out.textContent = refused ? words.unsaved : open.length ? "" : words.allSaved;
    out.classList.toggle("is-bad", refused);
  };
  const tellTotal = (total) => {
    if (!total) return;
    form.querySelector("[data-total-lines]").textContent = total.lines;
    for (const button of document.querySelectorAll("[data-nothing]")) button.hidden = total.lines > 0;
    form.querySelector("[data-total-amount]").textContent = total.amount;
  };

  /* --- the unit: a list of packs for an item, a free unit otherwise --- */
  const unitInput = (line, item) => {
    const old = field(line, "unit");
    const made = document.createElement(item ? "select" : "input");
    made.className = "cell";
    made.name = old.name;
    made.dataset.field = "unit";
    made.setAttribute("aria-label", old.getAttribute("aria-label"));
    if (item) made.append(new Option(item.unit_name, ""), ...item.packs.map((name) => new Option(name, name)));
    else {
      made.setAttribute("list", "units");
      made.autocomplete = "off";
    }
    old.replaceWith(made);
    return made;
  };
  const nameItem = (line, item) => {
    field(line, "item").value = item ? item.code : "";
    field(line, "family").hidden = Boolean(item);
    line.querySelector("[data-reference]").textContent = item ? item.reference : "";
    unitInput(line, item);
  };

  /* --- refusals --- */
  const clearFaults = (line) => {
    for (const each of fields(line)) {
      each.classList.remove("is-invalid");
      each.removeAttribute("aria-invalid");
      each.removeAttribute("aria-describedby");
    }
    why(line).hidden = true;
    why(line).querySelector("[data-why]").textContent = "";
    why(line).querySelector("[data-conflict]").replaceChildren();
  };
  const refuse = (line, told) => {
    clearFaults(line);
    for (const name of Object.keys(told.faults ?? {})) {
      const wrong = field(line, name);
      if (!wrong) continue;
      wrong.hidden = false;
      wrong.classList.add("is-invalid");
      wrong.setAttribute("aria-invalid", "true");
      wrong.setAttribute("aria-describedby", `${keyOf(line)}-why`);
    }
    const sentences = [...new Set(Object.values(told.faults ?? {}))];
    why(line).querySelector("[data-why]").textContent = sentences.length ? sentences.join(" ") : told.refused;
    if (told.conflict) why(line).querySelector("[data-conflict]").innerHTML = told.conflict;
    why(line).hidden = false;
    setState(line, "refused");
  };

  /* --- saving --- */
  const work = new WeakMap(); // line → { timer, busy, again }
  const jobOf = (line) => {
    if (!work.has(line)) work.set(line, { timer: null, busy: false, again: false });
    return work.get(line);
  };
  const address = (key, verb = "") => form.dataset.lines.replace("KEY", key) + verb;

  const post = async (url, data) => {
    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { Accept: "application/json", "X-CSRFToken": token },
    });
    const isJson = (answer.headers.get("content-type") ?? "").startsWith("application/json");
    return { status: answer.status, ok: answer.ok, told: isJson ? await answer.json() : null };
  };
  const textsOf = (line) => Object.fromEntries(fields(line).map((each) => [each.dataset.field, each.value]));

  const show = (line, told, sent) => {
    clearFaults(line);
    setVersion(line, told.version);
    if (told.values.item !== field(line, "item").value || told.values.item) {
      const unit = field(line, "unit");
      const sameList = unit.tagName === "SELECT" && [...unit.options].slice(1).map((each) => each.value).join("\n") === told.packs.join("\n");
      if (told.values.item && !sameList) nameItem(line, { code: told.values.item, reference: told.reference, unit_name: told.unit_name, packs: told.packs });
    }
    for (const [name, value] of Object.entries(told.values)) {
      const input = field(line, name);
      // what was typed while the answer was under way stays
      if (input && (input.value === sent[name] || !(name in sent)) && input !== document.activeElement) input.value = value;
      else if (input && input === document.activeElement && input.value === sent[name] && input.tagName === "SELECT") input.value = value;
    }
    line.querySelector("[data-reference]").textContent = told.reference;
    line.querySelector("[data-base]").textContent = told.base;
    line.querySelector("[data-amount]").textContent = told.amount;
    line.querySelector("[data-saved-at]").textContent = told.saved_at;
    delete line.dataset.blank;
  };

  const save = async (line, take = []) => {
    const job = jobOf(line);
    clearTimeout(job.timer);
    if (job.busy) {
      job.again = true;
      return;
    }
    job.busy = true;
    job.again = false;
    setState(line, "saving");
    const sent = textsOf(line);
    const data = new URLSearchParams({ ...sent, version: line.dataset.version ?? "" });
    for (const name of take) data.append("take", name);
    try {
      const { status, ok, told } = await post(address(keyOf(line)), data);
      answered(line, status, ok, told, sent);
    } catch {
      refuse(line, { refused: words.unreachable });
      setState(line, "changed");
      job.timer = setTimeout(() => save(line), RETRY);
    }
    job.busy = false;
    if (job.again && line.isConnected) save(line);
  };

  const answered = (line, status, ok, told, sent) => {
    if (ok && told) {
      show(line, told, sent);
      tellTotal(told.total);
      setState(line, jobOf(line).again ? "changed" : "saved");
    } else if (told) {
      // the version that stands, so that the next save knows what it replaces
      if (status === 409 && told.version !== undefined) setVersion(line, told.version);
      if (told.key && told.key !== keyOf(line)) rekey(line, told.key);
      refuse(line, told);
    } else {
      refuse(line, { refused: status === 404 ? words.gone : words.ended });
    }
  };

  const isReady = (line) => field(line, "what").value.trim() && field(line, "quantity").value.trim();
  const hasConflict = (line) => Boolean(why(line).querySelector("[data-conflict]").firstElementChild);
  const changed = (line) => {
    if (hasConflict(line)) return; // waits for the choice
    setState(line, "changed");
    const job = jobOf(line);
    clearTimeout(job.timer);
    if (job.busy) job.again = true;
    else if (isReady(line)) job.timer = setTimeout(() => save(line), PAUSE);
  };

  form.addEventListener("input", (event) => {
    const line = event.target.closest(".line");
    if (!line || !event.target.dataset.field) return;
    if (event.target.dataset.field === "what" && field(line, "item").value) nameItem(line, null);
    if (!hasConflict(line)) setState(line, "changed");
    clearTimeout(jobOf(line).timer);
    keepOneBlank();
  });
  form.addEventListener("change", (event) => {
    const line = event.target.closest(".line");
    if (line && event.target.dataset.field) changed(line);
  });
  form.addEventListener("pick", (event) => {
    const line = event.target.closest(".line");
    const { code, reference, unit, packs } = event.detail;
    nameItem(line, { code, reference: [code, reference].filter(Boolean).join(" · "), unit_name: unit.name, packs: packs.map((pack) => pack.name) });
    field(line, "quantity").focus();
    changed(line);
  });
  // a line that is left half done is sent, so that the server says what is missing
  form.addEventListener("focusout", (event) => {
    const line = event.target.closest(".line");
    if (!line || line.contains(event.relatedTarget)) return;
    setTimeout(() => {
      if (line.isConnected && !line.contains(document.activeElement) && stateOf(line) === "changed" && !isBlank(line) && !hasConflict(line)) save(line);
      else if (isBlank(line) && !line.dataset.version && stateOf(line) === "changed") setState(line, "");
    }, 200);
  });

  /* --- verbs --- */
  const removeLine = async (line) => {
    const undo = document.getElementById("removed-line").content.firstElementChild.cloneNode(true);
    undo.querySelector("[data-removed-name]").textContent = field(line, "what").value;
    const explanation = why(line);
    const forget = () => {
      clearTimeout(jobOf(line).timer);
      lines.insertBefore(undo, line);
      line.remove();
      explanation.remove();
      undo.querySelector("button").focus();
      keepOneBlank();
      tellAll();
    };
    undo.addEventListener("click", async (event) => {
      if (!event.target.closest("[data-do=restore]")) return;
      if (line.dataset.version) {
        const { ok, told } = await post(address(keyOf(line), "/restore"), {});
        if (!ok) return;
        setVersion(line, told.version);
        tellTotal(told.total);
      }
      lines.insertBefore(line, undo);
      lines.insertBefore(explanation, undo);
      undo.remove();
      field(line, "what").focus();
      tellAll();
    });
    if (!line.dataset.version) {
      if (isBlank(line)) {
        line.remove();
        explanation.remove();
        keepOneBlank();
      } else forget();
      return;
    }
    const { ok, status, told } = await post(address(keyOf(line), "/remove"), { version: line.dataset.version });
    if (ok) {
      tellTotal(told.total);
      forget();
    } else if (status === 404) forget();
    else refuse(line, told ?? { refused: words.ended });
  };

  const duplicate = (line) => {
    const copy = append(why(line).nextElementSibling);
    if (field(line, "unit").tagName === "SELECT") {
      const unit = field(line, "unit");
      nameItem(copy, {
        code: field(line, "item").value,
        reference: line.querySelector("[data-reference]").textContent,
        unit_name: unit.options[0].text,
        packs: [...unit.options].slice(1).map((each) => each.value),
      });
    }
    for (const [name, value] of Object.entries(textsOf(line))) field(copy, name).value = value;
    field(copy, "quantity").focus();
    field(copy, "quantity").select();
    changed(copy);
  };

  const settle = (line, all) => {
    const boxes = [...why(line).querySelectorAll("[data-take]")];
    const take = boxes.filter((box) => all || box.checked).map((box) => box.value);
    save(line, take);
  };

  const verbs = {
    add: () => field([...lines.querySelectorAll(".line")].find(isBlank) ?? append(), "what").focus(),
    duplicate: (button) => duplicate(button.closest(".line")),
    remove: (button) => removeLine(button.closest(".line")).catch(() => refuse(button.closest(".line"), { refused: words.unreachable })),
    settle: (button) => settle(button.closest(".line-why").previousElementSibling, false),
    theirs: (button) => settle(button.closest(".line-why").previousElementSibling, true),
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button || !verbs[button.dataset.do]) return;
    event.preventDefault();
    verbs[button.dataset.do](button);
  });

  const saveAll = async () => {
    const open = pending().filter((line) => !hasConflict(line) && !(isBlank(line) && !line.dataset.version));
    await Promise.all(open.map((line) => save(line)));
    return pending().filter((line) => !(isBlank(line) && !line.dataset.version));
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const left = await saveAll();
    const check = event.submitter?.dataset.check;
    if (check && !left.length) window.location.assign(check);
    else if (left.length) (left[0].querySelector(".is-invalid") ?? field(left[0], "what")).focus();
  });
  window.addEventListener("beforeunload", (event) => {
    if (pending().some((line) => !isBlank(line) || line.dataset.version)) event.preventDefault();
  });

  keepOneBlank();
  tellAll();
  form.querySelector("[data-grid-state]").textContent = "";
})();
