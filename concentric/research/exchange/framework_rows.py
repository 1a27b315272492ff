"""One framework of an import as rows: its entries, codings and memos, and its codings packed for counting."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from concentric.method.records.coded import Document, Segment
from concentric.method.records.coded import Memo as TravellingMemo
from concentric.research.coding.counting import counting
from concentric.research.coding.models import Adjudication, Code, DoubleCoding, Memo, Packed
from concentric.research.coding.packing import CODE, CODER, END, START, packed
from concentric.research.coding.packing import ENTRY as ENTRY_AT
from concentric.research.exchange.database_text import moment, time_said
from concentric.research.exchange.document import Placed, plain
from concentric.research.exchange.double_in import Sampled, decisions
from concentric.research.exchange.inserting import neighbours, new_hex
from concentric.research.exchange.mapping import Mapping as Mapped
from concentric.research.frameworks.models import Framework

ENTRY = (
    *("id", "framework", "key", "kind", "position", "context", "column", "first_context", "first_column"),
    *("name", "named", "source", "text", "answers"),
)
CODING = ("id", "framework", "entry", "code", "coder", "start", "end", "is_whole", "memo", "counts", "at")
MEMO = ("id", "study", "about", "framework", "entry", "code", "text", "by", "at")
Row = tuple[Any, ...]
Key = tuple[str, int, int, int, int]
THERE = "Codings that are there already"
OF_THE_TEAM = "Codings and memos in the name of somebody else on the team, who brings in their own"
BLIND = "Codings and memos of others in frameworks that are coded blind"
SECOND_MEMO = "Memos of codings that have another here, taken in as memos on the entry"


@dataclass
class Already:
    """What a framework held before has. Ids as 32 hexadecimal digits; entries with their words, context and column;
    the memo of each coding by entry, code, coder, start, end; memos by entry, words and who wrote them, and once more
    without: another program may have forgotten who.
    """

    entries: list[tuple[str, str, str, str]] = field(default_factory=list)
    codings: dict[Key, str] = field(default_factory=dict)
    memos: set[tuple[str | None, str, str]] = field(default_factory=set)


@dataclass
class Brought:
    """What all frameworks of an import have in common. `in_samples`: the frameworks held before that two code; `blind`:
    those of them in which the two do not see each other's work now.
    """

    found: Mapped
    memos: Mapping[str, TravellingMemo]
    used: set[str]
    in_samples: set[str]
    blind: set[str]
    unheld: Counter[str] = field(default_factory=Counter)
    nameless_is_met: bool = False

    def __post_init__(self) -> None:
        """Codes and coders are looked up for each coding: their ids as digits, and their numbers."""
        self.codes = {its_id: (code.pk.hex, code.number) for its_id, code in self.found.codes.items()}
        self.coders = {its_id: (coder.pk.hex, coder.number) for its_id, coder in self.found.coders.items()}
        self.own = self.found.own.pk.hex if self.found.own else ""
        team = {coder.pk.hex for coder in self.found.coders.values() if coder.place_id}
        self.others_of_the_team = team - {self.own}

    def coder(self, by: str) -> tuple[str, int]:
        known = by if by in self.coders else ""
        self.nameless_is_met = self.nameless_is_met or not known
        return self.coders[known]

    def named(self, by: str) -> str:
        """The coder's id; empty where the project names nobody."""
        return self.coders[by][0] if by and by in self.coders else ""

    def may_bring(self, by: str, *, is_blind: bool = False) -> bool:
        """Whether a memo of theirs comes in with whoever imports. Counts what does not."""
        coder = self.named(by)
        refused = BLIND if is_blind and coder != self.own else OF_THE_TEAM if coder in self.others_of_the_team else ""
        if refused:
            self.unheld[refused] += 1
        return not refused

    def said(self, memos: Sequence[str], alone: str = "") -> str:
        """Every word of these memos, after what was noted without one."""
        self.used.update(memos)
        found = (self.memos[one] for one in memos if one in self.memos)
        return "\n\n".join(filter(None, (plain(alone), *(text_of(one) for one in found))))


class FrameworkRows:
    """`already` where the study held the framework before: then only what it does not have becomes rows."""

    def __init__(self, brought: Brought, framework: Framework, already: Already | None) -> None:
        self.brought, self.framework, self.already = brought, framework, already
        self.hex = framework.pk.hex
        self.ids = neighbours()
        self.places: list[str] = [pk for pk, *_ in already.entries] if already else []
        self.given = dict(already.codings) if already else {}
        self.is_blind = self.hex in brought.blind
        self.noted = set(already.memos) if already else set()
        self.entries: list[Row] = []
        self.codings: list[Row] = []
        self.memos: list[Row] = []
        self.sample: DoubleCoding | None = None
        self.decisions: list[Adjudication] = []
        self._numbers: list[tuple[int, ...]] = []

    def lay_out(self, placed: Sequence[Placed]) -> None:
        """The entries of a new framework. An answer speaks of a need by its key, which is its number here."""
        for position, one in enumerate(placed):
            self.places.append(next(self.ids))
            where = (one.context, one.column, one.first_context, one.first_column)
            needs = [_key(need) for need in one.answers if need < len(placed)]
            answers = json.dumps(needs) if needs else "[]"
            named = (one.name, one.named, one.source, one.text, answers)
            self.entries.append((self.places[-1], self.hex, _key(position), one.kind, position, *where, *named))

    def code(self, document: Document, starts: Sequence[int], first: int, lengths: Sequence[int]) -> None:
        """The codings and memos of a document whose entries are the framework's from `first` on."""
        for segment in document.segments:
            self._segment(segment, starts, first, lengths)
        for coding in document.codings:
            whole = Segment(coding.id, 0, len(document.text), (coding,), "", (), coding.by, coding.at)
            self._segment(whole, starts, first, lengths)
        if document.memo:
            self._note(None, plain(document.memo), "", "")
        for its_id in document.memos:
            self._memo(None, its_id)

    def of_sample(self, sampled: Sampled, first: int) -> None:
        """Two coded the document whose entries begin with `first`: one of them counts, and what was decided holds."""
        self.sample = sampled.sample
        self.decisions += decisions(sampled, self.places[first:], self.brought.found.codes)

    def count(self) -> None:
        """Say which codings count, of a new framework that two coded; otherwise all do. When everything is coded."""
        if self.sample is None:
            return
        decided = sorted(self.decisions, key=lambda one: one.at)
        holds = {(one.entry_id.hex, one.code_id.hex): one.holds for one in decided}
        given = [(row[2], row[3], row[4]) for row in self.codings]
        counts = list(counting(given, self.sample.first_id.hex, self.sample.second_id.hex, holds))
        self.codings = [(*row[:9], one, row[10]) for row, one in zip(self.codings, counts, strict=True)]
        self._numbers = [(*row[:5], int(one)) for row, one in zip(self._numbers, counts, strict=True)]

    @property
    def all_count(self) -> bool:
        """Whether more than one coder counts in it, now that something came in: it is in no sample."""
        several = len({coder for _, _, coder, *_ in self.given}) > 1
        return several and bool(self.codings) and self.sample is None and self.hex not in self.brought.in_samples

    def packed(self) -> Packed:
        """As `coding.packing` packs them: by place in the text, then by code and coder."""
        return packed(self.framework.pk, sorted(self._numbers, key=itemgetter(ENTRY_AT, START, END, CODE, CODER)))

    def _segment(self, segment: Segment, starts: Sequence[int], first: int, lengths: Sequence[int]) -> None:
        spans = list(_spans(segment, starts, lengths))
        if not spans:
            self.brought.unheld["Selections of headings alone"] += 1
        elif not segment.codings:
            self._entry_memos(segment, self.places[first + spans[0][0]])
        else:
            self.brought.unheld["Selections over several entries, parted among them"] += len(spans) > 1
            memo = self.brought.said(segment.memos, segment.memo) if segment.memos or segment.memo else ""
            for at, start, end in spans:
                self._codings(segment, memo, first + at, start, end, is_whole=end - start == lengths[at])

    def _codings(self, segment: Segment, memo: str, at: int, start: int, end: int, *, is_whole: bool) -> None:
        entry = self.places[at]
        for _, its_code, by, when in segment.codings:
            if its_code not in self.brought.codes:
                self.brought.unheld["Codings with what is no code in the codebook"] += 1
                continue
            code, code_number = self.brought.codes[its_code]
            coder, coder_number = self.brought.coder(by or segment.by)
            key = (entry, code_number, coder_number, start, end)
            if self.is_blind and coder != self.brought.own:
                self.brought.unheld[BLIND] += 1
                continue
            if key in self.given:
                self.brought.unheld[THERE] += 1
                if memo and memo != self.given[key] and self._note(entry, memo, by or segment.by, when or segment.at):
                    self.brought.unheld[SECOND_MEMO] += 1
                continue
            if coder in self.brought.others_of_the_team:
                self.brought.unheld[OF_THE_TEAM] += 1
                continue
            self.given[key] = memo
            made = moment(time_said(when or segment.at))
            self.codings.append((next(self.ids), self.hex, entry, code, coder, start, end, is_whole, memo, True, made))
            self._numbers.append((at, code_number, coder_number, start, end, 1))

    def _entry_memos(self, segment: Segment, entry: str) -> None:
        if segment.memo:
            self._note(entry, plain(segment.memo), segment.by, segment.at)
        for its_id in segment.memos:
            self._memo(entry, its_id)

    def _memo(self, entry: str | None, its_id: str) -> None:
        memo = self.brought.memos.get(its_id)
        self._note(entry, self.brought.said((its_id,)), memo.by if memo else "", memo.at if memo else "")

    def _note(self, entry: str | None, text: str, by: str, at: str) -> bool:
        """Whether it is new."""
        who = self.brought.named(by)
        if not text or (entry, text, who) in self.noted:
            return False
        self.noted |= {(entry, text, who), (entry, text, "")}
        if not self.brought.may_bring(by, is_blind=self.is_blind):
            return False
        about = Memo.About.ENTRY if entry else Memo.About.FRAMEWORK
        self.memos.append(memo_row(self.brought, about, text, by, at, framework=self.hex, entry=entry))
        return True


def memo_row(
    brought: Brought,
    about: Memo.About,
    text: str,
    by: str,
    at: str,
    *,
    framework: str | None = None,
    entry: str | None = None,
    code: Code | None = None,
) -> Row:
    (coder, _), study = brought.coder(by), brought.found.study.pk.hex
    on_code = code.pk.hex if code else None
    return new_hex(), study, about.value, framework, entry, on_code, text, coder, moment(time_said(at))


def text_of(memo: TravellingMemo) -> str:
    """A memo's words, under its name where a program gave it one of its own."""
    own = memo.name in ("", "Memo") or memo.text.startswith(memo.name)
    return plain(memo.text if own else f"{memo.name}\n{memo.text}")


def _key(position: int) -> str:
    return f"{position + 1:016x}"


def _spans(segment: Segment, starts: Sequence[int], lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The words of a segment, entry by entry: which, from where, to where. What lies in headings falls away."""
    at = max(0, bisect_right(starts, segment.start) - 1)
    while at < len(starts) and starts[at] < segment.end:
        start = max(segment.start - starts[at], 0)
        end = min(segment.end - starts[at], lengths[at])
        if start < end:
            yield at, start, end
        at += 1
