/* Picks an item while its name or reference is typed, in the grid and where a late line is asked for: a list below the
   input, arrows, Enter, Escape. Without an item picked, what was typed stays a free description. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-pick]");
  if (!form) return;
  const list = document.createElement("ul");
  list.id = "pick-list";
  list.className = "pick-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  form.closest("main").append(list); // inside a landmark, as all that is said

  let input = null;
  let items = [];
  let active = -1;
  let asked = 0;
  let waiting = null;

  const isPick = (element) => element.matches?.('[data-field="what"]');

  const place = () => {
    const box = input.getBoundingClientRect();
    const below = window.innerHeight - box.bottom;
    list.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - list.offsetWidth - 8))}px`;
    if (below < 220 && box.top > below) {
      list.style.top = "auto";
      list.style.bottom = `${window.innerHeight - box.top + 2}px`;
    } else {
      list.style.bottom = "auto";
      list.style.top = `${box.bottom + 2}px`;
    }
  };

  const close = () => {
    list.hidden = true;
    active = -1;
    items = [];
    asked += 1;
    clearTimeout(waiting);
    input?.setAttribute("aria-expanded", "false");
    input?.removeAttribute("aria-activedescendant");
  };

  const piece = (tag, name, content) => {
    const made = document.createElement(tag);
    made.className = name;
    made.append(content);
    return made;
  };
  const option = (item, index) => {
    const entry = document.createElement("li");
    entry.id = `pick-${index}`;
    entry.setAttribute("role", "option");
    entry.setAttribute("aria-selected", "false");
    const packs = [item.unit.name, ...item.packs.map((pack) => pack.name)];
    const facts = piece("small", "", piece("span", "code", [item.code, item.reference].filter(Boolean).join(" · ")));
    for (const [at, pack] of packs.entries()) facts.append(" · ", piece("span", at === packs.indexOf(item.last || packs[0]) ? "pick-last" : "", pack));
    entry.append(piece("span", "", item.name));
    if (typeof item.last === "string") entry.append(" ", piece("small", "pick-before", form.dataset.before));
    entry.append(facts);
    entry.classList.toggle("is-known", typeof item.last === "string");
    return entry;
  };

  const show = (found) => {
    items = found;
    active = -1;
    if (items.length) list.replaceChildren(...items.map(option));
    else {
      input.dispatchEvent(new CustomEvent("unnamed", { bubbles: true }));
      const none = document.createElement("li");
      none.className = "pick-none";
      none.textContent = form.dataset.none;
      list.replaceChildren(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    place();
  };

  const search = async () => {
    const mine = ++asked;
    const text = input.value.trim();
    if (text.length < 2) return close();
    try {
      const answer = await fetch(`${form.dataset.pick}&q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (mine === asked && document.activeElement === input) show(found.items);
    } catch {
      if (mine === asked) close(); // the server still finds an item whose name or reference is typed whole
    }
  };

  const move = (step) => {
    if (!items.length) return;
    list.children[active]?.setAttribute("aria-selected", "false");
    active = (active + step + items.length) % items.length;
    const entry = list.children[active];
    entry.setAttribute("aria-selected", "true");
    entry.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", entry.id);
  };

  const choose = (index) => {
    const detail = items[index];
    const target = input;
    close();
    target.value = detail.name;
    target.dispatchEvent(new CustomEvent("pick", { bubbles: true, detail }));
  };

  const attend = (target) => {
    input = target;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);
  };
  form.addEventListener("focusin", (event) => isPick(event.target) && attend(event.target));
  form.addEventListener("focusout", (event) => isPick(event.target) && close());
  form.addEventListener("input", (event) => {
    if (!isPick(event.target)) return;
    if (input !== event.target) attend(event.target); // it had the focus before this file had come
    clearTimeout(waiting);
    waiting = setTimeout(search, 160);
  });
  form.addEventListener("keydown", (event) => {
    if (!isPick(event.target) || list.hidden) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && active >= 0) choose(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true); // before the grid, for which these keys go from line to line
  // before the input loses the focus and closes the list
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const entry = event.target.closest("[role=option]");
    if (entry) choose([...list.children].indexOf(entry));
  });
  // something that it may be is offered below: the list, which says that nothing has this name, makes room
  document.addEventListener("needs:twins", () => !list.hidden && !items.length && close());
  window.addEventListener("scroll", () => !list.hidden && place(), true);
  window.addEventListener("resize", () => !list.hidden && place());
})();
