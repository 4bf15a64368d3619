// Leaves quickly when Esc is pressed three times within five seconds, and says so while it is counted.
const form = document.querySelector("[data-module=app-leave]");
const status = form?.querySelector("[role=status]");
const PATIENCE = 5000;
let times = 0;
let timer = 0;

function forget() {
  times = 0;
  status.textContent = "";
}

if (form) {
  form.querySelector("#leave-hint").hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    clearTimeout(timer);
    times += 1;
    status.textContent = [status.dataset.once, status.dataset.twice, status.dataset.left][times - 1] ?? "";
    if (times < 3) timer = setTimeout(forget, PATIENCE);
    else if (times === 3) form.requestSubmit();
  });
}
