// j or n leads on, k or p back: on a change to the one after or before in the queue, on the queue from row to row.
// Without this script the same links are there to be followed; keys can be turned off, for who speaks to a browser.
"use strict";
(() => {
  const STEPS = { j: 1, n: 1, k: -1, p: -1 };
  const hint = document.querySelector("[data-keys]");
  if (!hint) return;
  const button = hint.querySelector("button");
  let isOff = false;
  try { isOff = localStorage.getItem("keys") === "off"; } catch { /* where nothing may be kept, keys are on */ }

  const show = () => {
    hint.hidden = false;
    button.textContent = isOff ? "Turn keys on" : "Turn keys off";
  };
  button.addEventListener("click", () => {
    isOff = !isOff;
    try { localStorage.setItem("keys", isOff ? "off" : "on"); } catch { /* until the page is left */ }
    show();
  });
  show();

  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const isTyping = event.target.closest?.("input, select, textarea");
    if (!step || isOff || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...document.querySelectorAll("[data-item]")];
    if (rows.length) {
      const at = rows.indexOf(document.activeElement);
      const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
      rows[to]?.focus();
      return;
    }
    document.querySelector(`[data-key=${step > 0 ? "on" : "back"}]`)?.click();
  });
})();
