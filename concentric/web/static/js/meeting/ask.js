// Requests the page makes by itself: they do not keep a session alive that nobody is using, and they ask nobody to sign in,
// for a dialog that opens by itself would take the keys from whoever is typing. Somebody who saves is asked; the bar offers it.
import { StillSignedOut, send, signInAgain } from "../session.js";

let signedOut = false;

export const isSignedOut = () => signedOut;

export async function ask(url, options = {}) {
  if (!signedOut) {
    const response = await send(url, { ...options, headers: { ...options.headers, "X-Concentric-Unattended": "1" } });
    if (response.status !== 401) return response;
    know(true);
  }
  throw new StillSignedOut("Signed out.");
}

// The same for what somebody has typed or pressed: it asks to sign in whatever was answered before.
export async function noting(url, options = {}) {
  let response = await send(url, options);
  if (response.status === 401) {
    know(true);
    await signInAgain();
    response = await send(url, options);
  }
  know(response.status === 401);
  return response;
}

function know(now) {
  if (signedOut === now) return;
  signedOut = now;
  document.dispatchEvent(new Event("meeting:signed"));
}
