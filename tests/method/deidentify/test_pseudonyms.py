"""What stands in the place of what was found."""

from __future__ import annotations

from datetime import date

import pytest

from concentric.method.deidentify.find import find
from concentric.method.deidentify.pseudonyms import Pseudonyms, remaining, replace
from concentric.method.deidentify.roster import Roster, UnreadableRosterError, read_roster

ROSTER = read_roster(
    {
        "people": [
            {"role": "young person", "given": "Jamie", "family": "Thornycroft"},
            {"role": "mother", "given": "Pauline", "family": "Thornycroft", "title": "Mrs"},
            {"role": "father", "given": "Jacob", "family": "Thornycroft", "title": "Mr"},
            {"role": "peer", "given": "Bartosz", "family": "Wilk"},
            {"role": "peer", "given": "Alana", "family": "Young"},
        ],
        "schools": ["Ashdown Park Academy"],
        "streets": ["Prospect Terrace"],
        "places": ["St Bede's Church", "the Royal Oak"],
        "towns": ["Eastmoor"],
        "dob": "2011-06-23",
    }
)
MEETING = date(2026, 3, 2)


def outgoing(text: str, pseudonyms: Pseudonyms | None = None) -> str:
    return replace(text, find(text, ROSTER), pseudonyms or Pseudonyms(ROSTER, MEETING))


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Jamie's mother rang.", "Young person's mother rang."),
        ("Jamie Thornycroft met Bartosz and Alana Young.", "Young person met Peer A and Peer B."),
        ("Mrs Thornycroft rang.", "Mother rang."),
        ("Mr Thornycroft rang.", "Father rang."),
        ("The Thornycrofts moved.", "One of the family moved."),
        ("J.T. was there.", "Young person or Father was there."),
        ("At Ashdown Park and on Prospect Tce.", "At School 1 and on Street 1."),
        ("He likes St Bede's Church in Eastmoor.", "He likes Church 1 in Town 1."),
        ("Seen outside the Royal Oak.", "Seen outside Place 1."),
        ("Visited on 18 February 2026.", "Visited 12 days before the meeting."),
        ("Visited on 3rd March.", "Visited 1 day after the meeting."),
        ("Visited 2 March 2026.", "Visited the day of the meeting."),
        (
            "Since February 2025 he has been calmer.",
            "Since the spring term, 1 school year before the meeting he has been calmer.",
        ),
        ("In October 2025 he moved.", "In the autumn term of the school year of the meeting he moved."),
        ("DOB 23/06/2011.", "DOB aged 14 at the meeting."),
        ("Aged 14, in Year 9.", "Aged 14, in Year 9."),
        ("Ring 07700 900456.", "Ring [phone removed]."),
    ],
)
def test_each_kind_is_replaced_in_its_own_way(text, becomes):
    assert outgoing(text) == becomes


def test_people_nobody_listed_are_numbered_and_keep_their_number():
    pseudonyms = Pseudonyms(ROSTER, MEETING)

    assert outgoing("Deano met Kezza.", pseudonyms) == "Name 1 met Name 2."
    later = Pseudonyms(ROSTER, date(2026, 6, 1), given=pseudonyms.given)
    assert outgoing("Kezza and Yusra rang.", later) == "Name 2 and Name 3 rang."


def test_a_person_added_later_takes_nobodys_pseudonym():
    first = Pseudonyms(ROSTER, MEETING)
    form = {"people": [{"key": "new", "role": "peer", "given": "Zofia", "family": "Lis"}]}

    assert Pseudonyms(read_roster(form), MEETING, given=first.given).given["new"] == "Peer C"


def test_the_second_scan_sees_what_a_reviewer_let_through_and_not_our_own_words():
    pseudonyms = Pseudonyms(ROSTER, MEETING)

    assert remaining(outgoing("Alana told Jamie, aged 14.", pseudonyms), ROSTER, pseudonyms) == ()
    assert [span.key for span in remaining("Peer B told jamie.", ROSTER, pseudonyms)] == ["person:1"]


@pytest.mark.parametrize(
    "form",
    [
        [],
        {"people": "Jamie"},
        {"people": ["Jamie"]},
        {"people": [{"given": 3}]},
        {"schools": [1]},
        {"dob": "23/06/2011"},
    ],
)
def test_a_roster_in_another_form_is_refused(form):
    with pytest.raises(UnreadableRosterError):
        read_roster(form)


@pytest.mark.parametrize(
    ("text", "wider", "out"),
    [
        ("He is aged 14 now.", "He is aged 13 to 15 now.", "He is aged [age removed] now."),
        ("A 9-year-old said so.", "A 0 to 9-year-old said so.", "A [age removed] said so."),
        ("In Year 9 he was well.", "In a secondary school year he was well.", "In [school year removed] he was well."),
        ("DOB 23/6/2010 is on file.", "DOB aged 13 to 15 at the meeting is on file.", "DOB [age removed] is on file."),
    ],
)
def test_ages_are_as_wide_as_the_age_that_leaves(text, wider, out):
    bands = ((0, 9), (10, 12), (13, 15), (16, 17))
    for given, meant in ((bands, wider), ((), out)):
        spans = find(text, Roster())
        assert replace(text, spans, Pseudonyms(Roster(), date(2026, 2, 1), bands=given)) == meant
