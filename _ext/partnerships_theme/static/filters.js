// The filters of a list of partners. They combine, show the number of partners left, and are kept in the URL, so that
// a selection can be shared. Without this script, the list is complete.
"use strict";

for (const form of document.querySelectorAll("form.filters")) {
  const items = [...form.nextElementSibling.children];
  const selects = [...form.querySelectorAll("select")];
  const count = form.querySelector("[role=status]");
  const number = (value) => value.toLocaleString(document.documentElement.lang);

  const show = () => {
    const wanted = selects.filter((select) => select.value).map((select) => `${select.name}-${select.value}`);
    const shown = items.filter((item) => wanted.every((name) => item.classList.contains(name)));
    for (const item of items) item.hidden = !shown.includes(item);
    count.textContent = form.dataset.count
      .replace("{shown}", number(shown.length))
      .replace("{all}", number(items.length));
  };

  const read = () => {
    const query = new URLSearchParams(location.search);
    for (const select of selects) {
      const value = query.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    show();
  };

  const keep = () => {
    const url = new URL(location.href);
    for (const select of selects) {
      if (select.value) url.searchParams.set(select.name, select.value);
      else url.searchParams.delete(select.name);
    }
    history.replaceState(null, "", url);
    show();
  };

  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const select of selects) select.value = "";
    keep();
  });
  addEventListener("popstate", read);
  read();
}
