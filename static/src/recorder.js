// Records an answer in sign language on the page, and sends it so that a failure loses nothing. Choosing a file from
// the device works without any of this.
const place = document.querySelector("[data-app-recorder]");
const form = document.querySelector("[data-app-film]");
const KINDS = ["video/mp4;codecs=avc1.42E01E", "video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
// Signing needs 25 pictures a second more than it needs fine detail; at this rate ten minutes stay under the limit.
const CAMERA = { audio: false, video: { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 25 } } };
const BITS_A_SECOND = 1_100_000;
const SLICE = 1000;
const MEGABYTE = 1_000_000;

if (place && form) begin();

function begin() {
  const words = place.dataset;
  const mostSeconds = Number(words.mostSeconds);
  const mostBytes = Number(words.mostBytes);
  const part = (name) => place.querySelector(`[data-${name}]`);
  const view = part("view");
  const button = (name) => place.querySelector(`[data-do=${name}]`);
  let camera = null;
  let recorder = null;
  let parts = [];
  let size = 0;
  let film = null;
  let seconds = 0;
  let startedAt = 0;
  let timer = 0;
  let isSending = false;

  const say = (text) => { part("status").textContent = text ?? ""; };
  const wrong = (text) => { part("error").textContent = text ?? ""; };
  const offer = (...names) => {
    for (const name of ["open", "start", "stop", "send", "again"]) button(name).hidden = !names.includes(name);
  };
  const clock = (count) => `${Math.floor(count / 60)}:${String(count % 60).padStart(2, "0")}`;
  const showFacts = () => {
    part("facts").hidden = false;
    part("time").textContent = clock(seconds);
    part("size").textContent = (size / MEGABYTE).toFixed(1);
  };
  const closeCamera = () => {
    camera?.getTracks().forEach((track) => track.stop());
    camera = null;
  };

  place.hidden = false;
  if (!window.MediaRecorder || !navigator.mediaDevices?.getUserMedia) {
    wrong(words.unable);
    offer();
  }

  async function open() {
    wrong();
    say(words.asking);
    try {
      camera = await navigator.mediaDevices.getUserMedia(CAMERA);
    } catch (error) {
      say();
      const known = { NotAllowedError: words.denied, SecurityError: words.denied, NotFoundError: words.missing,
        OverconstrainedError: words.missing, NotReadableError: words.busy };
      wrong(known[error.name] ?? words.unable);
      return;
    }
    view.removeAttribute("src");
    view.controls = false;
    view.srcObject = camera;
    view.hidden = false;
    await view.play().catch(() => undefined);
    size = seconds = 0;
    showFacts();
    say(words.ready);
    offer("start");
    button("start").focus();
  }

  function start() {
    const kind = KINDS.find((name) => MediaRecorder.isTypeSupported(name));
    try {
      recorder = new MediaRecorder(camera, { videoBitsPerSecond: BITS_A_SECOND, ...(kind ? { mimeType: kind } : {}) });
      recorder.start(SLICE);
    } catch {
      closeCamera();
      wrong(words.unable);
      offer("open");
      return;
    }
    parts = [];
    size = seconds = 0;
    startedAt = performance.now();
    recorder.addEventListener("dataavailable", (event) => {
      parts.push(event.data);
      size += event.data.size;
      showFacts();
      // The last slices may be larger than those before: there is room left for them.
      if (size > mostBytes * 0.97) stop(words.full);
    });
    recorder.addEventListener("stop", finish, { once: true });
    // A camera that is pulled out ends the film; what was signed until then is kept.
    camera.getVideoTracks()[0]?.addEventListener("ended", () => stop(), { once: true });
    timer = window.setInterval(tick, 250);
    wrong();
    say(words.recording);
    offer("stop");
    button("stop").focus();
  }

  function tick() {
    seconds = Math.min(mostSeconds, Math.floor((performance.now() - startedAt) / 1000));
    showFacts();
    if (seconds >= mostSeconds) stop(words.full);
  }

  function stop(why) {
    if (recorder?.state !== "recording") return;
    window.clearInterval(timer);
    place.dataset.ended = why ?? words.recorded;
    recorder.stop();
  }

  function finish() {
    film = new Blob(parts, { type: recorder.mimeType || parts[0]?.type || "video/webm" });
    size = film.size;
    seconds = Math.max(1, seconds);
    closeCamera();
    view.srcObject = null;
    view.src = URL.createObjectURL(film);
    view.controls = true;
    showFacts();
    say(place.dataset.ended);
    offer("send", "again");
    button("send").focus();
  }

  function again() {
    if (view.src) URL.revokeObjectURL(view.src);
    film = null;
    open();
  }

  function nameOf(blob) {
    return blob.type.startsWith("video/mp4") ? "film.mp4" : "film.webm";
  }

  // `blob` stays where it is until the answer came: a failed sending can be tried again as often as it takes.
  function send(blob, name, length, controls) {
    if (isSending) return;
    if (blob.size > mostBytes) {
      wrong(words.large);
      return;
    }
    const sent = new FormData();
    sent.set("csrf_token", form.elements.csrf_token.value);
    sent.set("seconds", length ? String(Math.round(length)) : "");
    sent.set("film", blob, name);
    const request = new XMLHttpRequest();
    const failed = (text) => {
      isSending = false;
      part("progress").hidden = true;
      say();
      wrong(text);
      controls(true);
      part("error").scrollIntoView({ block: "nearest" });
    };
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) part("progress").value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("error", () => failed(words.failed));
    request.addEventListener("load", () => {
      const answer = request.response;
      if (request.status === 200 && answer?.next) {
        film = null;
        isSending = false;
        window.location.assign(answer.next);
        return;
      }
      if (answer?.token) form.elements.csrf_token.value = answer.token;
      failed(answer?.error ?? (request.status === 413 ? words.large : words.failed));
    });
    isSending = true;
    wrong();
    say(words.sending);
    part("progress").value = 0;
    part("progress").hidden = false;
    controls(false);
    request.send(sent);
  }

  const actions = {
    open,
    start,
    stop: () => stop(),
    again,
    send: () => send(film, nameOf(film), seconds, (isOn) => (isOn ? offer("send", "again") : offer())),
  };
  for (const [name, act] of Object.entries(actions)) button(name).addEventListener("click", act);

  // The length of a chosen film, where the browser can read it; the size is known at once.
  function lengthOf(file) {
    return new Promise((resolve) => {
      const probe = document.createElement("video");
      const done = () => {
        const found = Number.isFinite(probe.duration) ? probe.duration : 0;
        URL.revokeObjectURL(probe.src);
        resolve(found);
      };
      probe.preload = "metadata";
      probe.addEventListener("loadedmetadata", done, { once: true });
      probe.addEventListener("error", done, { once: true });
      window.setTimeout(done, 4000);
      probe.src = URL.createObjectURL(file);
    });
  }

  form.addEventListener("submit", async (event) => {
    const file = form.elements.film.files[0];
    if (!file) return;
    event.preventDefault();
    if (file.size > mostBytes) {
      wrong(words.large);
      part("error").scrollIntoView({ block: "nearest" });
      return;
    }
    const length = await lengthOf(file);
    if (length > mostSeconds + 1) {
      wrong(words.long);
      part("error").scrollIntoView({ block: "nearest" });
      return;
    }
    const submit = form.querySelector("button[type=submit]");
    send(file, file.name, length, (isOn) => { submit.disabled = !isOn; });
  });

  // Leaving quickly must never wait for a question about a film.
  document.querySelector(".app-leave, [data-quick-exit]")?.addEventListener("submit", () => {
    film = null;
    isSending = false;
    stop();
  });
  window.addEventListener("beforeunload", (event) => {
    // A page that is blank already is being left quickly.
    if (!document.body.hidden && (film || isSending || recorder?.state === "recording")) event.preventDefault();
  });
  window.addEventListener("pagehide", closeCamera);
}
