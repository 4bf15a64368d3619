// Typing a paper form by keyboard alone: numbers tick boxes, Enter goes on to the next question, and what cannot be
// read is marked. Single keys work only while a box has the focus (WCAG 2.1.4).
const form = document.querySelector("[data-keying]");
const MARK = form?.dataset.keying;
const items = () => [...form.querySelectorAll("[data-keyed]")];
const BOXES = "input[type=radio], input[type=checkbox]:not([data-unclear])";
const fields = (item) => [...item.querySelectorAll("input, select, textarea")]
  .filter((field) => field.type !== "hidden" && field.getClientRects().length > 0);

function goOn(item, step = 1) {
  const all = items();
  const next = all[all.indexOf(item) + step];
  const target = next ? fields(next)[0] : form.querySelector("[data-keying-end]");
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

// The words go in where the cursor stands; the browser can undo it like anything typed.
function insert(field, words) {
  const before = field.value[field.selectionStart - 1];
  const text = (before && before !== " " ? " " : "") + words;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function markUnclear(item, field) {
  if (field.matches("textarea, input[type=text]") && item.dataset.keyed === "words") insert(field, MARK);
  else item.querySelector("[data-unclear]")?.click();
}

function press(event) {
  const field = event.target;
  const item = field.closest?.("[data-keyed]");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    form.querySelector("[data-keying-save]")?.click();
  } else if (!item || event.ctrlKey || event.metaKey) {
    return;
  } else if (event.altKey && event.code === "KeyU") {
    markUnclear(item, field);
  } else if (event.altKey) {
    return;
  } else if (event.key === "Enter" && !field.matches("textarea, button, a, summary")) {
    goOn(item, event.shiftKey ? -1 : 1);
  } else if (field.matches(BOXES) && /^[1-9]$/.test(event.key)) {
    const box = [...item.querySelectorAll(BOXES)].filter((one) => one.name === field.name)[Number(event.key) - 1];
    box?.click();
    box?.focus();
  } else {
    return;
  }
  event.preventDefault();
}

form?.addEventListener("keydown", press);
