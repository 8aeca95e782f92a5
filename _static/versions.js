// The menu of versions in the header. The versions come from Read the Docs or from the file `versions.json` beside
// them. Without either, or without this script, there is a link to the page about versions.
"use strict";

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
    menu.className = "menu site-versions";
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
