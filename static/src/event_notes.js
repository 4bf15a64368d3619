// Notes of an event where there is no network: they wait on this device, are sent later, and are gone from it then.
const form = document.querySelector("[data-event-notes]");
const CACHE = "event-notes";
const MOST_AT_ONCE = 50;

if (form) {
  const { worker, page, sync, scope, store, after } = form.dataset;
  const said = form.dataset;
  const status = document.querySelector("[data-notes-status]");
  const list = document.querySelector("[data-notes-waiting]");
  const problem = document.querySelector("[data-notes-problem]");
  let isSending = false;

  const waiting = () => {
    try {
      const kept = JSON.parse(window.localStorage.getItem(store) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  };
  const keep = (notes) => {
    if (notes.length) window.localStorage.setItem(store, JSON.stringify(notes));
    else window.localStorage.removeItem(store);
    show();
  };
  const say = (words) => {
    status.textContent = words;
  };
  const count = (notes) => say(notes.length ? said.waiting.replace("{count}", notes.length) : said.none);

  const button = (note, number) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "govuk-button govuk-button--secondary govuk-!-margin-bottom-0";
    made.textContent = said.delete.replace("{number}", number);
    made.addEventListener("click", () => {
      keep(waiting().filter((other) => other.client_key !== note.client_key));
      count(waiting());
    });
    return made;
  };
  const show = () => {
    list.replaceChildren(...waiting().map((note, place) => {
      const line = document.createElement("li");
      const words = document.createElement("p");
      words.dir = "auto";
      words.className = "govuk-body govuk-!-margin-bottom-1";
      words.textContent = [note.table, note.text].filter(Boolean).join(": ");
      line.append(words);
      if (note.problem) {
        const why = document.createElement("p");
        why.className = "govuk-error-message";
        why.textContent = note.problem;
        line.append(why);
      }
      line.append(button(note, place + 1));
      return line;
    }));
  };

  const refuse = (words, field) => {
    problem.textContent = words;
    problem.hidden = !words;
    if (words) field?.focus();
    return Boolean(words);
  };
  const written = () => {
    const typed = new FormData(form);
    const note = { client_key: window.crypto.randomUUID(), has_consent: typed.has("consent") };
    for (const name of ["table", "kind", "text", "question", "node"]) note[name] = (typed.get(name) ?? "").trim();
    return note;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const note = written();
    const text = form.elements.namedItem("text");
    if (refuse(note.text ? "" : said.empty, text)) return;
    if (refuse(note.kind === "quote" && !note.has_consent ? said.consent : "",
      form.elements.namedItem("consent"))) return;
    try {
      keep([...waiting(), note]);
    } catch {
      refuse(said.full, text);
      return;
    }
    text.value = "";
    form.elements.namedItem("consent").checked = false;
    text.focus();
    count(waiting());
  });

  const token = async () => {
    // Past the worker, so that a token comes from the server and not from what is kept here.
    const answer = await fetch(`${page}?fresh=1`, { cache: "no-store", redirect: "manual" });
    if (!answer.ok) throw new Error(said.signin);
    const seen = new DOMParser().parseFromString(await answer.text(), "text/html");
    return seen.querySelector("input[name=csrf_token]")?.value ?? "";
  };
  const batch = async (notes, csrf) => {
    const body = new URLSearchParams({ csrf_token: csrf, notes: JSON.stringify(notes) });
    const answer = await fetch(sync, { method: "POST", body, redirect: "manual" });
    if (!answer.ok) throw new Error(said.signin);
    return (await answer.json()).results;
  };
  const send = async () => {
    if (isSending || !waiting().length) return;
    isSending = true;
    try {
      const csrf = await token();
      const tried = waiting();
      for (let at = 0; at < tried.length; at += MOST_AT_ONCE) {
        const results = await batch(tried.slice(at, at + MOST_AT_ONCE), csrf);
        const outcome = new Map(results.map((result) => [result.client_key, result]));
        keep(waiting().flatMap((note) => {
          const result = outcome.get(note.client_key);
          if (!result) return [note];
          return result.is_kept ? [] : [{ ...note, problem: result.problem }];
        }));
      }
      say(waiting().length ? said.refused.replace("{count}", waiting().length) : said.sent);
    } catch (error) {
      say(error instanceof TypeError ? said.offline.replace("{count}", waiting().length) : error.message);
    } finally {
      isSending = false;
    }
  };
  document.querySelector("[data-notes-send]").addEventListener("click", send);
  window.addEventListener("online", send);

  const clear = async () => {
    if (waiting().length) {
      say(said.unsent.replace("{count}", waiting().length));
      return;
    }
    window.localStorage.removeItem(store);
    await window.caches?.delete(CACHE);
    const found = await navigator.serviceWorker?.getRegistration(scope);
    await found?.unregister();
    window.location.assign(after);
  };
  document.querySelector("[data-notes-clear]").addEventListener("click", clear);

  const install = async () => {
    if (!navigator.serviceWorker) throw new Error("no service worker");
    await navigator.serviceWorker.register(worker, { scope });
    await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    const linked = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")]
      .map((one) => one.href ?? one.src);
    const assets = [...loaded, ...linked].filter((address) => {
      const url = new URL(address, window.location.href);
      return url.origin === window.location.origin && url.pathname.startsWith("/static/");
    });
    const cache = await window.caches.open(CACHE);
    await cache.addAll([...new Set([page, ...assets])]);
  };

  show();
  count(waiting());
  if (navigator.onLine) {
    install().then(() => {
      form.dataset.ready = "yes";
      document.querySelector("[data-notes-ready]").hidden = false;
    }, () => {
      document.querySelector("[data-notes-unready]").hidden = false;
    });
  }
}
