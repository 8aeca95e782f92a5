// The filters of a list of partners: they combine, tell how many are left, and stand in the address, so that a
// selection can be shared. Without this script the list is whole.
"use strict";

for (const form of document.querySelectorAll("form.filters")) {
  const items = [...form.nextElementSibling.children];
  const selects = [...form.querySelectorAll("select")];
  const count = form.querySelector("[role=status]");
  const number = (value) => value.toLocaleString(document.documentElement.lang);

  const show = () => {
    const wanted = selects.filter((select) => select.value).map((select) => `${select.name}-${select.value}`);
    const shown = items.filter((item) => wanted.every((each) => item.classList.contains(each)));
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
    const address = new URL(location.href);
    for (const select of selects) {
      if (select.value) address.searchParams.set(select.name, select.value);
      else address.searchParams.delete(select.name);
    }
    history.replaceState(null, "", address);
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
