"""The reader behind `line.parse_line`: one pass over the words, one method for each sign."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from concentric.method.instrument.due import due_label, read_day, read_span
from concentric.method.instrument.grid import COLUMNS, CONTEXTS, ColumnKey, ContextKey
from concentric.method.instrument.line_shapes import (
    SPACE,
    Kind,
    LineVocabulary,
    Owner,
    ParsedLine,
    Problem,
    Token,
    signs,
)
from concentric.method.instrument.vocabulary import Basis, Sharing

_ROUTE = re.compile(rf"/([a-z])([a-z])(?=[{SPACE}]|$)", re.IGNORECASE | re.ASCII)
_HANDLE = re.compile(r"@([a-z0-9-]+)", re.IGNORECASE | re.ASCII)
_OWNER = re.compile(r'@([a-z0-9-]+)(?::(?:"([^"]+)"|([a-z0-9-]+)))?', re.IGNORECASE | re.ASCII)
_QUOTED = re.compile(r'#"([^"]+)"')
_NOT_FAMILY = re.compile(rf"!(?:[{SPACE}]*not[ -](?:the[ -])?)?family", re.IGNORECASE | re.ASCII)
_EVERYONE = re.compile(r"!everyone", re.IGNORECASE | re.ASCII)
_ONLY = re.compile(rf"![{SPACE}]*([a-z0-9-]+(?:, ?[a-z0-9-]+)*) only", re.IGNORECASE | re.ASCII)
_LIMIT_APART = re.compile(rf"![{SPACE}]+(?:not|family|everyone)\b", re.IGNORECASE | re.ASCII)  # "! not famly"
_LIMIT_WITHIN = re.compile(r"(?<=[^\w!])!(?=[^\W\d_])")  # "(!not family)"
_BASIS = re.compile(r"~(not[ _-]established|[a-z]+)", re.IGNORECASE | re.ASCII)
_LATER = re.compile(r"(by|in|within)[ ]+", re.IGNORECASE | re.ASCII)
_AFTER = re.compile(rf"[.,;:]*(?=[{SPACE}]|$)")
_WORD = re.compile(rf"[^{SPACE}]+")
_MEANT = {
    "@": "is not an agency or person known here, or could be more than one; write @@ for a plain @",
    "#": "is not a name known here, or could be more than one; put a new name in quotes",
    "!": "is not a sharing limit; write !not family, !everyone or !police only, or !! for a plain exclamation mark",
    "~": "is not a basis; try ~fact, ~opinion, ~reported or ~not established",
    "^": "is not a date; try ^3dec, ^fri or ^2w",
}
_NO_CELL = (
    "does not name a cell, so it stays in the text; first comes the context "
    f"({' '.join(row.letter for row in CONTEXTS)}), then the column ({' '.join(column.letter for column in COLUMNS)})"
)
_SECOND = {
    "@": "is a second agency or person; a line has one, so write @@ for a plain @",
    "!": "is a second sharing limit; a line has one",
}

Found = tuple[Token, dict[str, Any]]  # a token, and what it says of the line


class LineReader:
    """Reads one line once. `said` gathers the fields of the `ParsedLine`."""

    def __init__(
        self, line: str, vocabulary: LineVocabulary, today: date, context: ContextKey | None, column: ColumnKey | None
    ) -> None:
        self.line, self.vocabulary, self.today = line, vocabulary, today
        self.context, self.column = context, column
        self.said: dict[str, Any] = {}
        self.pieces: list[str | Token] = []
        self.soft_due: dict[int, tuple[Token, date]] = {}  # "by Friday", by its place among the pieces
        self.problems: list[Problem] = []

    def read(self) -> ParsedLine:
        at = self._read_start()
        while at < len(self.line):
            at = at + 1 if self.line[at] in SPACE else self._read_word(at)
        self._settle_due()
        tokens = tuple(piece for piece in self.pieces if isinstance(piece, Token))
        text = " ".join(piece for piece in self.pieces if isinstance(piece, str))
        return replace(ParsedLine(text, tokens=tokens, problems=tuple(self.problems)), **self.said)

    def _read_start(self) -> int:
        """The route, or a doubled slash; where reading goes on."""
        at = len(self.line) - len(self.line.lstrip(SPACE))
        if found := _ROUTE.match(self.line, at):
            context = next((row for row in CONTEXTS if row.letter == found[1].lower()), None)
            column = next((col for col in COLUMNS if col.letter == found[2].lower()), None)
            if context and column:
                self.context, self.column = context.key, column.key
                self.said |= {"context": context.key, "column": column.key}
                value, label = f"{context.key}.{column.key}", f"{context.short} · {column.short}"
                self.pieces.append(Token(at, found.end(), Kind.ROUTE, value, label))
                return found.end()
        if self.line.startswith("//", at):
            end = self._word_end(at)
            self.pieces.append(self.line[at + 1 : end])
            return end
        if _ROUTE.match(self.line, at):
            self._problem(at, _NO_CELL)
        return at

    def _read_word(self, at: int) -> int:
        sign, end = self.line[at], self._word_end(at)
        if sign in signs(actions=self._in_actions):
            if self.line.startswith(sign, at + 1):
                self.pieces.append(self.line[at + 1 : end])
                return end
            if token := self._read_token(sign, at):
                self.pieces.append(token)
                return token.end
        elif self._in_actions and (found := self._read_soft_due(at)):
            return found
        if within := _LIMIT_WITHIN.search(self.line[at:end]):
            self._problem(at + within.start(), "is no sharing limit inside a word; put a space before it")
        self.pieces.append(self.line[at:end])
        return end

    def _read_token(self, sign: str, at: int) -> Token | None:
        readers = {"#": self._instance, "!": self._sharing, "~": self._basis, "^": self._due}
        read = self._owner if sign == "@" and self._in_actions else readers.get(sign, self._source)
        found = read(at)
        if found is None:
            if self.line[at + 1 : at + 2].isalpha() or _LIMIT_APART.match(self.line, at):
                self._problem(at, _MEANT[sign])
            return None
        token, said = found
        if token.kind in {piece.kind for piece in self.pieces if isinstance(piece, Token)}:
            self._problem(at, _SECOND.get(sign, "comes second of its kind, so it stays in the text"))
            return None
        self.said |= said
        return token

    def _source(self, at: int) -> Found | None:
        found = _HANDLE.match(self.line, at)
        handle = found and _pick(found[1], self._agency_names)
        if not (found and handle):
            return None
        return self._token(at, found.end(), Kind.SOURCE, handle, self._agency_names[handle], source=handle)

    def _owner(self, at: int) -> Found | None:
        found = _OWNER.match(self.line, at)
        owner = found and self._owner_named(found[1], found[2], found[3])
        if not (found and owner):
            return None
        names = [self._agency_names.get(owner.agency, owner.agency), owner.person]
        value = f"{owner.agency}:{owner.member or owner.person}".rstrip(":")
        return self._token(at, found.end(), Kind.OWNER, value, ", ".join(filter(None, names)), owner=owner)

    def _owner_named(self, typed: str, person: str | None, member: str | None) -> Owner | None:
        agencies = self._agency_names
        if person is None and member is None:
            # An agency's whole handle wins over a person's; a shortened one must fit one of either.
            shared = Counter(each.handle for each in self.vocabulary.members)
            people = {
                each.handle: each
                for each in self.vocabulary.members
                if shared[each.handle] == 1 and each.agency in agencies
            }
            picked = typed.lower() if typed.lower() in agencies else _pick(typed, {**agencies, **people})
            if picked is None or picked in agencies:
                return Owner(picked) if picked else None
            return Owner(people[picked].agency, picked, people[picked].name)
        agency = _pick(typed, agencies)
        if agency is None:
            return None
        if person is not None:
            name = " ".join(person.split())
            return Owner(agency, person=name) if name else None
        colleagues = {each.handle: each.name for each in self.vocabulary.members if each.agency == agency}
        chosen = _pick(member or "", colleagues)
        return Owner(agency, chosen, colleagues[chosen]) if chosen else None

    def _instance(self, at: int) -> Found | None:
        names = {
            each.name: each.name
            for each in self.vocabulary.instances
            if self.context is None or each.context is self.context
        }
        if found := _QUOTED.match(self.line, at):
            typed = " ".join(found[1].split())
            name = next((known for known in names if " ".join(known.split()).lower() == typed.lower()), typed)
            return self._token(at, found.end(), Kind.INSTANCE, name, name, instance=name) if name else None
        for name in sorted(names, key=len, reverse=True):
            end = at + 1 + len(name)
            if self.line[at + 1 : end].lower() == name.lower() and _AFTER.match(self.line, end):
                return self._token(at, end, Kind.INSTANCE, name, name, instance=name)
        typed = self.line[at + 1 : self._word_end(at)].rstrip(".,;:")
        picked = _pick(typed, names) if typed else None
        return self._token(at, at + 1 + len(typed), Kind.INSTANCE, picked, picked, instance=picked) if picked else None

    def _sharing(self, at: int) -> Found | None:
        for pattern, sharing in ((_NOT_FAMILY, Sharing.NOT_FAMILY), (_EVERYONE, Sharing.EVERYONE)):
            if (found := pattern.match(self.line, at)) and _AFTER.match(self.line, found.end()):
                return self._token(at, found.end(), Kind.SHARING, sharing.value, sharing.label, sharing=sharing)
        if not (found := _ONLY.match(self.line, at)):
            return None
        picked = [_pick(typed.strip(), self._agency_names) for typed in found[1].split(",")]
        handles = tuple(dict.fromkeys(handle for handle in picked if handle))
        if not all(picked):
            return None
        label = "Only " + ", ".join(self._agency_names[handle] for handle in handles)
        said = {"sharing": Sharing.AGENCIES, "sharing_agencies": handles}
        return self._token(at, found.end(), Kind.SHARING, ",".join(handles), label, **said)

    def _basis(self, at: int) -> Found | None:
        if not (found := _BASIS.match(self.line, at)):
            return None
        typed = found[1].lower().replace(" ", "_").replace("-", "_")
        basis = next((each for each in Basis if each.value.startswith(typed)), None)
        return self._token(at, found.end(), Kind.BASIS, basis.value, basis.label, basis=basis) if basis else None

    def _due(self, at: int) -> Found | None:
        if self.line[at : self._word_end(at)].lower().rstrip(".,;:") == "^none":
            return self._token(at, at + 5, Kind.DUE, "", "No due date")
        for end, words in self._runs(at + 1):
            if due := read_day(words, self.today) or read_span(words, self.today):
                return self._token(at, end, Kind.DUE, due.isoformat(), due_label(due), due=due)
        return None

    def _read_soft_due(self, at: int) -> int | None:
        """ "by Friday": kept aside, since it is a date only where nothing but tokens follows."""
        if not (found := _LATER.match(self.line, at)):
            return None
        read = read_day if found[1].lower() == "by" else read_span
        for end, words in self._runs(found.end()):
            if due := read(words, self.today):
                token = Token(at, self._after(end), Kind.DUE, due.isoformat(), due_label(due))
                self.soft_due[len(self.pieces)] = (token, due)
                self.pieces.append(self.line[at : token.end])
                return token.end
        return None

    def _settle_due(self) -> None:
        last_text = max((place for place, piece in enumerate(self.pieces) if isinstance(piece, str)), default=-1)
        if last_text in self.soft_due and Kind.DUE not in {p.kind for p in self.pieces if isinstance(p, Token)}:
            self.pieces[last_text], self.said["due"] = self.soft_due[last_text]
        self.pieces = [
            " ".join(_WORD.findall(piece)) if place in self.soft_due and isinstance(piece, str) else piece
            for place, piece in enumerate(self.pieces)
        ]

    def _runs(self, at: int) -> list[tuple[int, str]]:
        """Up to three words from `at`, longest run first: where the run ends, and the words without end punctuation."""
        found = re.match(rf"[^{SPACE}]+(?: [^{SPACE}]+){{0,2}}", self.line[at:])
        words = found[0].split(" ") if found else []
        runs = [" ".join(words[:count]).rstrip(".,;:") for count in range(len(words), 0, -1)]
        return [(at + len(run), run) for run in runs]

    def _token(self, at: int, end: int, kind: Kind, value: str, label: str, **said: Any) -> Found | None:
        return (Token(at, self._after(end), kind, value, label), said) if _AFTER.match(self.line, end) else None

    def _after(self, end: int) -> int:
        """Past the punctuation that follows a token."""
        found = _AFTER.match(self.line, end)
        return found.end() if found else end

    def _word_end(self, at: int) -> int:
        found = _WORD.match(self.line, at)
        return found.end() if found else at

    def _problem(self, at: int, why: str) -> None:
        end = self._word_end(at)
        self.problems.append(Problem(at, end, f"“{self.line[at:end]}” {why}."))

    @property
    def _in_actions(self) -> bool:
        return self.column is ColumnKey.ACTIONS

    @property
    def _agency_names(self) -> dict[str, str]:
        return {each.handle: each.name for each in self.vocabulary.agencies}


def _pick(typed: str, known: dict[str, Any]) -> str | None:
    """The one key that `typed` is or begins, whatever its case; None where there is none or more than one."""
    low = typed.lower()
    exact = [key for key in known if key.lower() == low]
    begun = exact or [key for key in known if low and key.lower().startswith(low)]
    return begun[0] if len(begun) == 1 else None
