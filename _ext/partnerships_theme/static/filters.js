// The filters of a list and the sorting of a table. Without this script, the filters are links, and lists are complete.
"use strict";

const language = document.documentElement.lang;

// Filters combine. The URL holds the selection, so that a reader can share it, and Back undoes one choice.
const setUpFilters = (filters) => {
  const list = filters.parentElement;
  const items = [...list.querySelectorAll(".filterable")];
  const status = filters.querySelector("[role=status]");
  const { all, reset, count } = filters.dataset;

  // Each group of links becomes a menu.
  const menus = [...filters.querySelectorAll("[data-name]")].map((group) => {
    const menu = document.createElement("select");
    menu.name = group.dataset.name;
    menu.append(new Option(all, ""));
    for (const choice of group.querySelectorAll("[data-value]")) {
      const { textContent, lang, dir } = choice.firstElementChild;
      menu.append(Object.assign(new Option(textContent, choice.dataset.value), { lang, dir }));
    }
    const label = document.createElement("label");
    label.append(group.querySelector("p").textContent, menu);
    group.replaceChildren(label);
    return menu;
  });
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = reset;
  status.before(button);

  const show = () => {
    const wanted = menus.filter((menu) => menu.value).map((menu) => `${menu.name}-${menu.value}`);
    const shown = new Set(items.filter((item) => wanted.every((name) => item.classList.contains(name))));
    let heading;
    for (const element of list.querySelectorAll(".filterable, .group")) {
      if (element.classList.contains("group")) {
        heading = element;
        heading.hidden = true; // until one of its items is shown
      } else {
        element.hidden = !shown.has(element);
        if (heading && !element.hidden) heading.hidden = false;
      }
    }
    for (const total of list.querySelectorAll(".total")) total.hidden = wanted.length > 0; // they count all items
    button.hidden = wanted.length === 0;
    status.textContent = count
      .replace("{shown}", shown.size.toLocaleString(`${language}-u-nu-latn`))
      .replace("{all}", items.length.toLocaleString(`${language}-u-nu-latn`));
  };

  const read = () => {
    const query = new URLSearchParams(location.search);
    for (const menu of menus) {
      const value = query.get(menu.name) ?? "";
      menu.value = [...menu.options].some((option) => option.value === value) ? value : "";
    }
    show();
  };

  const keep = () => {
    const url = new URL(location.href);
    for (const menu of menus) {
      if (menu.value) url.searchParams.set(menu.name, menu.value);
      else url.searchParams.delete(menu.name);
    }
    if (url.href !== location.href) history.pushState(null, "", url);
    show();
  };

  filters.addEventListener("change", keep);
  button.addEventListener("click", () => {
    for (const menu of menus) menu.value = "";
    keep();
  });
  addEventListener("popstate", read);
  read();
};

// The first column can be sorted by name, and by number the one with the class `number`, or the last one. Rows stay below
// the heading of their group.
const setUpSorting = (table) => {
  const heads = [...table.tHead.rows[0].cells];
  const byName = (one, other) => one.localeCompare(other, language, { numeric: true });
  const number = (text) => Number(text.replace(/\D/g, "")); // also in "at least 1,000"
  const byNumber = (one, other) => number(one) - number(other);

  const setUp = (head, compare, first, second) => {
    const button = document.createElement("button");
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const order = head.ariaSort === first ? second : first;
      for (const other of heads) other.ariaSort = null;
      head.ariaSort = order;
      const text = (row) => row.cells[heads.indexOf(head)].textContent;
      const sign = order === "ascending" ? 1 : -1;
      for (const group of groupsOf(table)) {
        const place = document.createComment("");
        group[0].before(place);
        group.sort((one, other) => sign * compare(text(one), text(other)));
        place.replaceWith(...group);
      }
    });
  };
  setUp(heads[0], byName, "ascending", "descending");
  const numbers = heads.find((head) => head.matches(".number")) ?? heads.at(-1);
  setUp(numbers, byNumber, "descending", "ascending");
};

// The rows that can be sorted, in lists that headings or totals separate.
const groupsOf = (table) => {
  const groups = [[]];
  for (const row of table.tBodies[0].rows) {
    if (row.matches(".group, .total")) groups.push([]);
    else groups.at(-1).push(row);
  }
  return groups.filter((group) => group.length > 0);
};

for (const filters of document.querySelectorAll(".filters")) setUpFilters(filters);
for (const table of document.querySelectorAll("table.sortable")) {
  if (table.tBodies[0].rows.length > 1) setUpSorting(table);
}
