// Shows how far a background run is, and loads the page again when it has ended.
const place = document.querySelector("[data-run-progress]");
const EVERY = 2000;
const SLOWEST = 30000;

if (place?.dataset.url) {
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-run-words]");
  let wait = EVERY;

  const show = (run) => {
    if (!run.total) return;
    if (bar) {
      bar.max = run.total;
      bar.value = run.done;
    }
    if (words) {
      const sentence = words.dataset.words ?? "{done} / {total}";
      const said = sentence.replace("{done}", run.done).replace("{total}", run.total);
      if (words.textContent !== said) words.textContent = said;
    }
  };

  const look = async () => {
    try {
      const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const run = await answer.json();
      if (!["queued", "running"].includes(run.state)) {
        window.location.reload();
        return;
      }
      show(run);
      wait = EVERY;
    } catch {
      // The line may be down for a while: ask again, less often.
      wait = Math.min(wait * 2, SLOWEST);
    }
    window.setTimeout(look, wait);
  };
  window.setTimeout(look, wait);
}
