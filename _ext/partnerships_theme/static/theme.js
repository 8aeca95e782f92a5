// Sets the color scheme that the reader chose before the page is painted. Without a choice, colors follow the system.
"use strict";

{
  const { dataset } = document.documentElement;
  try {
    const chosen = localStorage.getItem("color-scheme");
    if (chosen === "light" || chosen === "dark") dataset.theme = chosen;
  } catch {
    // The browser allows no storage.
  }
}
