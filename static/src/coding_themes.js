// Choosing by typing: a list of boxes to tick is narrowed and ordered as one types; what is ticked stands above it.
// The boxes themselves are the page's own, so that everything works without this.
const plain = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
const MOST_FOUND = 12;
const MARKS = { "+": "support", "-": "oppose", "*": "mixed", 0: "none" };

// One letter too many, too few, wrong or swapped is forgiven in words of four letters or more.
function isNear(typed, word) {
  if (typed.length < 4) return false;
  const start = word.slice(0, typed.length);
  let at = 0;
  while (at < typed.length && typed[at] === start[at]) at += 1;
  const rest = typed.slice(at + 1);
  return word.slice(at + 1).startsWith(rest) || word.slice(at).startsWith(rest) || word.slice(at + 1).startsWith(typed.slice(at))
    || word.slice(at).startsWith((typed[at + 1] ?? "") + typed[at] + typed.slice(at + 2));
}

// Higher is better, 0 is no match: the beginning of a word of the name, inside a name, what stands above, the meaning.
function score(part, item) {
  if (item.words.some((word) => word.startsWith(part))) return item.words[0].startsWith(part) ? 100 : 90;
  if (item.name.includes(part)) return 60;
  if (item.above.includes(part)) return 40;
  if (item.words.some((word) => isNear(part, word))) return 30;
  return item.more.includes(part) ? 20 : 0;
}

function fitting(typed, items) {
  const parts = plain(typed).split(/\s+/).filter(Boolean);
  return items.map((item, place) => ({ item, place, scores: parts.map((part) => score(part, item)) }))
    .filter(({ scores }) => scores.every((one) => one > 0))
    .sort((a, b) => Math.min(...b.scores) - Math.min(...a.scores)
      || b.scores.reduce((x, y) => x + y, 0) - a.scores.reduce((x, y) => x + y, 0) || a.place - b.place)
    .map(({ item }) => item);
}

// The parts of a plan are many and seldom named: they wait outside the page until they are found.
function fromOptions(picker) {
  const options = picker.querySelector("[data-pick-options]");
  if (!options) return [];
  const known = new Set([...picker.querySelectorAll("[data-pick] input")].map((input) => input.value));
  const made = [...options.querySelectorAll("select:first-of-type option")]
    .filter((option) => option.value && !known.has(option.value)).map((option, number) => {
      const box = document.createElement("div");
      box.className = "govuk-checkboxes__item";
      box.dataset.pick = option.textContent;
      const input = Object.assign(document.createElement("input"), {
        type: "checkbox", className: "govuk-checkboxes__input", name: picker.dataset.picker, value: option.value,
        id: `${picker.dataset.picker}-found-${number}`,
      });
      const label = Object.assign(document.createElement("label"), {
        className: "govuk-label govuk-checkboxes__label", htmlFor: input.id, textContent: option.textContent,
      });
      box.append(input, label);
      return box;
    });
  options.remove();
  return made;
}

document.querySelectorAll("[data-picker]").forEach((picker) => {
  const part = (name) => picker.querySelector(`[data-pick-${name}]`);
  const [filter, status, taken, found, home, list] = ["filter", "status", "taken", "found", "home", "list"].map(part);
  if (!filter) return;
  const stance = picker.querySelector("[data-stance-template]");
  const items = [...picker.querySelectorAll("[data-pick]"), ...fromOptions(picker)].map((element) => ({
    element, input: element.querySelector("input"), anchor: document.createComment(""), shown: element.dataset.pick,
    name: plain(element.dataset.pick), words: plain(element.dataset.pick).split(/[^\p{L}\p{N}]+/u).filter(Boolean),
    above: plain(element.dataset.pickAbove ?? ""), more: plain(element.dataset.pickMore ?? ""),
  }));
  items.forEach(({ element, anchor }) => { if (element.parentNode) element.before(anchor); });
  const say = (words, facts = {}) => {
    status.textContent = Object.entries(facts).reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), words);
  };
  const goHome = ({ element, anchor }) => { if (anchor.parentNode) anchor.after(element); else element.remove(); };
  const free = () => items.filter((item) => !item.input.checked);

  function narrow() {
    const typed = filter.value.replace(/[-+*0]$/, "").trim();
    const hits = typed ? fitting(typed, free()).slice(0, MOST_FOUND) : [];
    free().forEach((item) => { if (!hits.includes(item)) goHome(item); });
    found.append(...hits.map((item) => item.element));
    home.hidden = typed !== "";
    hits.forEach((item, place) => { item.element.classList.toggle("app-pick-first", place === 0); });
    if (typed) say(hits.length ? status.dataset.some : status.dataset.none, { count: hits.length, name: hits[0]?.shown });
    picker.dispatchEvent(new CustomEvent("picked", { bubbles: true }));
    return hits;
  }

  // What is ticked stands above the list, a theme with a stance of its own to choose.
  function place(item, own) {
    const had = document.activeElement === item.input;
    item.element.classList.remove("app-pick-first");
    if (item.input.checked) {
      taken.append(item.element);
      if (stance && !item.element.querySelector("select")) {
        const choice = stance.content.querySelector("select").cloneNode(true);
        choice.name = `stance-${item.input.value}`;
        choice.setAttribute("aria-label", choice.getAttribute("aria-label").replace("{name}", () => item.shown));
        item.element.append(choice);
      }
      if (own && item.element.querySelector("select")) item.element.querySelector("select").value = own;
    } else {
      item.element.querySelector("select")?.remove();
      goHome(item);
    }
    if (had) item.input.focus();
    narrow();
  }

  function take(item, own) {
    item.input.checked = true;
    filter.value = "";
    place(item, own);
    say(status.dataset.took, { name: item.shown });
  }

  filter.addEventListener("input", narrow);
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const own = MARKS[filter.value.trim().slice(-1)];
      const [first] = narrow();
      if (first) take(first, own);
      else if (!filter.value.trim()) document.querySelector("[data-stances] input:checked, [data-stances] input")?.focus();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      boxes()[0]?.focus();
    } else if (event.key === "Escape") {
      filter.value = "";
      narrow();
      document.querySelector("#coding")?.focus({ preventScroll: true });
    }
  });

  const boxes = () => [...taken.querySelectorAll("[data-pick] input"), ...list.querySelectorAll("[data-pick] input")]
    .filter((input) => input.getClientRects().length > 0);
  [taken, list].forEach((area) => area.addEventListener("keydown", (event) => {
    if (!event.target.matches("input")) return;
    const all = boxes();
    const at = all.indexOf(event.target);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      (event.key === "ArrowDown" ? all[at + 1] : all[at - 1] ?? filter)?.focus();
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.target.click();
    }
  }));
  items.forEach((item) => {
    item.input.addEventListener("change", () => place(item));
    if (item.input.checked) place(item);
  });
});
