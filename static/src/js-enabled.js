// Says, before the page is drawn, that scripts run and modules are understood; a page without this is complete too.
document.documentElement.classList.add("js-enabled-root");
document.addEventListener("DOMContentLoaded", () => {
  document.body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
});
