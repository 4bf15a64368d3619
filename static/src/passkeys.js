// Makes and uses passkeys where the browser can; without it, or without this script, the seven words do the same.
const forms = document.querySelectorAll("[data-passkey]");

async function makes(form) {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(form.dataset.options));
  return navigator.credentials.create({ publicKey: options });
}

async function proves(form) {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(form.dataset.options));
  return navigator.credentials.get({ publicKey: options });
}

function start(form) {
  const status = form.querySelector("[role=status]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    status.textContent = status.dataset.wait;
    try {
      const found = await (form.dataset.passkey === "make" ? makes(form) : proves(form));
      form.elements.credential.value = JSON.stringify(found.toJSON());
      form.submit();
    } catch {
      status.textContent = status.dataset.failed;
    }
  });
}

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) forms.forEach(start);
