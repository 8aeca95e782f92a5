// The parts of each page that need a script: menus, copy buttons, frames that scroll, versions.
"use strict";

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

{
  // The keyboard can scroll a frame that is narrower than its content. An observer does not delay the first paint.
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const frame of document.querySelectorAll(".table-frame, .diagram, pre")) observer.observe(frame);
}

// What Read the Docs says about the project, which may be ready before or after this script.
const onReadTheDocs = (update) => {
  const read = (event) => {
    try {
      update(event.data());
    } catch {
      // The data has another format than documented: the menu stays as it was built.
    }
  };
  document.addEventListener("readthedocs-addons-data-ready", (event) => read(event.detail));
  if (globalThis.ReadTheDocsEventData) read(globalThis.ReadTheDocsEventData);
};

// The language menu. The page lists all languages. On Read the Docs, each is a project, and some may not exist.
{
  const menu = document.querySelector(".language-menu");
  onReadTheDocs(({ projects }) => {
    const codes = projects.translations.map(({ language }) => language.code.toLowerCase().replace("_", "-"));
    for (const item of menu?.querySelectorAll("li") ?? []) {
      if (!codes.includes(item.firstElementChild.hreflang.toLowerCase())) item.remove();
    }
    if (menu && !menu.querySelector("li")) menu.remove();
  });
}

// The version menu. The page lists the versions that were known when it was built. Read the Docs, or else the file
// `versions.json` beside the versions, has the current list.
{
  const menu = document.querySelector(".version-menu");
  const [list, texts] = [menu.querySelector("ul"), menu.dataset];
  const numbers = (name) => (/^20\d\d\.\d+(\.\d+)?$/.test(name) ? name.split(".").map(Number) : null);
  const difference = (one, two) => one.map((number, place) => number - (two[place] ?? -1)).find(Boolean) ?? 0;

  // The URL of this page in another version, or of its home page if the page does not exist there.
  const find = async ({ url }) => {
    const page = new URL(texts.page, url).href;
    try {
      return (await fetch(page, { method: "HEAD" })).ok ? page : url;
    } catch {
      return url;
    }
  };

  const link = (href, textContent) => Object.assign(document.createElement("a"), { href, textContent });

  const menuLink = (version) => {
    const anchor = link(version.url, version.name);
    anchor.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.assign(await find(version));
    });
    return anchor;
  };

  const warn = async (newest, current) => {
    const url = await find(newest);
    document.querySelector(".older-version")?.remove();
    const notice = Object.assign(document.createElement("p"), { className: "older-version" });
    notice.setAttribute("role", "status");
    notice.append(texts.older.replace("{version}", current), " ");
    notice.append(link(url, texts.newest.replace("{version}", newest.name)));
    document.body.append(notice);
  };

  const update = (versions, current) => {
    const valid = Array.isArray(versions) && versions.every(({ name, url }) => name && /^(https?|file):/.test(url));
    if (!valid || versions.length < 2) return;
    const items = versions.map((version) => {
      const item = document.createElement("li");
      item.append(menuLink(version));
      if (version.name === current) item.firstChild.setAttribute("aria-current", "true");
      return item;
    });
    list.replaceChildren(...items, ...list.querySelectorAll(".about-versions"));
    const [newest] = versions.filter(({ name }) => numbers(name)).sort((a, b) => difference(numbers(b.name), numbers(a.name)));
    if (newest && numbers(current) && difference(numbers(newest.name), numbers(current)) > 0) warn(newest, current);
  };

  onReadTheDocs(({ versions: { active, current } }) => {
    update(active.map(({ slug, urls }) => ({ name: slug, url: urls.documentation })), current.slug);
  });
  if (texts.versions) {
    const file = new URL(texts.versions, new URL(document.documentElement.dataset.content_root, location.href));
    fetch(file)
      .then((answer) => answer.json())
      .then((versions) => update(versions.map(({ name, path }) => ({ name, url: new URL(path, file).href })), texts.current))
      .catch(() => {});
  }
}
