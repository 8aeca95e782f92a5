// Sets the color scheme that the reader chose before the page is painted, and runs the other scripts after that.
"use strict";

{
  // Without a choice, colors follow the system.
  const KEY = "color-scheme"; // also the id of the menu
  const { dataset } = document.documentElement;
  try {
    const chosen = localStorage.getItem(KEY);
    if (chosen === "light" || chosen === "dark") dataset.theme = chosen;
  } catch {
    // The browser allows no storage.
  }
  addEventListener("DOMContentLoaded", () => (document.getElementById(KEY).value = dataset.theme ?? ""));
  addEventListener("change", ({ target: { id, value } }) => {
    if (id !== KEY) return;
    if (value) dataset.theme = value;
    else delete dataset.theme;
    try {
      if (value) localStorage.setItem(KEY, value);
      else localStorage.removeItem(KEY);
    } catch {
      // The browser allows no storage: the choice holds for this page.
    }
  });
}

// Scripts that a reader does not need at once are in a template, so that they do not delay the first paint.
addEventListener("load", () => {
  const run = () => document.head.append(document.querySelector("head > template").content);
  requestAnimationFrame(() => (globalThis.requestIdleCallback ?? setTimeout)(run)); // after the next paint
});
