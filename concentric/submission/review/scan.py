"""Looking through every passage for identifiers, and bringing decisions already made along."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from concentric.casework.base import LINE, SHORT
from concentric.foundation.accounts.viewer import Viewer
from concentric.method.deidentify.find import find
from concentric.method.deidentify.pseudonyms import Pseudonyms
from concentric.method.deidentify.spans import Span, Tier
from concentric.submission.review.models import Finding, FindingDecision, Outgoing
from concentric.submission.review.outgoing import fingerprint, pseudonyms_for
from concentric.submission.review.passages import Passage, passages
from concentric.submission.review.pseudonyms import keep
from concentric.submission.review.roster import roster_of

Decision = Finding.Decision
BY_REVIEWER = "reviewer"
_FIELDS = ("tier", "kind", "reason", "key", "proposed", "decision", "replacement")


def scan(viewer: Viewer, outgoing: Outgoing) -> None:
    """Find again. A decision stays with its span; what it stood for follows the case's pseudonyms.

    Kept words that turn out to be a name on the case are undecided again, and so are kept ages once the age itself
    leaves wider or not at all. The caller saves `outgoing`.
    """
    roster = roster_of(outgoing.case)
    pseudonyms = pseudonyms_for(outgoing, roster)
    earlier: dict[str, list[Finding]] = defaultdict(list)
    for finding in outgoing.findings.all():
        earlier[finding.passage].append(finding)
    changes = _Changes(outgoing, pseudonyms)
    for passage in passages(outgoing):
        changes.passage(passage, find(passage.text, roster), earlier.pop(passage.path, []))
    changes.gone += [finding for findings in earlier.values() for finding in findings]
    changes.write(viewer)
    keep(outgoing.case, pseudonyms)
    outgoing.scanned = fingerprint(outgoing, roster)


@dataclass
class _Cluster:
    """Spans and earlier findings that touch each other: one finding comes of them."""

    start: int
    end: int
    spans: list[Span]
    earlier: list[Finding]


@dataclass
class _Changes:
    """What a scan makes of the findings: new ones, changed ones, and those that are gone."""

    outgoing: Outgoing
    pseudonyms: Pseudonyms
    new: list[Finding] = field(default_factory=list)
    changed: list[Finding] = field(default_factory=list)
    reopened: list[Finding] = field(default_factory=list)
    gone: list[Finding] = field(default_factory=list)

    def passage(self, passage: Passage, spans: Iterable[Span], earlier: list[Finding]) -> None:
        decided = [finding for finding in earlier if finding.by_hand or finding.decision != Decision.UNDECIDED]
        known = {(finding.start, finding.end): finding for finding in earlier}
        for cluster in _clusters(spans, decided):
            finding = known.pop((cluster.start, cluster.end), None)
            if finding is None:
                self.new.append(self._made(passage, cluster))
            else:
                self._met_again(passage, finding, cluster.spans)
        self.gone += known.values()

    def _made(self, passage: Passage, cluster: _Cluster) -> Finding:
        finding = Finding(outgoing=self.outgoing, passage=passage.path, start=cluster.start, end=cluster.end)
        finding.by_hand = any(one.by_hand for one in cluster.earlier)
        self._describe(passage, finding, max(cluster.spans, key=lambda span: span.end - span.start))
        return finding

    def _met_again(self, passage: Passage, finding: Finding, spans: list[Span]) -> None:
        """Only a span of just these words says anew what they are: by hand more may have been marked."""
        before = [getattr(finding, name) for name in _FIELDS]
        words = passage.text[finding.start : finding.end]
        is_news = finding.tier != Tier.KNOWN and any(span.tier == Tier.KNOWN for span in spans)
        was_to_stay = finding.proposed == words
        follows = finding.decision == Decision.REPLACE and finding.replacement == finding.proposed
        for span in spans:
            if (span.start, span.end) == (finding.start, finding.end):
                self._describe(passage, finding, span)
        if follows:
            finding.replacement = finding.proposed
        is_news = is_news or (was_to_stay and finding.proposed != words)
        if is_news and finding.decision == Decision.KEEP:
            finding.decision, finding.replacement = Decision.UNDECIDED, ""
            self.reopened.append(finding)
        if before != [getattr(finding, name) for name in _FIELDS]:
            self.changed.append(finding)

    def _describe(self, passage: Passage, finding: Finding, span: Span) -> None:
        words = passage.text[finding.start : finding.end]
        finding.tier, finding.kind, finding.reason = span.tier.value, span.kind, span.reason
        finding.key = span.key[:LINE]
        finding.proposed = self.pseudonyms.of(span, words)[:SHORT]

    def write(self, viewer: Viewer) -> None:
        Finding.objects.filter(pk__in=[finding.pk for finding in self.gone]).delete()
        Finding.objects.bulk_create(self.new)
        Finding.objects.bulk_update(self.changed, _FIELDS, batch_size=200)
        note_decisions(viewer, self.reopened)


def note_decisions(viewer: Viewer, findings: Iterable[Finding], undoes: uuid.UUID | None = None) -> uuid.UUID:
    """Log how findings stand now, as one step."""
    step = uuid.uuid4()
    FindingDecision.objects.bulk_create(
        FindingDecision(
            outgoing_id=finding.outgoing_id,
            finding=finding,
            passage=finding.passage,
            start=finding.start,
            end=finding.end,
            step=step,
            undoes=undoes,
            decision=finding.decision,
            replacement=finding.replacement,
            by=viewer.membership,
        )
        for finding in findings
    )
    return step


def _clusters(spans: Iterable[Span], earlier: Iterable[Finding]) -> Iterator[_Cluster]:
    """Spans and findings that overlap, together, in the order of the text."""
    found = [_Cluster(span.start, span.end, [span], []) for span in spans]
    found += [_Cluster(finding.start, finding.end, [], [finding]) for finding in earlier]
    held: _Cluster | None = None
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if held and one.start < held.end:
            held.end = max(held.end, one.end)
            held.spans += one.spans
            held.earlier += one.earlier
            continue
        if held:
            yield held
        held = one
    if held:
        yield held
