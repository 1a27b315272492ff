"""A site's feedback sheet: its own frameworks by count, the others as one or not at all."""

from __future__ import annotations

import pytest
from django.utils import timezone

from concentric.research.briefings.feedback import feedback_for
from concentric.research.coding.actions import re_place
from concentric.research.frameworks.models import Framework, Site
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
        Framework.objects.filter(pk=framework.pk).update(site=site)
    re_place(researcher=world.coder, entry=study.entry(0, 0), context="individual", column="vulnerability")

    report = feedback_for(world.lead, world.site, timezone.now())
    filled = rows(report, "Your frameworks")
    assert filled["Frameworks"] == ("2", "6")
    assert filled["Entries read in another place"] == ("1 of 10 (10%)", "0%")
    contexts = rows(report, "Each context, as you wrote it")
    assert contexts["School"] == ("2.0", "0 of 2 (0%)", "0 of 6 (0%)"), "as it was written, not as it was read"
    assert contexts["Family and home"][1:] == ("2 of 2 (100%)", "6 of 6 (100%)")
    assert rows(report, "Re-placed entries") == {"School · Risk": ("Individual · Vulnerability", "1")}

    Framework.objects.filter(study=world.study, site=third).update(included=False)
    alone = rows(feedback_for(world.lead, world.site, timezone.now()), "Your frameworks")
    assert alone["Frameworks"] == ("2", "–"), "one other site would be told apart"
