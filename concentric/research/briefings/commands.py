"""`concentric study audit-release`: the attacker, from the command line."""

from __future__ import annotations

import click

from concentric.config.command_support import format_option, show
from concentric.method.analysis.disclosure.check import left_open
from concentric.research.briefings.models import Briefing
from concentric.research.briefings.protection import worked_out
from concentric.research.briefings.standing import standing_of
from concentric.research.frameworks.commands import find_study, study, study_option


@study.command("audit-release")
@study_option
@click.option("--briefing", "title", help="Its title; otherwise the newest draft.")
@format_option
def audit_release(named: str | None, title: str | None, layout: str) -> None:
    """For every small count of a briefing: what all that is shown, with earlier releases, leaves open about it.

    Fails when any can be worked out, or is shown.
    """
    found = Briefing.objects.filter(study=find_study(named)).select_related("snapshot", "study").order_by("-at")
    found = found.filter(title__iexact=title) if title else found.filter(state=Briefing.State.DRAFT)
    briefing = found.first()
    if briefing is None:
        raise click.ClickException("The study has no such briefing." if title else "The study has no draft briefing.")
    standing = standing_of(briefing)
    protection = standing.protection
    for further in worked_out(protection, standing.release, standing.policy):
        protection = further
    hidden = frozenset(protection.hidden)
    if briefing.published:
        hidden = frozenset(standing.figures.gathered.release().by_key) - briefing.published["counts"].keys()
    unseen = hidden | standing.release.unprinted
    rows, given_away = [], 0
    for key, left in left_open(standing.release, standing.policy, hidden).items():
        is_open = key in unseen and left.values >= standing.policy.enough(standing.release.by_key[key])
        given_away += not is_open
        rows.append({"count": standing.in_words(str(key)), "least": left.low, "most": left.high, "open": is_open})
    show(rows, layout)
    if given_away or protection.problems:
        told = " ".join([f"{given_away} of {len(rows)} small counts are given away.", *protection.problems])
        raise click.ClickException(told)


commands: list[click.Command] = []  # it is one of `concentric study`
