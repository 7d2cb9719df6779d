// Passkeys: a form asks our question, the browser lets a key answer it, and the answer goes along.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const readable = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

async function answer(form) {
  const asked = await fetch(form.dataset.ask, {
    method: "POST", headers: { "X-CSRFToken": form.elements._csrf?.value || "" },
  });
  if (!asked.ok) throw new Error(asked.status);
  const options = await asked.json();
  options.challenge = bytes(options.challenge);
  const isNew = form.dataset.passkey === "create";
  if (isNew) {
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = readable(options.excludeCredentials);
  } else {
    options.allowCredentials = readable(options.allowCredentials);
  }
  const key = await navigator.credentials[isNew ? "create" : "get"]({ publicKey: options });
  const said = isNew
    ? { attestationObject: text(key.response.attestationObject) }
    : { authenticatorData: text(key.response.authenticatorData), signature: text(key.response.signature) };
  return JSON.stringify({
    id: key.id, rawId: text(key.rawId), type: key.type,
    response: { clientDataJSON: text(key.response.clientDataJSON), ...said },
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const problem = form.querySelector("[data-problem]");
  form.hidden = false;
  document.querySelectorAll("[data-without-passkey]").forEach((line) => { line.hidden = true; });
  // In front of the listener of every form, which lets nothing be sent twice.
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    problem.hidden = true;
    try {
      form.elements.credential.value = await answer(form);
      form.requestSubmit();
    } catch { problem.hidden = false; }
  });
}
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-passkey]").forEach((form) => {
  form.elements.credential.value = "";
}));
