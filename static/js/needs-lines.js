/* One line of the grid as people see it: its cells, its details, why it was refused. Knows no server. */
(() => {
  "use strict";
  const grid = window.needsGrid;
  if (!grid) return;
  const { form, lines, words } = grid;
  // what does not make a line more than an empty one
  const QUIET = new Set(["item", "family", "unit", "site", "firm", "pack.own"]);

  const all = () => [...lines.querySelectorAll(".line")];
  const keyOf = (line) => line.dataset.key;
  const field = (line, name) => line.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const fields = (line) => [...line.querySelectorAll("[data-field]")];
  const why = (line) => line.querySelector(".line-why");
  const textsOf = (line) => Object.fromEntries(fields(line).map((each) => [each.dataset.field, each.value]));
  const isBlankTexts = (texts) => Object.entries(texts).every(([name, text]) => QUIET.has(name) || !(text ?? "").trim());
  const isBlank = (line) => isBlankTexts(textsOf(line));
  const sameTexts = (one, other) => Object.keys({ ...one, ...other }).every((name) => (one[name] ?? "") === (other[name] ?? ""));

  /* --- the state, in words --- */
  const stateOf = (line) => line.querySelector(".line-state").dataset.state;
  const setState = (line, state, at = "") => {
    const out = line.querySelector(".line-state");
    out.dataset.state = state;
    out.toggleAttribute("data-saved-at", Boolean(at));
    const said = [words[state] ?? "", at].filter(Boolean).join(" ");
    if (out.textContent !== said) out.textContent = said;
    document.dispatchEvent(new CustomEvent("needs:state", { detail: line }));
  };
  const OPEN = new Set(["changed", "saving", "waiting", "refused"]);
  const isOpen = (line) => OPEN.has(stateOf(line)) && !(isBlank(line) && !line.dataset.version);
  const pending = () => all().filter(isOpen);

  /* --- keys and versions --- */
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const rekey = (line, key) => {
    const old = keyOf(line);
    line.dataset.key = key;
    line.querySelector("input[data-key]").value = key;
    for (const named of line.querySelectorAll("[name]")) named.name = named.name.replace(old, key);
    for (const button of line.querySelectorAll("button[name=do]")) button.value = button.value.replace(old, key);
    why(line).querySelector("[data-why]").id = `${key}-why`;
  };
  const setVersion = (line, version) => {
    line.dataset.version = version ?? "";
    line.querySelector("input[data-version]").value = version ?? "";
  };

  /* --- rows come and go --- */
  const place = (line, next = null) => lines.insertBefore(line, next?.isConnected ? next : null);
  const takeAway = (line) => line.remove();
  const append = (next = null) => {
    const made = document.getElementById("blank-line").content.cloneNode(true);
    const line = made.querySelector(".line");
    const neighbour = next ? all()[all().indexOf(next) - 1] : all().at(-1);
    const key = newKey();
    rekey(line, key);
    place(line, next);
    const site = neighbour && (field(neighbour, "site").value || neighbour.dataset.site);
    if (site) field(line, "site").value = site;
    document.dispatchEvent(new CustomEvent("needs:made", { detail: line }));
    return line;
  };
  /* Where the server should put a line that comes before `next`: beside one that it knows. */
  const neighbours = (line, next) => {
    const others = all().filter((each) => each !== line);
    const at = next ? others.indexOf(next) : others.length;
    const before = others.slice(at).find((each) => each.dataset.version);
    const behind = others.slice(0, at).findLast((each) => each.dataset.version);
    if (before) return { before: keyOf(before) };
    return behind ? { after: keyOf(behind) } : {};
  };
  const after = (line) => all()[all().indexOf(line) + 1] ?? null;
  const keepOneBlank = () => {
    const last = all().at(-1);
    return last && isBlank(last) && !last.dataset.version ? last : append();
  };

  /* --- details, built when they are first wanted: folded ones would make the page twice as heavy --- */
  const details = (line) => line.querySelector("[data-more]");
  const areShown = (line) => Boolean(details(line) && !details(line).hidden);
  const setShown = (line, shown) => {
    if (details(line)) details(line).hidden = !shown;
    line.querySelector("button[data-do=details]").setAttribute("aria-expanded", String(shown));
  };
  const unfold = (line) => {
    if (!details(line)) {
      const made = document.getElementById("line-details").content.cloneNode(true);
      for (const named of made.querySelectorAll("[name]")) named.name = named.name.replace("KEY", keyOf(line));
      for (const button of made.querySelectorAll("button[name=do]")) button.value = button.value.replace("KEY", keyOf(line));
      why(line).before(made);
      document.dispatchEvent(new CustomEvent("needs:unfolded", { detail: line }));
    }
    setShown(line, true);
  };
  const fold = (line) => setShown(line, false);
  /* A text for which this page has no input is kept and sent all the same. */
  const carried = (line, name) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: `${keyOf(line)}.${name}` });
    input.dataset.field = name;
    details(line).querySelector(".details").append(input);
    return input;
  };
  const inputFor = (line, name, value) => {
    const input = field(line, name);
    if (input || !value) return input;
    unfold(line);
    return field(line, name) ?? carried(line, name);
  };
  const fill = (input, value) => {
    const isList = input.tagName === "SELECT";
    if (isList && ![...input.options].some((option) => option.value === value)) input.prepend(new Option(value || "–", value));
    input.value = value;
  };

  /* --- the docks: over several, the list of sites says so --- */
  const parts = (line) => [...line.querySelectorAll("[data-split] [data-field]")];
  const isSplit = (line) => parts(line).some((part) => part.value.trim());
  const tellSplit = (line) => {
    const site = field(line, "site");
    if (site.value) line.dataset.site = site.value; // for when it is split no more
    if (isSplit(line)) {
      fill(site, "");
      site.querySelector("option[value='']").text = words.split;
    } else if (!site.value && line.dataset.site) site.value = line.dataset.site;
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
  };
  const nameItem = (line, item) => {
    field(line, "item").value = item ? item.code : "";
    field(line, "family").hidden = Boolean(item);
    line.querySelector("[data-reference]").textContent = item ? item.reference : "";
    unitInput(line, item);
  };
  const packsOf = (line) => {
    const unit = field(line, "unit");
    return unit.tagName === "SELECT" ? [...unit.options].slice(1).map((each) => each.value) : null;
  };
  const itemOf = (line) => {
    const code = field(line, "item").value;
    const packs = packsOf(line);
    if (!code || !packs) return null;
    return { code, reference: line.querySelector("[data-reference]").textContent, unit_name: field(line, "unit").options[0].text, packs };
  };
  /* Write texts into a line as it stood at some moment. */
  const write = (line, texts, item) => {
    if (item) nameItem(line, item);
    else if (itemOf(line)) nameItem(line, null);
    const blank = Object.fromEntries([...(details(line)?.querySelectorAll("[data-field]") ?? [])].map((each) => [each.dataset.field, ""]));
    for (const [name, value] of Object.entries({ ...blank, ...texts })) {
      const input = inputFor(line, name, value);
      if (input && name !== "item") fill(input, value);
    }
    tellSplit(line);
    line.toggleAttribute("data-blank", isBlankTexts(texts));
  };

  /* --- what an input tells the others of its line --- */
  const lineOf = (input) => (input.dataset.field ? input.closest(".line") : null);
  form.addEventListener("input", ({ target }) => {
    const line = lineOf(target);
    if (line && target.dataset.field === "what" && field(line, "item").value) nameItem(line, null);
    if (line && target.closest("[data-split]")) tellSplit(line);
  });
  form.addEventListener("change", ({ target }) => {
    const line = lineOf(target);
    if (line && target.dataset.field === "site") for (const part of parts(line)) part.value = ""; // all of it goes there
  });
  form.addEventListener("pick", ({ target, detail }) => {
    const { code, reference, unit, packs, last } = detail;
    const line = lineOf(target);
    const named = packs.map((pack) => pack.name);
    nameItem(line, { code, reference: [code, reference].filter(Boolean).join(" · "), unit_name: unit.name, packs: named });
    if (named.includes(last)) field(line, "unit").value = last; // as the firm asked for it before
  });

  /* --- refusals --- */
  const hasConflict = (line) => Boolean(why(line).querySelector("[data-conflict]").firstElementChild);
  const clearFaults = (line) => {
    for (const each of line.querySelectorAll(".is-invalid")) {
      each.classList.remove("is-invalid");
      each.removeAttribute("aria-invalid");
      each.removeAttribute("aria-describedby");
    }
    why(line).hidden = true;
    why(line).querySelector("[data-why]").textContent = "";
    why(line).querySelector("[data-conflict]").replaceChildren();
  };
  // a fault of a group is one of all its inputs
  const inputsOf = (line, name) => fields(line).filter((each) => each.dataset.field === name || each.dataset.field.startsWith(`${name}.`));
  const mark = (line, input) => {
    input.hidden = false;
    if (details(line)?.contains(input)) unfold(line);
    input.classList.add("is-invalid");
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `${keyOf(line)}-why`);
  };
  /* Read out when there is a pause, never into what is being typed; also when it is the same as before. */
  const announce = (sentence) => {
    const out = form.querySelector("[data-refusals]");
    out.textContent = "";
    requestAnimationFrame(() => (out.textContent = sentence));
  };
  const refuse = (line, told) => {
    clearFaults(line);
    for (const name of Object.keys(told.faults ?? {})) for (const input of inputsOf(line, name)) mark(line, input);
    const sentences = [...new Set(Object.values(told.faults ?? {}))];
    const said = sentences.length ? sentences.join(" ") : told.refused;
    why(line).querySelector("[data-why]").textContent = said;
    announce(said);
    if (told.conflict) why(line).querySelector("[data-conflict]").innerHTML = told.conflict;
    why(line).hidden = false;
    grid.showAsked(line, told.asked);
    setState(line, "refused");
  };

  /* --- what the server says a line is; what was typed since `sent` stays --- */
  const show = (line, told, sent) => {
    clearFaults(line);
    setVersion(line, told.version);
    const { values } = told;
    const untouched = field(line, "what").value === sent.what;
    if (untouched && values.item && (packsOf(line) ?? []).join("\n") !== told.packs.join("\n")) nameItem(line, { code: values.item, ...told });
    else if (untouched && values.item && !packsOf(line)) nameItem(line, { code: values.item, ...told });
    for (const name of new Set([...Object.keys(values), ...fields(line).map((each) => each.dataset.field)])) {
      const value = values[name] ?? "";
      const input = inputFor(line, name, value);
      const isList = input?.tagName === "SELECT";
      if (input && input.value === (sent[name] ?? "") && (isList || input !== document.activeElement)) fill(input, value);
    }
    tellSplit(line);
    grid.showAsked(line, told.asked);
    if (untouched) line.querySelector("[data-reference]").textContent = told.reference;
    line.querySelector("[data-entered-for]").textContent = told.entered_for;
    line.querySelector("[data-base]").textContent = told.base;
    line.querySelector("[data-amount]").textContent = told.amount;
    delete line.dataset.blank;
  };
  const tellTotal = (total) => {
    if (!total) return;
    document.dispatchEvent(new CustomEvent("needs:total", { detail: total }));
    form.querySelector("[data-total-lines]").textContent = total.lines;
    form.querySelector("[data-total-amount]").textContent = total.amount;
    form.querySelector("[data-total-unpriced]").textContent = total.unpriced;
    form.querySelector("[data-total-unpriced]").hidden = !total.unpriced;
    for (const button of document.querySelectorAll("[data-nothing]")) button.hidden = total.lines > 0;
    const cells = (family) => [["span", family.name], ["span", family.lines], ["strong", family.amount]];
    const entries = total.families.map((family) => {
      const entry = document.createElement("li");
      for (const [tag, text] of cells(family)) {
        const part = document.createElement(tag);
        part.textContent = text;
        entry.append(part, " ");
      }
      return entry;
    });
    form.querySelector("[data-family-sums]").replaceChildren(...entries);
  };

  Object.assign(grid, {
    all, keyOf, field, fields, why, textsOf, isBlankTexts, isBlank, sameTexts, stateOf, setState, isOpen, pending, newKey, rekey,
    setVersion, place, takeAway, append, neighbours, after, keepOneBlank, details, areShown, unfold, fold, fill, parts, tellSplit, nameItem, itemOf, write,
    hasConflict, clearFaults, refuse, show, tellTotal,
  });
})();
