// The coding screen: takes over the words that are selected, saves on Ctrl+Enter, and says that the answer is open.
// An answer in another language has two texts to select in: itself and its English.
const sources = [...document.querySelectorAll("[data-passage-source]")];
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

// Colleagues see who has an answer open. It locks nothing, and silence for five minutes ends it.
const SEEN_EVERY = 60_000;
if (form?.dataset.open) {
  const tell = (left) => {
    const said = new FormData();
    said.set("csrf_token", form.querySelector("[name=csrf_token]").value);
    if (left) said.set("left", "1");
    navigator.sendBeacon(form.dataset.open, said);
  };
  setInterval(() => { if (!document.hidden) tell(false); }, SEEN_EVERY);
  window.addEventListener("pagehide", () => tell(true));
}
