// The coding screen: takes over the words that are selected, filters themes as one types, and saves on Ctrl+Enter.
const source = document.querySelector("[data-passage-source]");
const filter = document.querySelector("[data-theme-filter]");

// Offsets travel as code points, as the server counts; a textarea counts UTF-16 units.
const codePoints = (text, units) => Array.from(text.slice(0, units)).length;

if (source) {
  const form = source.form || document.querySelector("[data-coding-form]");
  const status = document.querySelector("[data-passage-status]");
  const take = () => {
    const { selectionStart: start, selectionEnd: end, value } = source;
    if (start === end) return;
    form.querySelector("[name=start]").value = codePoints(value, start);
    form.querySelector("[name=end]").value = codePoints(value, end);
    form.querySelector("[name=passage][value=selection]").checked = true;
    status.textContent = `“${value.slice(start, end).trim()}”`;
  };
  ["keyup", "mouseup", "select"].forEach((name) => source.addEventListener(name, take));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}

if (filter) {
  const items = [...document.querySelectorAll("[data-theme-item]")];
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    items.forEach((item) => {
      const words = item.dataset.themeItem.toLocaleLowerCase();
      const isChosen = item.querySelector("input").checked;
      item.hidden = !isChosen && !wanted.every((word) => words.includes(word));
    });
  });
}
