// Shows how far a background run is, and loads the page again when it has ended.
const place = document.querySelector("[data-run-progress]");

if (place && place.dataset.url) {
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-run-words]");
  const look = async () => {
    const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const run = await answer.json();
    if (!["queued", "running"].includes(run.state)) {
      window.location.reload();
      return;
    }
    if (bar && run.total) {
      bar.max = run.total;
      bar.value = run.done;
    }
    if (words && run.total) words.textContent = `${run.done} / ${run.total}`;
    window.setTimeout(look, 2000);
  };
  window.setTimeout(look, 2000);
}
