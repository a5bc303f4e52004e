/* The ceiling's gauge follows every save; the words are the server's. */
(() => {
  "use strict";
  const gauge = document.querySelector("[data-gauge]");
  if (!gauge) return;
  const write = (name, text) => {
    const place = gauge.querySelector(`[data-gauge-${name}]`);
    // what did not change is not read out again
    if (place.textContent !== text) place.textContent = text;
  };
  document.addEventListener("needs:total", ({ detail: { gauge: told } }) => {
    gauge.hidden = !told; // somebody of the firm lifted the ceiling meanwhile
    if (!told) return;
    gauge.classList.remove("tone-good", "tone-warn", "tone-bad");
    gauge.classList.add(`tone-${told.tone}`);
    gauge.querySelector(".gauge-part").setAttribute("width", told.width);
    gauge.querySelector("svg").setAttribute("aria-label", `${told.label} : ${told.percent} %`);
    write("text", told.text);
    write("percent", String(told.percent));
    write("note", told.note);
    write("unpriced", told.unpriced);
  });
})();
