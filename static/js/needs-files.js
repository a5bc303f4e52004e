/* Files of a line: chosen, dropped, or taken with a phone's camera. Each is sent by itself, with its progress;
   one that does not arrive says so, and nothing else on the page changes. */
(() => {
  "use strict";
  const words = document.getElementById("file-words")?.dataset;
  if (!words) return;
  const grid = window.needsGrid;
  const PATIENCE = 10 * 60 * 1000; // milliseconds: 10 MB over a slow telephone
  const named = (sentence, name, more = {}) =>
    Object.entries({ NAME: name, ...more }).reduce((text, [place, value]) => text.replace(place, () => value), sentence);
  const token = () => document.querySelector("input[name=csrf_token]").value;
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

  /* --- one request --- */
  const post = (url, body, progressed = () => {}) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.timeout = PATIENCE;
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token());
      if (grid) request.setRequestHeader("X-Typed-By", grid.who);
      request.upload.addEventListener("progress", (event) => event.lengthComputable && progressed(event.loaded / event.total));
      const end = () => {
        let told = null;
        try {
          told = JSON.parse(request.responseText);
        } catch {
          told = null; // a page, not an answer of ours
        }
        resolve({ status: request.status, told });
      };
      for (const name of ["load", "error", "timeout", "abort"]) request.addEventListener(name, end);
      request.send(body);
    });

  /* What is wrong with an answer, in words; nothing when it went well. */
  const fault = ({ status, told }, name) => {
    if (told?.refused) return told.refused;
    if (status >= 200 && status < 300 && told) return "";
    if (status === 413) return named(words.tooLarge, name);
    if (status === 400 || status === 401) return named(words.signedOut, name);
    if (status === 404) return named(words.gone, name);
    return named(words.unreachable, name);
  };

  /* --- what is shown meanwhile --- */
  const say = (region, sentence, tone) => {
    const line = document.createElement("p");
    line.className = `file-said tone-${tone}`;
    line.textContent = sentence;
    region.append(line);
    return line;
  };
  const going = (region, name) => {
    const box = document.createElement("div");
    const label = document.createElement("span");
    const bar = document.createElement("progress");
    box.className = "file-going";
    label.textContent = named(words.sending, name);
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    box.append(label, bar);
    region.append(box);
    return {
      progressed: (part) => {
        bar.value = part;
        if (part === 1) {
          label.textContent = named(words.looking, name);
          bar.removeAttribute("value");
        }
      },
      over: () => box.remove(),
    };
  };

  /* --- one after the other, so that a slow line carries one at a time --- */
  const sendAll = async (place, files) => {
    const { region, limit } = place;
    region.replaceChildren();
    const url = await place.url();
    if (!url) {
      say(region, words.unsaved, "warn");
      return;
    }
    for (const file of files) {
      if (file.size > limit) {
        say(region, named(words.large, file.name, { LIMIT: String(Math.floor(limit / 1e6)) }), "bad");
        continue;
      }
      const shown = going(region, file.name);
      const body = new FormData();
      body.append("file", file, file.name);
      const answer = await post(url, body, shown.progressed);
      shown.over();
      const why = fault(answer, file.name);
      say(region, why || named(words.attached, file.name), why ? "bad" : "good");
      if (!why) await place.show(answer.told);
    }
  };

  /* --- the page of one line --- */
  const freshen = async (selector) => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [here, there] = [document, page].map((each) => each.querySelector(selector));
    if (answer.ok && here && there) here.replaceWith(there);
  };
  const pagePlace = (form) => ({
    region: form.querySelector("[data-progress]"),
    limit: Number(form.dataset.limit),
    url: () => form.action,
    show: () => freshen("[data-held]"),
  });

  /* --- a line of the grid --- */
  const linePlace = (box) => ({
    region: box.querySelector("[data-progress]"),
    limit: Number(box.closest("form").dataset.fileLimit),
    url: async () => {
      const line = box.closest(".line");
      if (!line.dataset.version) await grid?.save?.(line);
      return line.dataset.version ? box.closest("form").dataset.fileAddress.replace("KEY", line.dataset.key) : "";
    },
    show: (told) => showLine(box, told),
  });
  const showLine = (box, told) => {
    box.querySelector("[data-file-list]").innerHTML = told.html;
    for (const badge of box.closest(".line").querySelectorAll("[data-file-count]")) {
      badge.querySelector("[data-count]").textContent = String(told.count);
      badge.hidden = !told.count;
    }
  };

  /* Where a file may be dropped; a line opens its details for it. */
  const targetOf = (element) => element.closest?.("form[data-drop], .line") ?? null;
  const placeOf = (target) => {
    if (target.matches("form")) return pagePlace(target);
    grid.unfold(target);
    return linePlace(target.querySelector("[data-files]"));
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-drop]")) return;
    event.preventDefault();
    const input = event.target.querySelector("input[type=file]");
    sendAll(pagePlace(event.target), [...input.files]).then(() => (input.value = ""));
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-files] input[type=file]")) return;
    const files = [...event.target.files];
    event.target.value = "";
    sendAll(linePlace(event.target.closest("[data-files]")), files);
  });
  document.addEventListener("click", async (event) => {
    const clip = event.target.closest("[data-file-count]");
    if (clip && grid) {
      event.preventDefault();
      grid.unfold(clip.closest(".line"));
      return;
    }
    const choose = event.target.closest("[data-choose-file]");
    if (choose) {
      event.preventDefault(); // without JavaScript it leads to the page of the line's files
      choose.closest("[data-files]").querySelector("input[type=file]").click();
      return;
    }
    const button = event.target.closest("[data-take-off]");
    if (!button) return;
    const { name, takeOff, putBack } = button.dataset;
    const box = button.closest("[data-files]");
    const region = box.querySelector("[data-progress]");
    const act = async (url) => {
      const answer = await post(url, null);
      const why = fault(answer, name);
      region.replaceChildren();
      if (why) say(region, why, "bad");
      else showLine(box, answer.told);
      return !why;
    };
    if (!(await act(takeOff))) return;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "btn btn-plain btn-sm";
    undo.textContent = words.undo;
    undo.addEventListener("click", () => act(putBack));
    say(region, `${named(words.off, name)} `, "info").append(undo);
    undo.focus();
  });

  /* A file dropped beside its place must not replace the page, and with it what was typed. */
  let over = null;
  const mark = (element) => {
    if (over !== element) over?.classList.remove("is-over");
    over = element;
    over?.classList.add("is-over");
  };
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const target = targetOf(event.target);
    event.dataTransfer.dropEffect = target ? "copy" : "none";
    mark(target);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || mark(null));
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(null);
    const target = targetOf(event.target);
    if (target) sendAll(placeOf(target), [...event.dataTransfer.files]);
  });
})();
