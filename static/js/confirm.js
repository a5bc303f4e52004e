/* One native dialog asks before a verb that is hard to take back.
   <details data-confirm> (post_button), <button data-confirm> and hx-confirm all come here;
   without JavaScript the details opens and shows the same question in place. */
(() => {
  "use strict";
  const dialog = document.getElementById("confirm-dialog");
  if (!dialog || !dialog.showModal) return;
  const sentence = dialog.querySelector("[data-confirm-text]");
  const yes = dialog.querySelector("[data-confirm-yes]");
  const usual = yes.textContent;

  const ask = (text, label, act) => {
    sentence.textContent = text;
    yes.textContent = label || usual;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue === "yes" && act(), { once: true });
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    const summary = event.target.closest("details[data-confirm] > summary");
    if (!summary) return;
    event.preventDefault();
    const box = summary.parentElement;
    const submit = box.querySelector("button[type=submit]");
    ask(box.dataset.confirm, box.dataset.confirmLabel, () => submit.form.requestSubmit(submit));
  });

  let agreed = null;
  const askFirst = (event) => {
    const button = event.submitter;
    if (!button || !button.dataset.confirm || agreed === button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(button.dataset.confirm, button.dataset.confirmLabel, () => {
      agreed = button;
      button.form.requestSubmit(button); // tells the submit event before it returns
      agreed = null;
    });
  };
  // while capturing: htmx listens on the form itself and would send before the answer
  document.addEventListener("submit", askFirst, true);

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, null, () => event.detail.issueRequest(true));
  });
})();
