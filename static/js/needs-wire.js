/* The grid's way to the server: tokens that went stale, sessions that ended, networks that are gone.
   `needsGrid` is what the grid's files share. A request ends in an answer, or in Unreachable or SignedOut:
   then nobody knows whether it was carried out, and nothing may be shown as saved. */
(() => {
  "use strict";
  const form = document.getElementById("grid");
  if (!form) return;
  const words = document.getElementById("grid-words").dataset;
  const { who } = form.dataset;
  const PATIENCE = 20000; // milliseconds until an answer counts as lost
  const BUSY = new Set([408, 425, 429]);
  let token = form.elements.csrf_token.value;

  class Unreachable extends Error {}
  class SignedOut extends Error {}

  const ask = async (url, options) => {
    try {
      return await fetch(url, { ...options, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      throw new Unreachable();
    }
  };
  const read = async (answer) => {
    const isJson = (answer.headers.get("content-type") ?? "").startsWith("application/json");
    try {
      return isJson ? await answer.json() : null;
    } catch {
      throw new Unreachable(); // cut off half-way
    }
  };

  /* --- who is signed in, with which token --- */
  const pulse = async () => {
    const answer = await ask(form.dataset.pulse, { headers: { Accept: "application/json" } });
    if (answer.status >= 500 || BUSY.has(answer.status)) throw new Unreachable();
    const told = answer.ok ? await read(answer) : null;
    if (!told) throw new SignedOut(words.signedOut);
    if (told.who !== who) throw new SignedOut(words.somebodyElse);
    token = told.token;
    for (const hidden of document.querySelectorAll("input[name=csrf_token]")) hidden.value = token;
  };

  const attempt = (url, body, more) =>
    ask(url, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token, "X-Typed-By": who, ...more } });

  const post = async (url, body, more = {}) => {
    let answer = await attempt(url, body, more);
    if (answer.status === 400 || answer.status === 401) {
      try {
        await pulse();
      } catch (fault) {
        if (fault instanceof SignedOut) askToSignIn(fault.message);
        throw fault;
      }
      answer = await attempt(url, body, more);
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      askToSignIn(words.signedOut);
      throw new SignedOut();
    }
    if (answer.status >= 500 || BUSY.has(answer.status)) throw new Unreachable();
    return answer;
  };
  /* Texts in, JSON out; what is no JSON came from somebody on the way. */
  const send = async (url, data) => {
    const answer = await post(url, new URLSearchParams(data));
    const told = await read(answer);
    if (answer.ok && !told) throw new Unreachable();
    return { status: answer.status, ok: answer.ok, told };
  };
  const sendJson = async (url, data) => {
    const answer = await post(url, JSON.stringify(data), { "Content-Type": "application/json" });
    const told = await read(answer);
    if (!answer.ok || !told) throw new Unreachable();
    return told;
  };

  /* --- signing in again, in place --- */
  const dialog = document.getElementById("sign-in-again");
  const why = dialog.querySelector("[data-sign-in-why]");
  let isOut = false;
  let focused = null;
  const back = () => {
    isOut = false;
    if (dialog.open) dialog.close();
    if (focused?.isConnected) focused.focus();
    document.dispatchEvent(new CustomEvent("needs:back"));
  };
  const askToSignIn = (sentence) => {
    isOut = true;
    why.textContent = sentence;
    if (dialog.open) return;
    focused = document.activeElement;
    dialog.showModal();
  };
  const signIn = async (email, password) => {
    const page = await ask(form.dataset.login, { headers: { Accept: "text/html" } });
    const inputs = new DOMParser().parseFromString(page.type === "opaqueredirect" ? "" : await page.text(), "text/html");
    const hidden = inputs.querySelector("form input[name=csrf_token]");
    if (!hidden) return true; // signed in already, in another tab
    const body = new URLSearchParams({ email, password, csrf_token: hidden.value });
    const answer = await ask(form.dataset.login, { method: "POST", body, headers: { Accept: "text/html" } });
    if (answer.status === 429) why.textContent = words.tooOften;
    else if (answer.status >= 500) why.textContent = words.offline;
    else if (answer.type !== "opaqueredirect") why.textContent = words.wrongPassword;
    return answer.type === "opaqueredirect";
  };
  const tryAgain = async () => {
    try {
      await pulse();
      back();
    } catch (fault) {
      why.textContent = fault.message || words.offline;
    }
  };
  dialog.querySelector("[data-sign-in]").addEventListener("submit", async (event) => {
    event.preventDefault();
    const { email, password } = event.target.elements;
    try {
      if (await signIn(email.value, password.value)) await tryAgain();
    } catch {
      why.textContent = words.offline;
    }
    password.value = "";
  });
  // signed in in another tab, then back to this one
  const returned = () => isOut && document.visibilityState === "visible" && !dialog.contains(document.activeElement) && tryAgain();
  document.addEventListener("visibilitychange", () => isOut && document.visibilityState === "visible" && tryAgain());
  window.addEventListener("focus", returned);

  document.addEventListener("click", (event) => {
    if (event.target.closest("dialog [data-close]")) event.target.closest("dialog").close();
  });

  window.needsGrid = {
    form,
    words,
    who,
    lines: document.getElementById("lines"),
    Unreachable,
    SignedOut,
    post,
    send,
    sendJson,
    isSignedOut: () => isOut,
  };
})();
