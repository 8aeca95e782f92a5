// The parts of each page that need a script: color scheme, menus, copy buttons, frames that scroll, versions.
"use strict";

{
  const { dataset } = document.documentElement;
  const select = document.getElementById("color-scheme");
  select.value = dataset.theme ?? "";
  select.addEventListener("change", () => {
    if (select.value) dataset.theme = select.value;
    else delete dataset.theme;
    try {
      if (select.value) localStorage.setItem("color-scheme", select.value);
      else localStorage.removeItem("color-scheme");
    } catch {
      // The browser allows no storage: the choice holds for this page.
    }
  });
}

{
  // Close a menu with the Escape key, or when something else is clicked.
  const openMenus = () => [...document.querySelectorAll(".site-header details[open]")];
  addEventListener("click", ({ target }) => {
    for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
  });
  addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && openMenus().findLast((open) => open.contains(event.target));
    if (!menu) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A button that copies a block of code, above the block.
for (const block of document.querySelectorAll("div.highlight")) {
  const { copy, copied } = document.body.dataset;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: copy });
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("pre").textContent.trimEnd());
    button.textContent = copied;
    setTimeout(() => (button.textContent = copy), 2000);
  });
  block.append(button);
}

// The keyboard can scroll a frame that is narrower than its content.
for (const frame of document.querySelectorAll(".table-frame, .diagram, pre")) {
  if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
}

// The menu of versions in the header. The versions come from Read the Docs or from the file `versions.json` beside
// them. Without either, there is a link to the page about versions.
{
  const link = document.querySelector("a.site-version");
  const texts = link?.dataset ?? {};
  const numbers = (name) => (/^\d{4}\.\d+(\.\d+)?$/.test(name) ? name.split(".").map(Number) : null);
  const later = (one, two) => one.map((number, place) => number - (two[place] ?? -1)).find((difference) => difference) > 0;

  // The URL of this page in another version, or of its home page if the page does not exist there.
  const there = async (version) => {
    const page = new URL(texts.page, version.url);
    try {
      return (await fetch(page, { method: "HEAD" })).ok ? page.href : version.url;
    } catch {
      return version.url;
    }
  };

  const offer = (versions, current) => {
    const menu = document.createElement("details");
    menu.className = "site-versions";
    const summary = document.createElement("summary");
    summary.textContent = current;
    summary.setAttribute("aria-label", texts.label.replace("{version}", current));
    const list = document.createElement("ul");
    for (const version of versions) {
      const item = document.createElement("a");
      item.href = new URL(texts.page, version.url);
      item.textContent = version.name;
      if (version.name === current) item.setAttribute("aria-current", "true");
      item.addEventListener("click", async (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        location.assign(await there(version));
      });
      list.append(document.createElement("li"));
      list.lastChild.append(item);
    }
    menu.append(summary, list);
    link.replaceWith(menu);
  };

  const warn = async (newest, current) => {
    const note = document.createElement("p");
    note.className = "older-version";
    note.setAttribute("role", "status");
    const target = document.createElement("a");
    target.href = await there(newest);
    target.textContent = texts.newest.replace("{version}", newest.name);
    note.append(`${texts.older.replace("{version}", current)} `, target);
    document.querySelector("main").prepend(note);
  };

  const use = (versions, current) => {
    const sound = Array.isArray(versions) && versions.every(({ name, url }) => name && /^https?:/.test(url));
    if (!sound || !current || versions.length < 2) return;
    offer(versions, current);
    const released = versions.filter(({ name }) => numbers(name));
    const newest = released.reduce((best, each) => (best && !later(numbers(each.name), numbers(best.name)) ? best : each), null);
    if (newest && numbers(current) && later(numbers(newest.name), numbers(current))) warn(newest, current);
  };

  const readTheDocs = (event) => {
    try {
      const { active, current } = event.data().versions;
      use(active.map(({ slug, urls }) => ({ name: slug, url: urls.documentation })), current.slug);
    } catch {
      // The data has another format than documented: keep the link.
    }
  };

  if (link) {
    document.addEventListener("readthedocs-addons-data-ready", (event) => readTheDocs(event.detail));
    if (globalThis.ReadTheDocsEventData) readTheDocs(globalThis.ReadTheDocsEventData);
    if (texts.versions) {
      const file = new URL(texts.versions, new URL(document.documentElement.dataset.content_root, location.href));
      fetch(file)
        .then((answer) => answer.json())
        .then((versions) => use(versions.map(({ name, path }) => ({ name, url: new URL(path, file).href })), texts.version))
        .catch(() => {});
    }
  }
}
