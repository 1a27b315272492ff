// The code picker: a combobox with a list (ARIA's pattern). What is typed narrows the codes down by every word of their
// path; Enter gives the one that is marked. The last choice makes a new code below what the grid proposes.

const AT_MOST = 10;
let kept = []; // the codebook as it was last read; the browser asks each time whether it is still the same

const load = (address) => fetch(address, { cache: "no-cache" }).then((answer) => answer.json());
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// Those whose path has every word, best first: the name begins with what is typed, then a word of the name does, then others.
export function matching(codes, typed, near = "") {
  const words = fold(typed).split(/[\s›]+/).filter(Boolean);
  const whole = words.join(" ");
  const rank = (code) => {
    const name = fold(code.name);
    const first = name === whole ? 0 : name.startsWith(whole) ? 1 : name.split(" ").some((part) => part.startsWith(words[0] ?? "")) ? 2 : 3;
    return first * 2 + (near && code.path.startsWith(near) ? 0 : 1);
  };
  return codes.filter((code) => words.every((word) => fold(code.path).includes(word)))
    .map((code, place) => [rank(code), place, code]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , code]) => code);
}

export class Picker {
  constructor(box, address, say, pick) {
    Object.assign(this, { box, address, say, pick, options: [], active: -1, codes: kept });
    this.form = box.form;
    box.parentElement.classList.add("cd-picker");
    this.list = Object.assign(document.createElement("ul"), { className: "cd-options", id: `${box.id}-codes`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Codes");
    box.after(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) box.setAttribute(name, value);
    box.addEventListener("focus", () => this.begin());
    box.addEventListener("input", () => this.update());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
  }

  async begin() {
    if (this.codes.length) this.update();
    this.loading ??= load(this.address).then((codes) => { this.codes = kept = codes; }).catch(() => { this.loading = null; });
    await this.loading;
    if (document.activeElement !== this.box || this.active > 0) return;
    const chosen = this.active; // somebody may have gone down to the last choice before the codes were there
    this.update();
    if (this.active < chosen && chosen < this.options.length) { this.active = chosen; this.mark(); }
  }

  update() {
    const typed = this.box.value.trim();
    const below = this.form.dataset.below;
    const near = this.codes.find((code) => code.id === below)?.path ?? "";
    const found = matching(this.codes, typed, near).slice(0, AT_MOST);
    const isNew = typed && below && near && !found.some((code) => fold(code.name) === fold(typed));
    this.options = [...found, ...(isNew ? [{ name: typed, below, path: `A new code below ${near}: ↓, then Enter` }] : [])];
    this.active = typed && found.length ? 0 : -1;
    this.list.replaceChildren(...this.options.map((option, place) => this.option(option, place)));
    this.list.hidden = !this.options.length;
    this.box.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark();
    if (found.length) this.say(`${found.length} ${found.length === 1 ? "code" : "codes"}`);
    else this.say(isNew ? "No code is called that. The down arrow, then Enter, makes it." : "No code is called that.");
  }

  option(option, place) {
    const made = Object.assign(document.createElement("li"), { id: `${this.list.id}-${place}` });
    made.setAttribute("role", "option");
    made.append(option.below ? `New: “${option.name}”` : option.name, Object.assign(document.createElement("small"), { textContent: option.path }));
    made.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(place); });
    return made;
  }

  mark() {
    [...this.list.children].forEach((each, place) => each.setAttribute("aria-selected", String(place === this.active)));
    const chosen = this.list.children[this.active];
    if (chosen) this.box.setAttribute("aria-activedescendant", chosen.id);
    else this.box.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const { length } = this.options;
    if (!this.codes.length && this.loading && ["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) this.loading.then(() => this.codes.length && this.key(event));
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && length) {
      if (this.list.hidden) this.update();
      else this.active = event.key === "ArrowDown" ? (this.active + 1) % length : (this.active + length - (this.active < 0 ? 0 : 1)) % length;
      this.mark();
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) this.take(this.active);
    else if (event.key === "Enter" && !this.box.value.trim()) this.close(); // pressed once too often: there is nothing to send
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault();
  }

  take(place) {
    const option = this.options[place], typed = this.box.value;
    this.close();
    this.box.value = "";
    this.pick(this.form, option, () => { this.box.value ||= typed; });
  }

  // First out of the list, then back to the entry's words, where single letters work.
  leave() {
    if (!this.list.hidden) return this.close();
    document.getElementById("words").focus();
  }

  close() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }
}
