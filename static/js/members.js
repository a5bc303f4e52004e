"use strict";

// The link of an invitation, to the clipboard.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  source.select();
  try {
    await navigator.clipboard.writeText(source.value);
    button.textContent = button.dataset.copied;
  } catch {
    // Without a secure connection browsers keep the clipboard shut: the text stays selected for Ctrl+C.
  }
});
