// Starts the page parts of govuk-frontend once the body carries its marks.
import { initAll } from "./govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
