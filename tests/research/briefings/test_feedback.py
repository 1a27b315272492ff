"""A site's feedback sheet: its own frameworks by count, the others as one or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from concentric.research.briefings.feedback import feedback_for
from concentric.research.coding.actions import re_place
from concentric.research.frameworks.models import Entry, Framework, Site
from tests.factories.coding import make_coded_study

pytestmark = pytest.mark.django_db


def rows(report, title: str) -> dict[str, tuple[str, ...]]:
    found = next(block for block in report.blocks if getattr(block, "title", "") == title)
    return {row[0]: row[1:] for row in found.rows}


def test_a_site_hears_of_its_frameworks_and_of_the_others_only_together():
    study = make_coded_study(8, coded=False)
    world = study.world
    third = Site.objects.create(study=world.study, letter="Z")
    for framework, site in zip(study.frameworks[2:], [world.other_site] * 3 + [third] * 3, strict=True):
        Framework.objects.filter(pk=framework.pk).update(
            site=site, received_on=timezone.localdate() - timedelta(days=1)
        )
    re_place(researcher=world.coder, entry=study.entry(0, 0), context="individual", column="vulnerability")

    report = feedback_for(world.lead, world.site, timezone.now())
    filled = rows(report, "Your frameworks")
    assert filled["Frameworks"] == ("2", "5"), "the sixth waits for four more"
    assert filled["Entries read in another place"] == ("1 of 10 (10%)", "0%")
    contexts = rows(report, "Each context, as you wrote it")
    assert contexts["School"] == ("2.0", "0 of 2 (0%)", "0 of 5 (0%)"), "as it was written, not as it was read"
    assert contexts["Family and home"][1:] == ("2 of 2 (100%)", "5 of 5 (100%)")
    assert rows(report, "Re-placed entries") == {"School · Risk": ("Individual · Vulnerability", "1")}

    Framework.objects.filter(study=world.study, site=third).update(included=False)
    alone = rows(feedback_for(world.lead, world.site, timezone.now()), "Your frameworks")
    assert alone["Frameworks"] == ("2", "–"), "one other site would be told apart"


def test_two_sheets_do_not_tell_of_one_newcomer_and_few_of_the_others_are_not_told():
    study = make_coded_study(12, coded=False)
    world = study.world
    third = Site.objects.create(study=world.study, letter="Z")
    for day, (framework, site) in enumerate(zip(study.frameworks[2:], [world.other_site, third] * 5, strict=True)):
        Framework.objects.filter(pk=framework.pk).update(
            site=site, received_on=timezone.localdate() - timedelta(days=20 - day)
        )
    Entry.objects.filter(framework=study.frameworks[2], first_context="school").delete()

    def told():
        return feedback_for(world.lead, world.site, timezone.now())

    assert rows(told(), "Each context, as you wrote it")["School"][2] == "hidden", "1 of 10"
    Framework.objects.filter(pk=study.frameworks[11].pk).update(included=False)
    before = rows(told(), "Your frameworks")
    Framework.objects.filter(pk__in=[one.pk for one in study.frameworks[8:11]]).update(included=False)
    Entry.objects.filter(framework=study.frameworks[8]).delete()
    assert before["Frameworks"] == ("2", "5")
    assert rows(told(), "Your frameworks") == before, "six of the others, or nine: the first five are told of"
