"""Deciding on findings: one, all that are alike, or a whole group that was shown; and taking the last step back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.deidentify.folding import folded
from concentric.method.deidentify.spans import is_doubtful
from concentric.submission.review.actions.locking import lock_for_review
from concentric.submission.review.groups import Group, group_of
from concentric.submission.review.models import Finding, FindingDecision, Outgoing
from concentric.submission.review.passages import passages
from concentric.submission.review.queries import last_step
from concentric.submission.review.scan import note_decisions
from concentric.submission.review.states import State

Decision = Finding.Decision


def decide(
    *, viewer: Viewer, finding: Finding, decision: Finding.Decision, replacement: str = "", everywhere: bool = False
) -> int:
    """Replace (by what is proposed, or by other words) or keep; how many findings that decided.

    `everywhere`: all findings alike of all frameworks of the case that are under review.
    """
    outgoing = finding.outgoing
    with recorded(viewer, "finding.decided", outgoing, decision=decision.value, own_words=bool(replacement)) as note:
        lock_for_review(viewer, outgoing)
        alike = _alike(finding, decision) if everywhere else [(finding, _words(outgoing)[finding.pk])]
        for one, words in alike:
            _apply(one, words, decision, replacement)
        _write(viewer, [one for one, _ in alike])
        note.details["findings"] = len(alike)
        return len(alike)


def accept_group(*, viewer: Viewer, outgoing: Outgoing, group: Group, scanned: str) -> int:
    """Decide on everything of a group as it is proposed. `scanned` is what the page showed: it must be so still."""
    with recorded(viewer, "finding.group_accepted", outgoing, group=group.value) as note:
        lock_for_review(viewer, outgoing)
        if scanned != outgoing.scanned:
            raise Refusal("The findings have changed since this page was opened. Look at them again.")
        words = _words(outgoing)
        undecided = outgoing.findings.filter(decision=Decision.UNDECIDED)
        found = [finding for finding in undecided if group_of(finding) is group]
        for finding in found:
            _apply(finding, words[finding.pk], Decision.REPLACE, "")
        _write(viewer, found)
        note.details["findings"] = len(found)
        return len(found)


def undo(*, viewer: Viewer, outgoing: Outgoing) -> int:
    """Take back the viewer's last step; again, the one before it. How many findings stand as before."""
    with recorded(viewer, "finding.undone", outgoing) as note:
        lock_for_review(viewer, outgoing)
        step = last_step(viewer, outgoing)
        if step is None:
            raise Refusal("There is nothing to take back.")
        before = _before(FindingDecision.objects.filter(step=step))
        findings = list(Finding.objects.filter(pk__in=before, outgoing__state=State.REVIEW))
        for finding in findings:
            finding.decision, finding.replacement = before[finding.pk]
        _write(viewer, findings, undoes=step)
        note.details["findings"] = len(findings)
        return len(findings)


def _alike(finding: Finding, decision: Finding.Decision) -> list[tuple[Finding, str]]:
    """What "everywhere" means: to replace, the same person or thing or the same words; to keep, both the same.

    Keeping "Rose" the flower must not keep Rose's other names. A word that may be a name or not shares its decision
    only with those that are as doubtful, and the same word.
    """
    case = finding.outgoing.case_id
    others = Outgoing.objects.filter(case_id=case, state=State.REVIEW).select_related("minutes__meeting__case")
    own = folded(_words(finding.outgoing)[finding.pk])
    doubtful, alike = is_doubtful(finding.tier, finding.kind), []
    for outgoing in others:
        words = _words(outgoing)
        for one in outgoing.findings.all():
            if one.pk not in words or is_doubtful(one.tier, one.kind) != doubtful:
                continue
            tests = (one.key == finding.key, folded(words[one.pk]) == own)
            if all(tests) or (not doubtful and decision == Decision.REPLACE and any(tests)):
                alike.append((one, words[one.pk]))
    return alike


def _words(outgoing: Outgoing) -> dict[uuid.UUID, str]:
    """The words of each finding, by its id."""
    texts = {passage.path: passage.text for passage in passages(outgoing)}
    return {
        finding.pk: texts[finding.passage][finding.start : finding.end]
        for finding in outgoing.findings.all()
        if finding.passage in texts
    }


def _apply(finding: Finding, words: str, decision: Finding.Decision, replacement: str) -> None:
    """What is proposed for an age is the age itself: to accept that is to keep it."""
    instead = replacement.strip() or finding.proposed
    keeps = decision == Decision.KEEP or instead == words
    finding.decision = Decision.KEEP if keeps else Decision.REPLACE
    finding.replacement = "" if keeps else instead


def _write(viewer: Viewer, findings: Iterable[Finding], undoes: uuid.UUID | None = None) -> None:
    changed = list(findings)
    Finding.objects.bulk_update(changed, ["decision", "replacement"], batch_size=500)
    note_decisions(viewer, changed, undoes)


def _before(step: Iterable[FindingDecision]) -> dict[uuid.UUID, tuple[str, str]]:
    """How each finding of a step stood before it: by the decision before, or undecided."""
    ids = {decision.finding_id: decision.pk for decision in step if decision.finding_id}
    before: dict[uuid.UUID, tuple[str, str]] = dict.fromkeys(ids, (Decision.UNDECIDED.value, ""))
    done = set()
    for decision in FindingDecision.objects.filter(finding__in=ids).order_by("at", "id"):
        finding = decision.finding_id
        if finding is None:
            continue
        if decision.pk == ids[finding]:
            done.add(finding)
        elif finding not in done:
            before[finding] = (decision.decision, decision.replacement)
    return before
