// The search page. It lists entries whose names contain the query, then pages that contain its words, which Sphinx's
// `searchtools.js` finds in its index.
"use strict";

// Settings of `searchtools.js`: do not store search terms in the browser, and do not start by itself.
var SPHINX_HIGHLIGHT_ENABLED = false;
var _ready = () => {};

document.querySelector("script[src*='searchindex.js']").addEventListener("load", () => {
  const form = document.querySelector("main form");
  const field = form.elements.q;
  const status = document.querySelector(".search-status");
  const { docnames, objects, objnames, titles } = Search._index;

  // Ignore case and diacritics.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // Names in the index are HTML.
  const text = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
  const address = (docname) => {
    const { BUILDER, LINK_SUFFIX } = DOCUMENTATION_OPTIONS;
    const path = BUILDER === "dirhtml" ? `${docname}/`.replace(/(^|\/)index\/$/, "$1") : docname + LINK_SUFFIX;
    return document.documentElement.dataset.content_root + path;
  };

  const names = Object.entries(objects).flatMap(([prefix, members]) =>
    members.map(([page, type, , anchor, last]) => {
      const whole = prefix ? `${prefix}.${last}` : last;
      const name = whole.includes("&") ? text(whole) : whole;
      // "-" means that Sphinx derives the anchor from the name; this site has no such anchors.
      return { name, folded: fold(name), page, anchor: anchor === "-" ? "" : anchor, about: objnames[type][2] };
    }),
  );

  // 0 if the name begins with the word, 1 if a word of the name does, else 2.
  const rank = (folded, word) => {
    const at = folded.indexOf(word);
    return at === 0 ? 0 : /[\p{L}\p{N}]/u.test(folded[at - 1]) ? 2 : 1;
  };

  const find = (query) => {
    const words = fold(query).match(/\S+/g);
    if (!words) return [];
    const named = names
      .filter(({ folded }) => words.every((word) => folded.includes(word)))
      .map((each) => ({ ...each, rank: words.reduce((sum, word) => sum + rank(each.folded, word), 0) }))
      .sort((a, b) => a.rank - b.rank || (a.folded < b.folded ? -1 : 1));
    const shown = new Set(named.map(({ page }) => docnames[page]));
    const [, wanted, unwanted] = Search._parseQuery(query);
    const pages = Search.performTermsSearch(wanted, unwanted)
      .filter(([docname]) => !shown.has(docname))
      .sort((a, b) => b[4] - a[4] || (a[1] < b[1] ? -1 : 1))
      .map(([docname, title]) => ({ name: text(title), docname }));
    return [...named, ...pages];
  };

  const item = ({ name, page, docname = docnames[page], anchor, about }) => {
    const element = (tag, properties) => Object.assign(document.createElement(tag), properties);
    const title = page === undefined ? name : text(titles[page]);
    const where = title === name ? about : `${about} · ${title}`;
    const href = address(docname) + (anchor ? `#${anchor}` : "");
    const shown = element("li");
    shown.append(element("a", { href, textContent: name }), " ");
    shown.append(element("span", { className: "entry-meta", textContent: where ?? "" }));
    return shown;
  };

  const show = () => {
    const found = find(field.value);
    document.getElementById("search-results").replaceChildren(...found.slice(0, 100).map(item));
    const count = found.length.toLocaleString(document.documentElement.lang);
    const said = found.length ? status.dataset.count.replace("{count}", count) : status.dataset.none;
    status.textContent = field.value.trim() ? said : "";
  };

  field.value ||= new URLSearchParams(location.search).get("q") ?? "";
  field.focus();
  field.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?${new URLSearchParams({ q: field.value })}`);
    show();
  });
  show();
});
