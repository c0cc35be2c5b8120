"use strict";
(() => {
  const section = document.getElementById("filter");
  const form = document.getElementById("filter-form");
  const said = document.getElementById("filter-said");
  const names = ["travellers", "countries", "statuses"];
  const marked = [...document.querySelectorAll("[data-travellers], [data-countries], [data-statuses]")];
  const visits = marked.filter((element) => element.id.startsWith("bezoek-"));
  const drawn = (element) => element instanceof SVGElement;
  const apply = () => {
    const wanted = names.map((name) => form.elements[name].value);
    const text = form.elements.text.value.trim().toLowerCase();
    const isOn = text !== "" || wanted.some((value) => value !== "");
    for (const element of marked) {
      const fits = names.every((name, i) => {
        const has = element.dataset[name];
        return wanted[i] === "" || has === undefined || has.split(" ").includes(wanted[i]);
      });
      const isShown = fits && (text === "" || element.textContent.toLowerCase().includes(text));
      if (drawn(element)) {
        element.classList.toggle("dim", !isShown);
      } else {
        element.hidden = !isShown;
      }
    }
    const nShown = visits.filter((element) => !element.hidden).length;
    said.textContent = isOn
      ? said.dataset.some.replace("{n}", nShown).replace("{m}", visits.length)
      : said.dataset.all;
  };
  for (const element of document.querySelectorAll(".only-script")) {
    element.hidden = false;
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  section.hidden = false;
  apply();
})();
