"""The one way in: a sealed bundle is verified, judged by the inclusion rule, and kept, or refused and not kept.

Upload, command and dispatch on the same installation all come through `receive`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.bundle.findings import Finding, Wrong
from concentric.method.exchange.bundle.keys import OpeningKey, SignerKey
from concentric.method.exchange.bundle.verifying import Received, Signer, Verified, verify
from concentric.method.records.canonical import to_plain
from concentric.method.records.framework import Framework as Document
from concentric.method.records.submission import Submission
from concentric.method.records.submission_words import Kind
from concentric.research.frameworks.attributes import proposed_values
from concentric.research.frameworks.classifying import keep_words
from concentric.research.frameworks.entries import lay_out
from concentric.research.frameworks.inclusion import rule_of, ruled_out
from concentric.research.frameworks.keys import identity_of
from concentric.research.frameworks.leaving import clear, hold
from concentric.research.frameworks.models import Framework, ReceivedBundle, Site, Study
from concentric.research.frameworks.permissions import check_can_receive
from concentric.research.frameworks.researcher import Researcher


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a bundle that was taken in. `site` is the letter; `ruled_out` says why the rule leaves it out.

    `followed`: what became of the coding of a framework that was corrected, counted (`correcting.followers`).
    """

    kind: Kind
    code: str
    site: str
    version: int
    included: bool
    ruled_out: tuple[str, ...]
    followed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of several files: its receipt, or why it was refused."""

    name: str
    receipt: Receipt | None
    reason: str = ""


class NotReceived(Refusal):
    """A bundle that was refused, and nothing of it kept. `findings` say what is wrong, and repeat no content."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(" ".join(map(str, findings)))
        self.findings = findings


def receive(
    sealed: bytes, *, study: Study, opener: OpeningKey | str | None = None, by: Researcher | None = None
) -> Receipt:
    """Take in a framework, a correction or a withdrawal. Raises Refusal (NotReceived), and keeps nothing then.

    `opener` is the study's key, or a passphrase, where this installation does not hold the key; it is not kept.
    `by` is the researcher who uploads; without one, it comes from the site by itself.
    """
    if by is not None:
        check_can_receive(by)
    submission = _verified(sealed, study, opener or identity_of(study))
    if submission.kind is Kind.FRAMEWORK and study.status != Study.Status.OPEN:
        raise Refusal("This study is closed to new frameworks.")
    site = study.sites.get(pk=uuid.UUID(submission.site))
    try:
        # The trail names no bundle and no code: its times must not tell which dispatch became which framework.
        with recorded(by or site, "bundle.received", study, kind=submission.kind.value, site=site.letter) as note:
            bundle = _note_bundle(study, site, submission)
            framework, followed = _apply(bundle, submission)
            note.details |= followed
    except IntegrityError:  # the same one, or one of the same code, in the same moment
        raise NotReceived(Finding(Wrong.REPLAYED)) from None
    return Receipt(
        kind=submission.kind,
        code=framework.code,
        site=site.letter,
        version=framework.version,
        included=framework.included,
        ruled_out=tuple(framework.ruled_out),
        followed=followed,
    )


def receive_each(
    files: Iterable[tuple[str, bytes]], *, study: Study, opener: OpeningKey | str | None, by: Researcher
) -> list[Outcome]:
    """Take in several files, each by itself. A refused one stops none of the others; the trail says it was refused."""
    return [_outcome(name, sealed, study, opener, by) for name, sealed in files]


def _outcome(name: str, sealed: bytes, study: Study, opener: OpeningKey | str | None, by: Researcher) -> Outcome:
    try:
        return Outcome(name, receive(sealed, study=study, opener=opener, by=by))
    except Refusal as refusal:
        found = refusal.findings if isinstance(refusal, NotReceived) else ()
        with recorded(by, "bundle.refused", study, wrong=sorted({one.wrong.value for one in found})):
            return Outcome(name, None, refusal.reason)


def _verified(sealed: bytes, study: Study, opener: OpeningKey | str) -> Submission:
    outcome = verify(
        sealed,
        opener,
        signers=[Signer(SignerKey.read(site.signer), str(site.pk)) for site in study.sites.exclude(signer="")],
        study=str(study.pk),
        received=_received(study),
    )
    if not isinstance(outcome, Verified):
        raise NotReceived(*outcome)
    return outcome.submission


def _received(study: Study) -> dict[str, Received]:
    """Every bundle had; a framework's own (`Framework.bundle`) is the current one while it is held."""
    rows = ReceivedBundle.objects.filter(study=study).order_by().values_list("pk", "site", "code", "framework__status")
    return {str(pk): Received(str(site), code, status == Framework.Status.HELD) for pk, site, code, status in rows}


def _note_bundle(study: Study, site: Site, submission: Submission) -> ReceivedBundle:
    bundle = ReceivedBundle(
        id=uuid.UUID(submission.bundle),
        study=study,
        site=site,
        kind=submission.kind.value,
        code=submission.code,
        received_on=timezone.localdate(),
    )
    bundle.save(force_insert=True)
    return bundle


def _apply(bundle: ReceivedBundle, submission: Submission) -> tuple[Framework, dict[str, int]]:
    document = submission.framework
    if submission.kind is Kind.FRAMEWORK and document:
        new = Framework.objects.create(
            study=bundle.study, site=bundle.site, code=bundle.code, bundle=bundle, **_contents(bundle, document)
        )
        return new, lay_out(new, document)
    framework = hold(Framework.objects.filter(study=bundle.study, code=bundle.code))
    if str(framework.bundle_id) != submission.supersedes or framework.status != Framework.Status.HELD:
        raise NotReceived(Finding(Wrong.SUPERSEDES_PAST))
    for name, value in _contents(bundle, document).items():
        setattr(framework, name, value)
    framework.bundle = bundle
    if document is None:
        framework.status, framework.silences = Framework.Status.WITHDRAWN, []
        clear(Framework.objects.filter(pk=framework.pk))  # reasons and memos too: they may speak of what was in it
    else:
        framework.version += 1
        latest = framework.inclusion_decisions.first()
        framework.included = latest.included if latest else framework.included
        keep_words(framework, document)
    framework.save()
    return framework, lay_out(framework, document) if document else {}


def _contents(bundle: ReceivedBundle, document: Document | None) -> dict[str, Any]:
    """What a framework row holds of a document, and what the rule says of it; of a withdrawal, nothing."""
    plain = to_plain(document) if document else None
    attributes = document.attributes if document else None
    reasons = ruled_out(rule_of(bundle.study), plain) if plain else []
    return {
        "document": plain,
        "cohort": attributes.cohort.value if attributes and attributes.cohort else "",
        "age_low": attributes.age.low if attributes and attributes.age else None,
        "age_high": attributes.age.high if attributes and attributes.age else None,
        "ruled_out": reasons,
        "included": document is not None and not reasons,
        "values": proposed_values(document, bundle.site.letter) if document else {},
        "settled": {},
        "received_on": bundle.received_on,
    }
