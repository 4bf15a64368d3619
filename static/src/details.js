// Puts the words that are selected in an answer into the box of words to take out; without it they are typed.
const box = document.getElementById("words");

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = selection?.toString().trim();
  if (!box || !words) return;
  const [from, to] = [selection.anchorNode, selection.focusNode].map(
    (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-app-words]"));
  if (!from || from !== to) return;
  box.value = words;
  const where = document.querySelector(`[name=where][value=${from.dataset.appWords}]`);
  if (where) where.checked = true;
});
