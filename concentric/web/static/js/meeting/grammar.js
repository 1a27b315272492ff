// The typing grammar of a line, the same as concentric/method/instrument/line.py, which decides. Here it only shows at
// once what the line will mean. Both are held to line_cases.json.
import { dueLabel, readDay, readSpan } from "./dates.js";

const SPACE = " \\t\\r\\n\\u00a0";
const ROUTE = new RegExp(`/([a-z])([a-z])(?=[${SPACE}]|$)`, "iy");
const AFTER = new RegExp(`[.,;:]*(?=[${SPACE}]|$)`, "y");
const WORD = new RegExp(`[^${SPACE}]+`, "y");
const RUN = new RegExp(`[^${SPACE}]+(?: [^${SPACE}]+){0,2}`, "y");
const IS_SPACE = new RegExp(`[${SPACE}]`);
const HANDLE = /@([a-z0-9-]+)/iy;
const OWNER = /@([a-z0-9-]+)(?::(?:"([^"]+)"|([a-z0-9-]+)))?/iy;
const QUOTED = /#"([^"]+)"/y;
const NOT_FAMILY = new RegExp(`!(?:[${SPACE}]*not[ -](?:the[ -])?)?family`, "iy");
const EVERYONE = /!everyone/iy;
const ONLY = new RegExp(`![${SPACE}]*([a-z0-9-]+(?:, ?[a-z0-9-]+)*) only`, "iy");
const LIMIT_APART = new RegExp(`![${SPACE}]+(?:not|family|everyone)\\b`, "iy"); // "! not famly"
const LIMIT_WITHIN = /(?<=[^\p{L}\p{N}_!])!(?=\p{L})/u;
const BASIS = /~(not[ _-]established|[a-z]+)/iy;
const LATER = /(by|in|within)[ ]+/iy;

const MEANT = {
  "@": "is not an agency or person known here, or could be more than one; write @@ for a plain @",
  "#": "is not a name known here, or could be more than one; put a new name in quotes",
  "!": "is not a sharing limit; write !not family, !everyone or !police only, or !! for a plain exclamation mark",
  "~": "is not a basis; try ~fact, ~opinion, ~reported or ~not established",
  "^": "is not a date; try ^3dec, ^fri or ^2w",
};

const SECOND = {
  "@": "is a second agency or person; a line has one, so write @@ for a plain @",
  "!": "is a second sharing limit; a line has one",
};

export const signsFor = (column) => (column === "actions" ? "@#!~^" : "@#!~");

// What one line says: {text, context, column, source, instance, sharing, sharingAgencies, basis, owner, due, tokens, problems}.
export function parseLine(line, { words, today, context = null, column = null }) {
  return new Reader(line, words, today, context, column).read();
}

class Reader {
  constructor(line, words, today, context, column) {
    Object.assign(this, { line, words, today, context, column });
    this.said = {};
    this.pieces = [];
    this.softDue = new Map();
    this.problems = [];
    this.agencies = Object.fromEntries(words.agencies.map((each) => [each.handle, each.name]));
  }

  read() {
    let at = this.readStart();
    while (at < this.line.length) at = IS_SPACE.test(this.line[at]) ? at + 1 : this.readWord(at);
    this.settleDue();
    const text = this.pieces.filter((piece) => typeof piece === "string").join(" ");
    const none = { context: null, column: null, source: null, instance: null, sharing: null, sharingAgencies: [], basis: null, owner: null, due: null };
    return { ...none, ...this.said, text, tokens: this.tokens(), problems: this.problems };
  }

  tokens() {
    return this.pieces.filter((piece) => typeof piece !== "string");
  }

  readStart() {
    let at = 0;
    while (at < this.line.length && IS_SPACE.test(this.line[at])) at += 1;
    const found = match(ROUTE, this.line, at);
    if (found) {
      const row = this.words.contexts.find((each) => each.letter === found[1].toLowerCase());
      const col = this.words.columns.find((each) => each.letter === found[2].toLowerCase());
      if (row && col) {
        [this.context, this.column] = [row.key, col.key];
        Object.assign(this.said, { context: row.key, column: col.key });
        this.pieces.push({ start: at, end: at + found[0].length, kind: "route", value: `${row.key}.${col.key}`, label: `${row.short} · ${col.short}` });
        return at + found[0].length;
      }
    }
    if (this.line.startsWith("//", at)) {
      const end = this.wordEnd(at);
      this.pieces.push(this.line.slice(at + 1, end));
      return end;
    }
    if (found) this.problem(at, `does not name a cell, so it stays in the text; first comes the context (${lettersOf(this.words.contexts)}), then the column (${lettersOf(this.words.columns)})`);
    return at;
  }

  readWord(at) {
    const sign = this.line[at];
    const end = this.wordEnd(at);
    if (signsFor(this.column).includes(sign)) {
      if (this.line[at + 1] === sign) {
        this.pieces.push(this.line.slice(at + 1, end));
        return end;
      }
      const token = this.readToken(sign, at);
      if (token) {
        this.pieces.push(token);
        return token.end;
      }
    } else if (this.column === "actions") {
      const after = this.readSoftDue(at);
      if (after) return after;
    }
    const within = this.line.slice(at, end).search(LIMIT_WITHIN);
    if (within > 0) this.problem(at + within, "is no sharing limit inside a word; put a space before it");
    this.pieces.push(this.line.slice(at, end));
    return end;
  }

  readToken(sign, at) {
    const readers = { "#": this.instance, "!": this.sharing, "~": this.basis, "^": this.due };
    const read = sign === "@" && this.column === "actions" ? this.owner : readers[sign] ?? this.source;
    const found = read.call(this, at);
    if (!found) {
      if (/^\p{L}/u.test(this.line.slice(at + 1)) || match(LIMIT_APART, this.line, at)) this.problem(at, MEANT[sign]);
      return null;
    }
    if (this.tokens().some((piece) => piece.kind === found.token.kind)) {
      this.problem(at, SECOND[sign] ?? "comes second of its kind, so it stays in the text");
      return null;
    }
    Object.assign(this.said, found.said);
    return found.token;
  }

  source(at) {
    const found = match(HANDLE, this.line, at);
    const handle = found && pick(found[1], Object.keys(this.agencies));
    return handle ? this.token(at, at + found[0].length, "source", handle, this.agencies[handle], { source: handle }) : null;
  }

  owner(at) {
    const found = match(OWNER, this.line, at);
    const owner = found && this.ownerNamed(found[1], found[2], found[3]);
    if (!owner) return null;
    const value = `${owner.agency}:${owner.member || owner.person}`.replace(/:+$/, "");
    const label = [this.agencies[owner.agency] ?? owner.agency, owner.person].filter(Boolean).join(", ");
    return this.token(at, at + found[0].length, "owner", value, label, { owner });
  }

  ownerNamed(typed, person, member) {
    const handles = Object.keys(this.agencies);
    const { members } = this.words;
    if (person === undefined && member === undefined) {
      const people = members.filter((each) => each.agency in this.agencies && members.filter((other) => other.handle === each.handle).length === 1);
      const low = typed.toLowerCase();
      const picked = handles.includes(low) ? low : pick(typed, [...new Set([...handles, ...people.map((each) => each.handle)])]);
      if (!picked) return null;
      const one = handles.includes(picked) ? null : people.find((each) => each.handle === picked);
      return one ? { agency: one.agency, member: one.handle, person: one.name } : { agency: picked, member: "", person: "" };
    }
    const agency = pick(typed, handles);
    if (!agency) return null;
    if (person !== undefined) {
      const name = person.trim().replace(/\s+/g, " ");
      return name ? { agency, member: "", person: name } : null;
    }
    const colleagues = members.filter((each) => each.agency === agency);
    const chosen = pick(member, colleagues.map((each) => each.handle));
    return chosen ? { agency, member: chosen, person: colleagues.find((each) => each.handle === chosen).name } : null;
  }

  instance(at) {
    const names = this.words.instances.filter((each) => !this.context || each.context === this.context).map((each) => each.name);
    const quoted = match(QUOTED, this.line, at);
    if (quoted) {
      const typed = squeezed(quoted[1]);
      const name = names.find((known) => squeezed(known).toLowerCase() === typed.toLowerCase()) ?? typed;
      return name ? this.token(at, at + quoted[0].length, "instance", name, name, { instance: name }) : null;
    }
    for (const name of [...names].sort((one, other) => other.length - one.length)) {
      const end = at + 1 + name.length;
      if (this.line.slice(at + 1, end).toLowerCase() === name.toLowerCase() && match(AFTER, this.line, end)) {
        return this.token(at, end, "instance", name, name, { instance: name });
      }
    }
    const typed = trimmedEnd(this.line.slice(at + 1, this.wordEnd(at)));
    const name = typed && pick(typed, names);
    return name ? this.token(at, at + 1 + typed.length, "instance", name, name, { instance: name }) : null;
  }

  sharing(at) {
    for (const [pattern, key] of [[NOT_FAMILY, "not_family"], [EVERYONE, "everyone"]]) {
      const found = match(pattern, this.line, at);
      if (found && match(AFTER, this.line, at + found[0].length)) {
        const label = this.words.sharings.find((each) => each.key === key).label;
        return this.token(at, at + found[0].length, "sharing", key, label, { sharing: key });
      }
    }
    const found = match(ONLY, this.line, at);
    if (!found) return null;
    const picked = found[1].split(",").map((typed) => pick(typed.trim(), Object.keys(this.agencies)));
    if (!picked.every(Boolean)) return null;
    const handles = [...new Set(picked)];
    const label = `Only ${handles.map((handle) => this.agencies[handle]).join(", ")}`;
    return this.token(at, at + found[0].length, "sharing", handles.join(","), label, { sharing: "agencies", sharingAgencies: handles });
  }

  basis(at) {
    const found = match(BASIS, this.line, at);
    const typed = found && found[1].toLowerCase().replace(/[ -]/g, "_");
    const basis = typed && this.words.bases.find((each) => each.key.startsWith(typed));
    return basis ? this.token(at, at + found[0].length, "basis", basis.key, basis.label, { basis: basis.key }) : null;
  }

  due(at) {
    if (trimmedEnd(this.line.slice(at, this.wordEnd(at)).toLowerCase()) === "^none") return this.token(at, at + 5, "due", "", "No due date", {});
    for (const [end, words] of this.runs(at + 1)) {
      const due = readDay(words, this.today) ?? readSpan(words, this.today);
      if (due) return this.token(at, end, "due", due, dueLabel(due), { due });
    }
    return null;
  }

  // "by Friday": kept aside, since it is a date only where nothing but tokens follows.
  readSoftDue(at) {
    const found = match(LATER, this.line, at);
    if (!found) return null;
    const read = found[1].toLowerCase() === "by" ? readDay : readSpan;
    for (const [end, words] of this.runs(at + found[0].length)) {
      const due = read(words, this.today);
      if (!due) continue;
      const token = { start: at, end: this.after(end), kind: "due", value: due, label: dueLabel(due) };
      this.softDue.set(this.pieces.length, [token, due]);
      this.pieces.push(this.line.slice(at, token.end));
      return token.end;
    }
    return null;
  }

  settleDue() {
    const last = this.pieces.findLastIndex((piece) => typeof piece === "string");
    if (this.softDue.has(last) && !this.tokens().some((piece) => piece.kind === "due")) {
      const [token, due] = this.softDue.get(last);
      this.pieces[last] = token;
      this.said.due = due;
    }
    for (const place of this.softDue.keys()) {
      if (typeof this.pieces[place] === "string") this.pieces[place] = squeezed(this.pieces[place]);
    }
  }

  // Up to three words from `at`, longest run first: where the run ends, and the words without end punctuation.
  runs(at) {
    const found = match(RUN, this.line, at);
    const words = found ? found[0].split(" ") : [];
    return words.map((_, index) => trimmedEnd(words.slice(0, words.length - index).join(" "))).map((run) => [at + run.length, run]);
  }

  token(start, end, kind, value, label, said) {
    return match(AFTER, this.line, end) ? { token: { start, end: this.after(end), kind, value, label }, said } : null;
  }

  after(end) {
    const found = match(AFTER, this.line, end);
    return found ? end + found[0].length : end;
  }

  wordEnd(at) {
    const found = match(WORD, this.line, at);
    return found ? at + found[0].length : at;
  }

  problem(start, why) {
    const end = this.wordEnd(start);
    this.problems.push({ start, end, message: `“${this.line.slice(start, end)}” ${why}.` });
  }
}

function match(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

// The one key that `typed` is or begins, whatever its case; null where there is none or more than one.
export function pick(typed, keys) {
  const low = typed.toLowerCase();
  const exact = keys.filter((key) => key.toLowerCase() === low);
  const begun = exact.length ? exact : keys.filter((key) => low && key.toLowerCase().startsWith(low));
  return begun.length === 1 ? begun[0] : null;
}

const lettersOf = (all) => all.map((each) => each.letter).join(" ");
const squeezed = (text) => text.trim().split(/[ \t\r\n\u00a0]+/).join(" ");
const trimmedEnd = (text) => text.replace(/[.,;:]+$/, "");
