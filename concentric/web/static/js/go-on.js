// Work that is done a little with each request goes on by itself while its page is open, once somebody has begun it.
const form = document.querySelector("form[data-goes-on]");
const KEY = `concentric:goes-on:${location.pathname}`;
if (form) {
  form.addEventListener("submit", () => sessionStorage.setItem(KEY, "on"));
  if (sessionStorage.getItem(KEY)) form.requestSubmit();
} else sessionStorage.removeItem(KEY);
