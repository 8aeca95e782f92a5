// The frame of each page: its menus, which are `details`, and the way back to the top.
"use strict";

{
  const close = (menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  };

  // A menu closes when something is chosen from it, or when something else is clicked.
  addEventListener("click", ({ target }) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
      else if (target.closest("button")) close(menu);
    }
  });

  // Before the drawer hears of the key, in which the menu may be.
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

  // Shown to those who scroll back up.
  const top = document.getElementById("pst-back-to-top");
  let before = 0;
  top.addEventListener("click", () => scrollTo(0, 0));
  addEventListener("scroll", () => {
    top.style.display = scrollY < before && scrollY > innerHeight ? "block" : "none";
    before = scrollY;
  });
}
