"""A project's documents on their way into a study: a batch of frameworks at a time, as rows to be inserted.

The same batches serve the preview, which only counts them, and the import, which writes them. A framework that the
study holds under the same code, in the same words, is given the codings that it does not have; in other words, it is
left alone. Nobody brings in work in the name of somebody else on the team, nor learns by it what they may not see.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from concentric.method.records.coded import CodedProject, Document
from concentric.research.coding.models import Adjudication, Coding, DoubleFramework, Memo
from concentric.research.coding.queries import visible, visible_memos
from concentric.research.exchange.document import Placed, parted, plain, silences_in
from concentric.research.exchange.documents import BEING_IMPORTED
from concentric.research.exchange.framework_rows import Already, Brought, FrameworkRows, Row, memo_row, text_of
from concentric.research.exchange.inserting import new_hex
from concentric.research.exchange.mapping import Incoming, Mapping
from concentric.research.frameworks.models import Entry, Framework
from concentric.research.frameworks.researcher import Researcher
from concentric.research.frameworks.silences import Said, in_words

BATCH = 100


@dataclass
class Batch:
    """Some frameworks with what hangs on them: to be made, or held and given more. `left_out`: those of the new ones
    that were left out where they come from. `seen`: of how many cases.
    """

    rows: list[FrameworkRows]
    left_out: list[Framework] = field(default_factory=list)
    memos: list[Row] = field(default_factory=list)
    seen: int = 0

    @property
    def new(self) -> list[Framework]:
        return [one.framework for one in self.rows if one.already is None]

    @property
    def decisions(self) -> list[Adjudication]:
        return [decision for one in self.rows for decision in one.decisions]

    @property
    def doubles(self) -> list[DoubleFramework]:
        """New frameworks that two coded, of whom one counts."""
        return [DoubleFramework(sample=one.sample, framework=one.framework) for one in self.rows if one.sample]

    @property
    def touched(self) -> list[uuid.UUID]:
        """Frameworks held before that are given codings."""
        return [one.framework.pk for one in self.rows if one.already is not None and one.codings]


class Gatherer:
    """Goes through a project's documents once. What was counted, refused and not taken in is whole when it has."""

    def __init__(self, researcher: Researcher, found: Mapping, project: CodedProject) -> None:
        self.researcher, self.found, self.project = researcher, found, project
        doubles = DoubleFramework.objects.filter(sample__study=found.study).values_list("framework", flat=True)
        self.brought = Brought(
            found,
            {memo.id: memo for memo in project.memos},
            {memo for code in project.codes for memo in code.memos},
            {framework.hex for framework in doubles},
            {framework.hex for framework in doubles.filter(sample__opened_at=None)},
        )
        self.counts: Counter[str] = Counter()
        self.all_count = 0
        self.refused: list[str] = []

    def batches(self) -> Iterator[Batch]:
        waiting: list[tuple[Incoming, list[Document]]] = []
        for group in self._groups():
            waiting.append(group)
            if len(waiting) == BATCH:
                yield self._batch(waiting)
                waiting = []
        yield self._batch(waiting, loose=True)

    def _groups(self) -> Iterator[tuple[Incoming, list[Document]]]:
        """Each case with all its documents, as soon as these are there."""
        case_of: dict[str, Incoming] = {}
        for incoming in self.found.cases.values():
            for its_id in incoming.case.documents:
                case_of.setdefault(its_id, incoming)
        waits = Counter(case_of.values())
        self.brought.unheld["Cases without a text of their own"] += len(self.found.cases) - len(waits)
        pending: defaultdict[Incoming, list[Document]] = defaultdict(list)
        for document in self.project.documents():
            incoming = case_of[document.id]
            pending[incoming].append(document)
            if len(pending[incoming]) == waits[incoming]:
                yield incoming, pending.pop(incoming)
        yield from pending.items()

    def _batch(self, groups: list[tuple[Incoming, list[Document]]], *, loose: bool = False) -> Batch:
        already = _already(self.researcher, [one.known.pk for one, _ in groups if one.known and not one.refused])
        batch = Batch([], seen=len(groups))
        for incoming, documents in groups:
            if rows := self._rows(incoming, documents, already):
                batch.rows.append(rows)
                batch.left_out += [] if incoming.included or incoming.known else [rows.framework]
        batch.memos += self._loose_memos() if loose else ()
        for rows in batch.rows:
            self.counts["frameworks"] += rows.already is None
            self.counts["frameworks held before, with more"] += bool(rows.already and (rows.codings or rows.memos))
            self.counts["entries"] += len(rows.entries)
            self.counts["codings"] += len(rows.codings)
            self.counts["memos"] += len(rows.memos)
            self.counts["decisions between two coders"] += len(rows.decisions)
            self.all_count += rows.all_count
        self.counts["memos"] += len(batch.memos)
        return batch

    def _rows(
        self, incoming: Incoming, documents: list[Document], already: dict[uuid.UUID, Already]
    ) -> FrameworkRows | None:
        laid = [(document, *parted(plain(document.text), document.name)) for document in documents if document.text]
        silences = silences_in(document.text for document in documents)
        placed = [entry for _, _, entries in laid for entry in entries]
        known, held = incoming.known, already.get(incoming.known.pk) if incoming.known else None
        if incoming.refused:
            self.refused.append(incoming.refused)
            return None
        if not laid:
            self.brought.unheld["Documents without a text"] += len(documents)
            return None
        if held and [entry.text for entry in placed] != [text for _, text, *_ in held.entries]:
            self.refused.append(f"{incoming.code}: the study holds a framework of this code in other words.")
            return None
        rows = FrameworkRows(self.brought, known or _framework(self.found, incoming), held)
        if held is None:
            rows.lay_out(placed)
            rows.framework.silences = silences
        else:
            self._tell_what_stays(rows.framework, placed, held, silences)
        first = 0
        for document, text, entries in laid:
            rows.code(document, text.starts, first, [len(entry.text) for entry in entries])
            if held is None and document.id in self.found.samples:
                rows.of_sample(self.found.samples[document.id], first)
            first += len(entries)
        rows.count()
        return rows

    def _tell_what_stays(self, framework: Framework, placed: list[Placed], held: Already, silences: list[Said]) -> None:
        """What the file says otherwise of a framework that the study held before."""
        pairs = zip(placed, held.entries, strict=True)
        elsewhere = sum((one.context, one.column) != there[2:] for one, there in pairs)
        self.brought.unheld["Entries that stand in another place here, where they stay"] += elsewhere
        otherwise = bool(silences) and in_words(silences) != in_words(framework.silences)
        self.brought.unheld["Frameworks of whose empty cells something else is said here, which stays"] += otherwise

    def _loose_memos(self) -> Iterator[Row]:
        """Memos of codes, then those that nothing points to: they are the study's. When the documents are through."""
        there: set[tuple[uuid.UUID | None, str, str]] = set()
        for on_code, text, by in self.found.study.memos.filter(framework=None).values_list("code_id", "text", "by_id"):
            there |= {(on_code, text, by.hex), (on_code, text, "")}
        on_codes = [(self.found.codes.get(code.id), memo) for code in self.project.codes for memo in code.memos]
        alone = [(None, memo) for memo in self.brought.memos if memo not in self.brought.used]
        for code, its_id in [*((code, memo) for code, memo in on_codes if code), *alone]:
            memo = self.brought.memos.get(its_id)
            if memo is None or not (text := text_of(memo)):
                continue
            pk, who = code.pk if code else None, self.brought.named(memo.by)
            if (pk, text, who) not in there and self.brought.may_bring(memo.by):
                there |= {(pk, text, who), (pk, text, "")}
                about = Memo.About.CODE if code else Memo.About.STUDY
                yield memo_row(self.brought, about, text, memo.by, memo.at, code=code)


def _framework(found: Mapping, incoming: Incoming) -> Framework:
    return Framework(
        id=uuid.UUID(new_hex()),
        study=found.study,
        site=incoming.site,
        origin=Framework.Origin.PROJECT,
        code=incoming.code,
        cohort=incoming.values.get("cohort", ""),
        values=incoming.values,
        included=False,
        ruled_out=[BEING_IMPORTED],
        received_on=timezone.localdate(),
    )


def _already(researcher: Researcher, frameworks: list[uuid.UUID]) -> dict[uuid.UUID, Already]:
    """What frameworks held before have, as far as the researcher may see: three queries for a batch."""
    found = {pk: Already() for pk in frameworks}
    if not found:
        return found
    for framework, pk, text, context, column in (
        Entry.objects.filter(framework__in=frameworks)
        .order_by("framework", "position")
        .values_list("framework_id", "pk", "text", "context", "column")
    ):
        found[framework].entries.append((pk.hex, plain(text), context, column))
    codings = visible(researcher, Coding.objects.filter(framework__in=frameworks)).order_by()
    for framework, entry, code, coder, start, end, memo in codings.values_list(
        "framework_id", "entry_id", "code__number", "coder__number", "start", "end", "memo"
    ):
        found[framework].codings[entry.hex, code, coder, start, end] = plain(memo)
    memos = visible_memos(researcher).filter(framework__in=frameworks).select_related(None)
    for framework, entry, text, by in memos.values_list("framework_id", "entry_id", "text", "by_id"):
        about = entry.hex if entry else None
        found[framework].memos |= {(about, plain(text), by.hex), (about, plain(text), "")}
    return found
