// Passkeys and printing, on the pages on which staff change how they sign in. Speaking with the key is allauth's own
// script; this gives it the names of the page's parts, and says in words when it did not work.

const ids = { credential: "id_credential", data: "passkey-data", add: "passkey", authenticate: "passkey" };

function listen(part) {
  const forms = window.allauth.webauthn.forms;
  if (part.dataset.passkey === "add") forms.addForm({ ids });
  else forms.authenticateForm({ ids });
}

function supported() {
  return Boolean(window.PublicKeyCredential && window.isSecureContext);
}

const part = document.querySelector("[data-passkey]");
const failed = document.querySelector("[data-passkey-failed]");
const unable = document.querySelector("[data-passkey-unable]");
if (part && supported()) {
  listen(part);
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
    failed.focus();
  });
} else if (part) {
  part.hidden = true;
  unable.hidden = false;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
