// Passkeys: the browser asks the authenticator for one; a form carries what it says to the provider, like any other.

// WebAuthn is for names: at an address of digits no browser gives a passkey.
const named = !/^[\d.]+$|:/.test(location.hostname);
const possible = named && typeof PublicKeyCredential?.parseRequestOptionsFromJSON === "function";

async function optionsOf(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (!answer.ok || answer.redirected)
    throw new Error(texts(form).silent);
  return answer.json();
}

async function ask(form, mediation, signal) {
  const options = await optionsOf(form);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal })
    : navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
        mediation,
        signal,
      });
}

function send(form, credential) {
  form.elements.Credential.value = JSON.stringify(credential);
  form.submit();
}

// What there is to say comes with the page, in its language.
const texts = form => form.querySelector("[role=alert]").dataset;

function said(form, error) {
  switch (error.name) {
    case "InvalidStateError":
      return texts(form).known;
    case "NotAllowedError":
      return texts(form).cancelled;
    default:
      return `${texts(form).other} ${error.message}`;
  }
}

for (const form of possible ? document.querySelectorAll("form[data-passkey]") : []) {
  const refusal = form.querySelector("[role=alert]");
  let waiting = new AbortController();
  form.hidden = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    refusal.hidden = true;
    waiting.abort();
    waiting = new AbortController();
    try {
      send(form, await ask(form, "optional", waiting.signal));
    } catch (error) {
      refusal.textContent = said(form, error);
      refusal.hidden = false;
    }
  });

  // Where the browser can, it offers passkeys in the field of the name, before anybody presses anything.
  if (form.dataset.passkey === "get" && (await PublicKeyCredential.isConditionalMediationAvailable?.())) {
    const { signal } = waiting;
    try {
      send(form, await ask(form, "conditional", signal));
    } catch (error) {
      // The button is there still; what it says, it says when it is pressed.
      if (!signal.aborted) console.info(error.message);
    }
  }
}
