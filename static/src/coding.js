// The coding screen: takes over the words that are selected, filters themes as one types, and saves on Ctrl+Enter.
// An answer in another language has two texts to select in: itself and its English.
const sources = [...document.querySelectorAll("[data-passage-source]")];
const filter = document.querySelector("[data-theme-filter]");
const form = sources[0]?.form ?? document.querySelector("[data-coding-form]");
const MOST_SPOKEN = 300;

// Offsets travel as code points, as the server counts; a text box counts UTF-16 units, where most emoji are two.
const codePoints = (text, units) => Array.from(text.slice(0, units)).length;

// A selection that starts or ends inside a pair of units takes in the whole character.
const wholeStart = (text, at) => (/[\uDC00-\uDFFF]/.test(text[at] ?? "") ? at - 1 : at);
const wholeEnd = (text, at) => (/[\uDC00-\uDFFF]/.test(text[at] ?? "") ? at + 1 : at);

// Words that are marked in the answer itself, by mouse or finger, are marked in the box as well.
function takeFromText(box, take) {
  const answer = document.querySelector(`[data-answer="${box.dataset.passageSource}"]`);
  const before = (node, at) => {
    const range = document.createRange();
    range.setStart(answer, 0);
    range.setEnd(node, at);
    const part = range.cloneContents();
    part.querySelectorAll("sup").forEach((number) => number.remove());
    return part.textContent.length;
  };
  const look = () => {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !answer.contains(chosen.anchorNode) || !answer.contains(chosen.focusNode)) return;
    const range = chosen.getRangeAt(0);
    box.setSelectionRange(before(range.startContainer, range.startOffset), before(range.endContainer, range.endOffset));
    take();
  };
  if (answer) ["mouseup", "touchend"].forEach((name) => answer.addEventListener(name, look));
}

if (form) sources.forEach((source) => {
  const name = source.dataset.passageSource;
  const status = document.querySelector(`[data-passage-status="${name}"]`);
  const field = (selector) => form.querySelector(selector);
  let last = "";

  // A read-only box has no caret, so the keyboard could not select in it: it is opened, and every change refused.
  source.readOnly = false;
  source.inputMode = "none";
  source.setAttribute("aria-readonly", "true");
  source.addEventListener("beforeinput", (event) => event.preventDefault());

  const take = () => {
    const text = source.value;
    if (source.selectionStart === source.selectionEnd) return;
    const start = wholeStart(text, source.selectionStart);
    const end = wholeEnd(text, source.selectionEnd);
    const words = text.slice(start, end);
    if (!words.trim()) return;
    field("[name=start]").value = codePoints(text, start);
    field("[name=end]").value = codePoints(text, end);
    const choice = field(`[name=passage][value="${name}"]`);
    if (choice) choice.checked = true;
    if (status && words !== last) {
      const shown = words.length > MOST_SPOKEN ? `${words.slice(0, MOST_SPOKEN)}…` : words;
      status.textContent = (status.dataset.words ?? "“{words}”").replace("{words}", () => shown.trim());
    }
    last = words;
  };
  ["keyup", "mouseup", "select", "touchend"].forEach((name) => source.addEventListener(name, take));
  takeFromText(source, take);
});

if (form) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    // The button that says what is saved, where there are several; with Shift, the one that also goes on.
    const button = form.querySelector(event.shiftKey ? "[data-save-next]" : "[data-save]") ?? undefined;
    event.preventDefault();
    form.requestSubmit(button);
  });
}

if (filter) {
  const radios = "input[type=radio][name=theme], input[type=checkbox][name=theme]";
  const marked = [...document.querySelectorAll("[data-theme-item]")];
  const around = (input) => input.closest(".govuk-radios__item, .govuk-checkboxes__item");
  const items = marked.length > 0 ? marked : [...document.querySelectorAll(radios)].map(around);
  const count = document.querySelector("[data-theme-count]");
  const plain = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

  const narrow = () => {
    const wanted = plain(filter.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    items.filter(Boolean).forEach((item) => {
      const words = plain(item.dataset.themeItem || item.textContent);
      const isChosen = item.querySelector("input")?.checked ?? false;
      item.hidden = !isChosen && !wanted.every((word) => words.includes(word));
      if (!item.hidden) shown += 1;
    });
    if (count) count.textContent = (count.dataset.words ?? "{count}").replace("{count}", String(shown));
  };
  filter.addEventListener("input", narrow);
  // Enter in the filter is for finding, not for saving.
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });
  narrow();
}
