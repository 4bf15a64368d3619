// Asks now and then whether a thread has new posts, and says so in the link that shows them. No line is held open, and
// the link works without any of this.
const place = document.querySelector("[data-new-posts]");
const EVERY = 20_000;
const SLOWEST = 300_000;

if (place?.dataset.url) {
  const link = place.querySelector("a");
  const status = place.querySelector("[role=status]");
  let wait = EVERY;
  let timer = 0;

  const look = async () => {
    timer = 0;
    try {
      const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "error" });
      if (answer.status === 404 || answer.status === 403) return;
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (found.count && link.textContent !== found.words) {
        link.textContent = found.words;
        status.textContent = found.words;
      }
      wait = found.count ? Math.min(wait * 2, SLOWEST) : EVERY;
    } catch {
      // The line may be down, or the visit over: ask again, less often.
      wait = Math.min(wait * 2, SLOWEST);
    }
    plan();
  };
  const plan = () => {
    if (!document.hidden && !timer) timer = window.setTimeout(look, wait);
  };
  // A page that nobody looks at asks nothing.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      window.clearTimeout(timer);
      timer = 0;
    } else {
      plan();
    }
  });
  plan();
}
