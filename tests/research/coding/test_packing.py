"""Tables read codings from their packed form: it holds every one, also of two coders who code in the same moment."""

from __future__ import annotations

from django.db import transaction

from concentric.research.coding.coders import coder_of
from concentric.research.coding.models import Coding, Packed
from concentric.research.coding.packing import coded_rows
from tests.factories.coding import CodedStudy, make_coded_study
from tests.support.two_connections import meanwhile


def two_coders() -> CodedStudy:
    coded = make_coded_study(1, coded=False)
    with transaction.atomic():
        coder_of(coded.world.coder)
        coder_of(coded.world.lead)
    return coded


def test_two_who_code_a_framework_at_once_both_count(committed: None) -> None:
    coded = two_coders()
    with meanwhile(lambda: coded.code_entry("attitudes", 0, 2, by=coded.world.lead)):
        coded.code_entry("duty")
    assert len(coded_rows(coded.world.study).rows) == Coding.objects.filter(framework=coded.frameworks[0]).count() == 2


def test_what_is_coded_while_a_table_packs_counts(committed: None) -> None:
    coded = two_coders()
    coded.code_entry("duty")
    Packed.objects.filter(framework=coded.frameworks[0]).delete()
    with meanwhile(lambda: coded.code_entry("attitudes", 0, 2)):
        assert len(coded_rows(coded.world.study).rows) == 1
    assert len(coded_rows(coded.world.study).rows) == 2


def test_a_table_packs_what_is_coded_meanwhile(committed: None) -> None:
    coded = two_coders()
    Packed.objects.filter(framework=coded.frameworks[0]).delete()
    with meanwhile(lambda: coded_rows(coded.world.study)):
        coded.code_entry("duty")
    assert len(coded_rows(coded.world.study).rows) == 1
