"""A site's feedback sheet: its own frameworks by count, the others as one or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from concentric.foundation.audit.models import AuditEvent
from concentric.foundation.permissions.checks import Refusal
from concentric.research.briefings.feedback import feedback_for, hand_out
from concentric.research.briefings.models import HandedOut
from concentric.research.coding.actions import re_place
from concentric.research.cohorts.models import Mark
from concentric.research.frameworks.leaving import clear
from concentric.research.frameworks.models import Entry, Framework, Site
from tests.factories.coding import CodedStudy, make_coded_study

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

    report = feedback_for(world.site, timezone.now())
    filled = rows(report, "Your frameworks")
    assert filled["Frameworks"] == ("2", "5"), "the sixth waits for four more"
    assert filled["Entries read in another place"] == ("1 of 10 (10%)", "0%")
    contexts = rows(report, "Each context, as you wrote it")
    assert contexts["School"] == ("2.0", "0 of 2 (0%)", "0 of 5 (0%)"), "as it was written, not as it was read"
    assert contexts["Family and home"][1:] == ("2 of 2 (100%)", "5 of 5 (100%)")
    assert rows(report, "Re-placed entries") == {"School · Risk": ("Individual · Vulnerability", "1")}

    Framework.objects.filter(study=world.study, site=third).update(included=False)
    alone = rows(feedback_for(world.site, timezone.now()), "Your frameworks")
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
        return feedback_for(world.site, timezone.now())

    assert rows(told(), "Each context, as you wrote it")["School"][2] == "hidden", "1 of 10"
    Framework.objects.filter(pk=study.frameworks[11].pk).update(included=False)
    before = rows(told(), "Your frameworks")
    Framework.objects.filter(pk__in=[one.pk for one in study.frameworks[8:11]]).update(included=False)
    Entry.objects.filter(framework=study.frameworks[8]).delete()
    assert before["Frameworks"] == ("2", "5")
    assert rows(told(), "Your frameworks") == before, "six of the others, or nine: the first five are told of"


@pytest.fixture
def seventeen() -> CodedStudy:
    """Two of the site, fifteen of two others, the last of them received today; the third of these says nothing."""
    study = make_coded_study(17, coded=False)
    third = Site.objects.create(study=study.world.study, letter="Z")
    for day, framework in enumerate(study.frameworks[2:]):
        Framework.objects.filter(pk=framework.pk).update(
            site=(study.world.other_site, third)[day % 2], received_on=timezone.localdate() - timedelta(days=14 - day)
        )
    Entry.objects.filter(framework=study.frameworks[4]).delete()
    return study


def others(report) -> list[str]:
    """All that a sheet says of them."""
    told = [
        one
        for one in report.blocks
        if getattr(one, "title", "") in ("Your frameworks", "Each context, as you wrote it")
    ]
    return [*(row[-1] for one in told for row in one.rows), told[0].note]


def leave(study: CodedStudy, *places: int) -> None:
    gone = [study.frameworks[place].pk for place in places]
    clear(Framework.objects.filter(pk__in=gone))
    Framework.objects.filter(pk__in=gone).update(status=Framework.Status.WITHDRAWN, included=False)


def test_two_sheets_around_one_departure_say_the_same_of_the_others(seventeen: CodedStudy) -> None:
    world = seventeen.world
    first = hand_out(researcher=world.lead, site=world.site, file_format="pdf")
    assert others(first)[:2] == ["10", "4.5"]
    leave(seventeen, 4)
    second = hand_out(researcher=world.lead, site=world.site, file_format="docx")
    assert others(second) == others(first)
    assert others(feedback_for(world.site, timezone.now())) == others(first), "the page says what the file does"

    HandedOut.objects.all().delete()
    assert others(feedback_for(world.site, timezone.now()))[:2] == ["10", "5.0"], "counted now: the one was silent"


def test_what_was_handed_out_leads_to_nobody_who_left_and_holds_nothing_hidden(seventeen: CodedStudy) -> None:
    world = seventeen.world
    hand_out(researcher=world.lead, site=world.site, file_format="pdf")
    kept = HandedOut.objects.get()
    assert kept.others["silent"]["school"] == "hidden", "1 of 10"
    assert Mark.objects.filter(pk__in=kept.marks, framework=seventeen.frameworks[4]).exists()
    leave(seventeen, 4)
    assert Mark.objects.filter(pk__in=kept.marks).count() == 9


def test_the_others_are_counted_anew_when_five_came_and_never_so_that_two_sheets_differ_by_few(
    seventeen: CodedStudy,
) -> None:
    world = seventeen.world
    first = hand_out(researcher=world.lead, site=world.site, file_format="pdf")
    Framework.objects.filter(pk=seventeen.frameworks[16].pk).update(
        received_on=timezone.localdate() - timedelta(days=1)
    )
    second = hand_out(researcher=world.lead, site=world.site, file_format="pdf")
    assert (others(first)[0], others(second)[0]) == ("10", "15")

    leave(seventeen, 4, 12, 13, 14, 15)
    third = hand_out(researcher=world.lead, site=world.site, file_format="pdf")
    assert others(third) == others(second), "five left since the second; since the first, one"
    assert HandedOut.objects.count() == 2


def test_only_who_may_take_files_takes_a_sheet_and_each_is_in_the_trail(seventeen: CodedStudy) -> None:
    world = seventeen.world
    with pytest.raises(Refusal):
        hand_out(researcher=world.reader, site=world.site, file_format="pdf")
    for file_format in ("pdf", "docx"):
        hand_out(researcher=world.lead, site=world.site, file_format=file_format)
    details = AuditEvent.objects.filter(verb="feedback.downloaded").order_by("pk").values_list("details", flat=True)
    assert [(one["file_format"], one["others_counted_anew"]) for one in details] == [("pdf", True), ("docx", False)]
