// What is said aloud: one polite live region. What others do is gathered, so that a busy meeting does not drown speech.
import { byId } from "./page.js";

const OTHERS_AT_MOST_EVERY_MS = 4000;
let heard = [];
let due = null;

// The preferences are a yes or no each, and hold nothing about anyone: they may outlive the tab.
export function preference(name) {
  try { return localStorage.getItem(`concentric:${name}`) !== "off"; } catch { return true; }
}

export function setPreference(name, on) {
  try { localStorage.setItem(`concentric:${name}`, on ? "on" : "off"); } catch { /* lasts as long as the page */ }
}

export function say(text) {
  const region = byId("said");
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

export function sayOfOthers(text) {
  if (!preference("say-others")) return;
  heard.push(text);
  due ??= setTimeout(() => {
    const [last, count] = [heard.at(-1), heard.length];
    heard = [];
    due = null;
    say(count === 1 ? last : `${count} changes by others. The last: ${last}`);
  }, OTHERS_AT_MOST_EVERY_MS);
}
