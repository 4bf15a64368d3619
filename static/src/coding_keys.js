// Single keys of the coding screen: off in text boxes and wherever a modifier is held, and off for good where the
// reader says so (WCAG 2.1.4); the browser keeps that choice.
const KEPT = "consult-single-keys";
const NUMBERED = 9;
const STANCES = { f: "support", a: "oppose", b: "mixed", n: "none" };
const form = document.querySelector("[data-coding-form]");
const choice = document.querySelector("[data-single-keys]");
const themes = form?.querySelector('[data-picker="theme"]');

function kept() {
  try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; }
}

function keep(isOn) {
  try { localStorage.setItem(KEPT, isOn ? "on" : "off"); } catch { /* The choice then holds for this page. */ }
}

const offered = () => [...(themes?.querySelectorAll("[data-pick-list] [data-pick]") ?? [])]
  .filter((item) => item.getClientRects().length > 0).slice(0, NUMBERED);

// The number of each theme that a number key takes stands beside it.
function number() {
  themes?.querySelectorAll(".app-number").forEach((mark) => mark.remove());
  if (!choice.checked) return;
  offered().forEach((item, place) => {
    const mark = Object.assign(document.createElement("kbd"), { className: "app-number", textContent: place + 1 });
    mark.setAttribute("aria-hidden", "true");
    item.querySelector("label").after(mark);
  });
}

const isTyping = (element) => element.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");

function open(selector) {
  const target = form.querySelector(selector);
  target?.closest("details")?.setAttribute("open", "");
  target?.focus();
}

const go = (selector) => document.querySelector(selector)?.click();
const DO = {
  t: () => open("#theme-filter"), p: () => open("#node-filter"), k: () => open("#kind"), e: () => open("#affected"),
  w: () => { form.querySelector('[name=passage][value$="selection"]')?.click(); open("[data-passage-source]"); },
  d: () => go("[data-read]"), l: () => go("[data-key-later]"), s: () => go("[data-key-suggestions]"),
  u: () => go("[data-key-undo]"),
};

function press(event) {
  if (!choice.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  const stance = STANCES[key] && form.querySelector(`[name=stance][value=${STANCES[key]}]`);
  if (/^[1-9]$/.test(key)) offered()[Number(key) - 1]?.querySelector("input").click();
  else if (stance) stance.click();
  else if (DO[key]) DO[key]();
  else return;
  event.preventDefault();
}

if (form && choice) {
  choice.checked = kept();
  choice.addEventListener("change", () => { keep(choice.checked); number(); });
  document.addEventListener("keydown", press);
  document.addEventListener("picked", number);
  number();
}
