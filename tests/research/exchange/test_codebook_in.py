"""A REFI-QDA codebook comes into a study: looked at, taken in by the paths, taken back."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from concentric.foundation.permissions.checks import Refusal
from concentric.method.exchange.refi.writing import write_codebook
from concentric.method.records.coded import Code as TravellingCode
from concentric.research.coding.codebook import take_back_change
from concentric.research.coding.models import Code, Step
from concentric.research.exchange.codebook_in import look_at, take_in
from concentric.research.exchange.project import codes_of
from tests.factories.coding import CodedStudy, make_coded_study
from tests.support.pages import main_form, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def coded() -> CodedStudy:
    return make_coded_study(1, coded=False)


def qdc(*codes: tuple[str, str | None, str, str]) -> bytes:
    """A codebook of (name, name of the one above it, description, colour)."""
    ids: dict[str, str] = {name: str(uuid4()) for name, *_ in codes}
    rows = [TravellingCode(ids[name], name, ids[above] if above else "", *rest) for name, above, *rest in codes]
    out = io.BytesIO()
    write_codebook(rows, out)
    return out.getvalue()


ASKED = (
    ("RISKS", "", "", ""),
    ("peer", "RISKS", "", ""),
    ("Fear of peers", "peer", "As it was said\n\nIncludes:\nAn older young person", "#ABC"),
    ("Harmful attitudes", "peer", "Said otherwise", ""),
    ("Of its own", "", "", ""),
)


def test_codes_come_below_those_that_their_paths_name(coded: CodedStudy) -> None:
    lead, before = coded.world.lead, set(Code.objects.values_list())
    data = qdc(*ASKED)
    coming = look_at(researcher=lead, data=data)
    assert coming.new == ("RISKS › peer › Fear of peers", "Of its own")
    assert coming.there == ("RISKS", "RISKS › peer", "RISKS › peer › Harmful attitudes")
    assert [note.partition(":")[0] for note in coming.notes] == ["RISKS › peer › Harmful attitudes"]
    assert set(Code.objects.filter(is_removed=False).values_list()) == before
    assert take_in(researcher=lead, data=data, reason="From the pilot") == 2
    made = Code.objects.get(name="Fear of peers")
    assert (made.parent_id, made.description, made.includes) == (
        coded.codes["peer"].pk, "As it was said", "An older young person",
    )  # fmt: skip
    assert made.colour == "#aabbcc"
    step = Step.objects.get(verb="codebook.imported")
    assert (step.words, step.reason) == ("Took in 2 codes from a file", "From the pilot")
    take_back_change(researcher=lead, step=step)
    assert set(Code.objects.filter(is_removed=False).values_list()) == before


def test_a_study_s_own_codebook_brings_nothing_new(coded: CodedStudy) -> None:
    out = io.BytesIO()
    write_codebook(codes_of(coded.world.lead), out)
    coming = look_at(researcher=coded.world.lead, data=out.getvalue())
    assert (coming.new, coming.notes) == ((), ())
    assert len(coming.there) == coded.world.study.codes.count()
    elsewhere = make_coded_study(1, coded=False)
    coded.codes["duty"].children.create(study=coded.world.study, number=900, name="In the corridor")
    out = io.BytesIO()
    write_codebook(codes_of(coded.world.lead), out)
    assert take_in(researcher=elsewhere.world.lead, data=out.getvalue()) == 1
    assert elsewhere.codes["duty"].children.get().name == "In the corridor"


def test_what_cannot_come_as_it_is_is_listed(coded: CodedStudy) -> None:
    first, second = str(uuid4()), str(uuid4())
    rows = [
        TravellingCode(first, "Twice", "", "", "", codable=False),
        TravellingCode(second, "twice", "", "", ""),
        TravellingCode(str(uuid4()), " ", "", "", ""),
        TravellingCode(str(uuid4()), "x" * 200, "", "", ""),
    ]
    out = io.BytesIO()
    write_codebook(rows, out)
    data = out.getvalue().replace(b"</CodeBook>", b'<Sets><Set guid="x" name="y"/></Sets></CodeBook>')
    coming = look_at(researcher=coded.world.lead, data=data)
    said = " ".join(coming.notes)
    for what in ("stands 2 times", "only holds other codes", "no name", "cut to 160", "1 set of codes"):
        assert what in said


def test_what_is_no_codebook_is_refused(coded: CodedStudy) -> None:
    doctype = b"<!DOCTYPE a><CodeBook xmlns='urn:QDA-XML:codebook:1.0'/>"
    for data in (b"", b"<CodeBook/>", b"PK\x03\x04", doctype):
        with pytest.raises(Refusal):
            look_at(researcher=coded.world.lead, data=data)


def test_from_the_page(coded: CodedStudy) -> None:
    client = coded.world.client(coded.world.coder)
    url = f"/studies/{coded.world.study.pk}/codebook/import/"
    looked = client.post(url, {"file": SimpleUploadedFile("codebook.qdc", qdc(*ASKED))})
    assert "2 codes of the file would be new. 3 are there already" in words(looked)
    assert not Code.objects.filter(name="Of its own").exists()
    answer = client.post(url, {**main_form(looked), "reason": "From the pilot", "take": "yes"}, follow=True)
    assert "2 codes are taken in" in words(answer)
    assert Code.objects.filter(name="Of its own", study=coded.world.study).exists()


def test_what_the_page_refuses(coded: CodedStudy) -> None:
    url = f"/studies/{coded.world.study.pk}/codebook/import/"
    client: Client = coded.world.client(coded.world.coder)
    for asked, said in (
        ({}, "Upload the codebook"),
        ({"again": "%%%", "take": "yes"}, "Upload the codebook"),
        ({"file": SimpleUploadedFile("codebook.qdc", b"x" * 1_000_001)}, "larger than 1 MB"),
        ({"file": SimpleUploadedFile("codebook.qdc", b"x")}, "not a REFI-QDA codebook"),
    ):
        page = client.post(url, asked)
        assert page.status_code == 422
        assert said in words(page)
        assert "codebook (optional)" not in " ".join(words(page).split())
    assert coded.world.client(coded.world.reader).get(url).status_code == 403
