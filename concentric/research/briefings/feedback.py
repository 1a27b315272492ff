"""What a site may hear of its own frameworks: how they were filled, what was misplaced, which contexts were silent.

The others stand beside it as one (`others`).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.method.exchange.report.content import Block, Heading, Report, Sheet, Words
from concentric.method.instrument.grid import COLUMN, CONTEXT, CONTEXTS
from concentric.research.briefings.filled import Filled, filled, sent
from concentric.research.briefings.others import Others, Told, keep, mean, share, told_of_others
from concentric.research.frameworks.models import Site
from concentric.research.frameworks.permissions import check_can_take_files
from concentric.research.frameworks.researcher import Researcher


def feedback_for(site: Site, made: datetime) -> Report:
    """The sheet of one site."""
    return _report(site, told_of_others(site, made), made)


def hand_out(*, researcher: Researcher, site: Site, file_format: str) -> Report:
    """The sheet, to be taken as a file. Raises Refusal."""
    check_can_take_files(researcher)
    with recorded(researcher, "feedback.downloaded", site, file_format=file_format) as note:
        Site.objects.select_for_update().get(pk=site.pk)  # who takes it at the same time is told the same
        made = timezone.localtime()
        told = told_of_others(site, made)
        keep(site, told)
        note.details["others_counted_anew"] = bool(told.frameworks)
        return _report(site, told, made)


def _report(site: Site, told: Told, made: datetime) -> Report:
    own = filled(sent(site.study).filter(site=site)).get(site.letter, Filled(1))
    title = f"Feedback for site {site.letter}"
    return Report(title, site.study.name, f"For site {site.letter} alone", made, tuple(_blocks(own, told.others)))


def _blocks(own: Filled, others: Others | None) -> list[Block]:
    if not own.frameworks:
        return [Words("The study has no framework of this site.")]
    return [
        Words(
            "Thank you for your frameworks. This sheet is for your site alone: it says how they were filled, what the "
            "researchers read in another place than where it was written, and where nothing was written at all."
        ),
        Heading("How they were filled"),
        _how(own, others),
        Heading("Contexts"),
        _contexts(own, others),
        Words(
            "A context without an entry may have been discussed and found clear, or not discussed. Marking which of "
            "the two it was takes one key in the meeting, and makes your framework say much more.",
            is_quiet=True,
        ),
        Heading("What was read elsewhere"),
        *_moves(own),
    ]


def _how(own: Filled, others: Others | None) -> Sheet:
    moved = sum(own.moved.values())
    rows = (
        ("Frameworks", str(own.frameworks), others.frameworks if others else "–"),
        ("Entries in a framework", mean(own.entries, own.frameworks), others.entries if others else "–"),
        ("Entries without a source", share(own.without_source, own.entries), others.without_source if others else "–"),
        ("Entries read in another place", share(moved, own.entries), others.moved if others else "–"),
    )
    note = (
        f"The other sites as they stood on {others.day}. What is true of only few of them is hidden, and they are told "
        "of anew when five of their frameworks came, or left."
        if others
        else "The other sites are too few to be shown without being told apart."
    )
    return Sheet("Your frameworks", ("What was counted", "Your site", "The other sites together"), rows, note)


def _contexts(own: Filled, others: Others | None) -> Sheet:
    rows = []
    for context in CONTEXTS:
        key = context.key.value
        silent, theirs = own.frameworks - own.in_context[key], others.silent[key] if others else "–"
        rows.append((context.label, mean(own.entries_in[key], own.frameworks), share(silent, own.frameworks), theirs))
    head = ("Context", "Entries in a framework", "Frameworks with none", "With none, other sites")
    return Sheet("Each context, as you wrote it", head, tuple(rows))


def _moves(own: Filled) -> list[Block]:
    if not own.moved:
        return [Words("Everything was read where it was written.")]
    rows = tuple(
        (_place(first_context, first_column), _place(context, column), str(count))
        for (first_context, first_column, context, column), count in own.moved.most_common()
    )
    return [
        Words(
            "What is true of the young person belongs under the individual, even where it happens at school; under a "
            "context belongs what is true of the context. What was agreed belongs among the planned actions."
        ),
        Sheet("Re-placed entries", ("Written under", "Read under", "Entries"), rows, numbers=False),
    ]


def _place(context: str, column: str) -> str:
    where = [CONTEXT[context].short] if context in CONTEXT else []
    return " · ".join([*where, *([COLUMN[column].short] if column in COLUMN else [])]) or "Outside the grid"
