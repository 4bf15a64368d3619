// Leaves the space at once: by the button, or by Esc three times within five seconds. The page that was open is
// replaced, not left behind, and a page that the browser kept is asked for again.
const form = document.querySelector("[data-quick-exit]");
const PATIENCE = 5000;
let times = 0;
let timer = 0;

function leave() {
  document.body.hidden = true;
  document.title = "";
  // The answer is not waited for: what matters first is what the screen shows.
  navigator.sendBeacon(form.action, new FormData(form));
  location.replace(form.dataset.quickExit);
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    clearTimeout(timer);
    times += 1;
    if (times === 3) leave();
    else timer = setTimeout(() => { times = 0; }, PATIENCE);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

// For who asked for it, the whole visit is one step in the browser's history: nothing is behind the last page.
if (form?.dataset.oneStep !== undefined) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || event.defaultPrevented || !isPlain || link.target || link.hasAttribute("download")) return;
    const goes = new URL(link.href);
    const isHere = goes.pathname === location.pathname && goes.search === location.search && goes.hash;
    if (goes.origin !== location.origin || isHere) return;
    event.preventDefault();
    location.replace(link.href);
  });
}
