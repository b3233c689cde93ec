// Passkeys: the button asks the browser for the credential and sends the form that carries it.
// <form data-passkey="create|get|sign-in"> with a hidden field "credential", a button [data-passkey-go],
// and an element [data-passkey-failed] that is shown when nothing came of it.
"use strict";

const options = () => JSON.parse(document.getElementById("passkey-options").textContent);

const asked = {
  create: async (form) => {
    const wanted = options().creation_options;
    const passwordless = form.querySelector("[name=passwordless]");
    if (passwordless && passwordless.checked) {
      Object.assign(wanted.publicKey.authenticatorSelection, {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      });
    }
    return window.webauthnJSON.create(wanted);
  },
  get: async () => window.webauthnJSON.get(options().request_options),
  "sign-in": async (form) => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return window.webauthnJSON.get((await answer.json()).request_options);
  },
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !window.webauthnJSON) continue;
  form.hidden = false;
  const button = form.querySelector("[data-passkey-go]");
  const failed = form.querySelector("[data-passkey-failed]");
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    try {
      const credential = await asked[form.dataset.passkey](form);
      form.querySelector("[name=credential]").value = JSON.stringify(credential);
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  });
}
