// Sign-in pages: passkeys where the browser has them, problems in words, and the plain look inside the "sign in again" frame.
if (window.parent !== window) document.documentElement.classList.add("cx-framed");

const passkeyForm = document.getElementById("passkey-form");
if (passkeyForm && window.PublicKeyCredential) passkeyForm.hidden = false;

document.addEventListener("allauth.error", (event) => {
  const problem = document.getElementById("passkey-problem");
  if (!problem) return;
  event.preventDefault();
  problem.textContent = "The passkey was not used: it was cancelled, took too long, or is not known here. Try again, or use your password and code.";
  problem.hidden = false;
});

document.querySelector("[data-error-summary]")?.focus();
