// Creating the orders of a large campaign takes a while: say so, and keep a second click from asking again.
"use strict";

const form = document.getElementById("create-orders");

function wait() {
  const status = document.getElementById("creating");
  status.textContent = status.dataset.busy;
  form.setAttribute("aria-busy", "true");
  for (const button of form.querySelectorAll("button[type=submit]")) {
    button.setAttribute("aria-disabled", "true");
  }
}

function onSubmit(event) {
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  wait();
}

function forget() {
  // the page came back out of the browser's memory
  form.removeAttribute("aria-busy");
  document.getElementById("creating").textContent = "";
  for (const button of form.querySelectorAll("[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
  }
}

if (form) {
  form.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", forget);
}
