// The search page. It first lists what has the query in its name, from `search.json`. If that is little, it adds the
// pages whose text has all words of the query, from Sphinx's index, which is much larger.
"use strict";

{
  const ENOUGH = 5; // results by name
  const MAX_SHOWN = 100;
  const form = document.querySelector("main form");
  const field = form.elements.q;
  const status = document.querySelector(".search-status");
  const list = document.getElementById("search-results");
  const kinds = JSON.parse(list.dataset.kinds);
  const root = document.documentElement.dataset.content_root;

  // As `fold` in `page_source/letters.py`, which folds the names, and without the vowel signs of some scripts.
  const LETTERS = { đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ŋ: "n", ø: "o", ŧ: "t", æ: "ae", œ: "oe", þ: "th", ß: "ss", ς: "σ" };
  const fold = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[đðħıłŋøŧæœþßς]/gu, (letter) => LETTERS[letter])
      .normalize("NFC");

  const wordsOf = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

  // -- Names --

  let names = [];
  const loadNames = async () => {
    try {
      const items = await (await fetch(`${root}search.json`)).json();
      names = items.map((item) => ({ ...item, folded: fold(item.folded) }));
    } catch {
      // Browsers do not load it from a file on the reader's computer: all results come from the index.
    }
  };

  // 0 if one of the names begins with the word, 1 if a word of a name does, 2 if the word is inside, else 3.
  const rank = (folded, word) => {
    const at = folded.indexOf(word);
    if (at < 0) return 3;
    if (at === 0 || folded[at - 1] === "\n") return 0;
    return /[\p{L}\p{N}]/u.test(folded[at - 1]) ? 2 : 1;
  };

  // Pages of entries come before other pages.
  const isOther = ({ kind }) => Number(kind === "page");

  const findNames = (words) =>
    names
      .map((item) => ({ ...item, ranks: words.map((word) => rank(item.folded, word)) }))
      .filter(({ ranks }) => Math.max(...ranks) < 3)
      .map((item) => ({ ...item, rank: item.ranks.reduce((sum, rank) => sum + rank, 0) }))
      .sort((a, b) => a.rank - b.rank || isOther(a) - isOther(b) || (a.folded < b.folded ? -1 : 1));

  // -- Text of pages --

  let index = null;
  const loadScript = (path) =>
    new Promise((resolve, reject) => {
      document.head.append(Object.assign(document.createElement("script"), { src: root + path, onload: resolve, onerror: reject }));
    });

  let loading = null;
  const loadIndex = () => {
    // `searchindex.js` calls this function.
    globalThis.Search = {
      setIndex: ({ docnames, titles, terms, titleterms }) => {
        const folded = (words, score) => Object.entries(words).map(([word, pages]) => [fold(word), [pages].flat(), score]);
        index = { docnames, titles, terms: [...folded(titleterms, 10), ...folded(terms, 1)] };
      },
    };
    loading ??= Promise.all([loadScript("_static/language_data.js"), loadScript("searchindex.js")]);
    return loading;
  };

  // In these scripts, words are not separated, so a word may be inside a longer one of the index.
  const RUNS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}]/u;

  // The pages with a word, and how well they fit.
  const pagesWith = (word, stem) => {
    const scores = new Map();
    for (const [term, pages, score] of index.terms) {
      const fits = term.startsWith(word) || term === stem || (RUNS.test(word) && term.includes(word));
      if (!fits) continue;
      const exact = term === word || term === stem ? 2 : 1;
      for (const page of pages) scores.set(page, (scores.get(page) ?? 0) + score * exact);
    }
    return scores;
  };

  const findPages = (words) => {
    const stemmer = globalThis.Stemmer ? new Stemmer() : null;
    const found = words.map((word) => pagesWith(word, stemmer ? fold(stemmer.stemWord(word)) : word));
    const [first, ...others] = found;
    return [...first.keys()]
      .filter((page) => others.every((scores) => scores.has(page)))
      .map((page) => ({ page, score: found.reduce((sum, scores) => sum + scores.get(page), 0) }))
      .sort((a, b) => b.score - a.score || a.page - b.page)
      .map(({ page }) => pageItem(page));
  };

  const pageItem = (page) => {
    const { builder, suffix } = list.dataset;
    const docname = index.docnames[page];
    const url = builder === "dirhtml" ? `${docname}/`.replace(/(^|\/)index\/$/, "$1") : docname + suffix;
    const known = names.find((item) => item.url === url);
    const title = () => new DOMParser().parseFromString(index.titles[page], "text/html").body.textContent;
    return known ?? { url, name: title(), kind: "page", summary: "" };
  };

  // -- Results --

  const element = (tag, properties, ...children) => {
    const created = Object.assign(document.createElement(tag), properties);
    created.append(...children);
    return created;
  };

  const resultItem = ({ url, name, kind, summary, untranslated = [] }) => {
    const language = (key) => (untranslated.includes(key) ? { lang: "en", dir: "ltr" } : {});
    const link = element("a", { href: root + url, textContent: name, ...language("name") });
    const parts = [kinds[kind], summary && element("span", { textContent: summary, ...language("summary") })];
    const about = parts.filter(Boolean).flatMap((part) => [" · ", part]);
    return element("li", {}, element("p", {}, link), element("p", { className: "entry-meta" }, ...about.slice(1)));
  };

  const show = (found) => {
    list.replaceChildren(...found.slice(0, MAX_SHOWN).map(resultItem));
    const count = found.length.toLocaleString(`${document.documentElement.lang}-u-nu-latn`);
    status.textContent = found.length ? status.dataset.count.replace("{count}", count) : status.dataset.none;
  };

  const search = async () => {
    const query = field.value;
    const words = wordsOf(fold(query));
    if (!words.length) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    const named = findNames(words);
    if (named.length) show(named);
    if (named.length >= ENOUGH) return;
    if (!index) await loadIndex().catch(() => {});
    if (query !== field.value) return; // the reader typed on
    const urls = new Set(named.map(({ url }) => url));
    // The index has the parts of words between marks that belong to no letter, such as the vowel signs of Thai.
    const parts = wordsOf(query.normalize("NFC")).map(fold).filter(Boolean);
    const pages = index && parts.length ? findPages(parts).filter(({ url }) => !urls.has(url)) : [];
    show([...named, ...pages]);
  };

  field.value ||= new URLSearchParams(location.search).get("q") ?? "";
  field.focus();
  loadNames().then(() => {
    field.addEventListener("input", search);
    search();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?${new URLSearchParams({ q: field.value })}`);
    search();
  });
}
