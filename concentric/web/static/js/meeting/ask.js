// Requests the page makes by itself: they do not keep a session alive that nobody is using. Somebody who chose to stay signed out is asked again when they next save something,
// not by every look for news.
import { StillSignedOut, send } from "../session.js";

let isSignedOut = false;

export async function ask(url, options = {}) {
  if (isSignedOut) throw new StillSignedOut("Signed out.");
  return noting(url, { ...options, headers: { ...options.headers, "X-Concentric-Unattended": "1" } });
}

// The same for what somebody has typed: it asks to sign in whatever was answered before.
export async function noting(url, options = {}) {
  try {
    const response = await send(url, options);
    isSignedOut = false;
    return response;
  } catch (problem) {
    isSignedOut = problem instanceof StillSignedOut;
    throw problem;
  }
}
