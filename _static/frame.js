// The menus of each page, which are `details` elements, and the button that scrolls to the top.
"use strict";

{
  const close = (menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  };

  // Close a menu when a choice is made or when something else is clicked.
  addEventListener("click", ({ target }) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
      else if (target.closest("button")) close(menu);
    }
  });

  // Handle the key before the drawer does, which may contain the menu.
  addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    event.preventDefault();
    event.stopPropagation();
    close(menu);
  }, true);

  for (const menu of document.querySelectorAll("details.colours")) {
    menu.addEventListener("toggle", () => {
      for (const button of menu.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", button.dataset.mode === document.documentElement.dataset.mode);
      }
    });
  }

  // Show the button to readers who scroll up.
  const top = document.getElementById("pst-back-to-top");
  let before = 0;
  top.addEventListener("click", () => scrollTo(0, 0));
  addEventListener("scroll", () => {
    top.style.display = scrollY < before && scrollY > innerHeight ? "block" : "none";
    before = scrollY;
  });
}
