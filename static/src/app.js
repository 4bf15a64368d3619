// Starts the page parts of govuk-frontend once the body carries its marks.
import { initAll } from "./govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
// Numbers are in Latin digits on every page. What counts characters asks the language for its digits when it is made,
// so it is told of these for that moment.
const counting = [...document.querySelectorAll("[data-module=govuk-character-count]:not([lang])")];
for (const root of counting) root.lang = `${root.closest("[lang]")?.lang || "en"}-u-nu-latn`;
initAll();
for (const root of counting) root.removeAttribute("lang");
