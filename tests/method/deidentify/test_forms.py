"""Every way of writing what the case knows, one table; and the same words where they mean something else."""

from __future__ import annotations

import pytest

from concentric.method.deidentify.find import find
from concentric.method.deidentify.folding import fold
from concentric.method.deidentify.roster import Person, Roster, read_roster
from concentric.method.deidentify.spans import Tier

ROSTER = read_roster(
    {
        "people": [
            {"role": "young person", "given": "Jamie", "family": "Thornycroft"},
            {"role": "mother", "given": "Rose", "family": "Thornycroft", "title": "Mrs"},
            {"role": "peer", "given": "Bartosz", "family": "Łuczak"},
            {"role": "peer", "given": "Will", "family": "Young"},
            {"role": "peer", "given": "Hasan", "family": "Ali"},
            {"role": "social worker", "given": "Anne-Marie", "family": "O'Dowd-Price", "title": "Ms"},
        ],
        "schools": ["Ashdown Park Academy"],
        "streets": ["Prospect Terrace"],
        "towns": ["Eastmoor"],
        "places": ["the Royal Oak"],
        "contexts": ["Beech House stairwell"],
        "phones": ["07700 900123"],
        "emails": ["rose.t@example.org"],
        "references": ["LCS 1348741"],
        "postcode": "WV18 2LP",
        "nhs": "943 476 5919",
        "dob": "2010-06-23",
    }
)
WRITTEN = """
    Jamie Thornycroft | jamie thornycroft | JAMIE THORNYCROFT | Jamie | jamie | JAMIE | Thornycroft | Thornycrofts
    Jamie  Thornycroft | JamieThornycroft | jamie_thornycroft | Jamie-Thornycroft | Thornycroft, Jamie
    J Thornycroft | J. Thornycroft | Jamie T | Jamie T. | J.T. | JT | J T | Mrs Thornycroft | Mrs T | Ms. T | James
    Jim | Jimmy Thornycroft | Jaime | Jammie | Thornicroft | Thornycorft | Jam ie | Thorny-croft | Rose Thornycroft
    Bartosz | Łuczak | Luczak | B Luczak | BARTOSZ ŁUCZAK | Bart\u00adosz | Anne-Marie | Anne Marie | AnneMarie
    Anne-Marie O’Dowd-Price | O'Dowd | ODowd Price | Ms O'Dowd-Price | anne marie odowd price | Hasan | hasan ali
    Ashdown Park Academy | ashdown park | Ashdown | APA | A.P.A. | Ashdwn Park Academy | Prospect Terrace
    prospect tce | Prsopect Terrace | 07700900123 | +44 7700 900123 | (07700) 900-123 | 0044 7700900123
    rose.t@example.org | ROSE.T@EXAMPLE.ORG | LCS1348741 | lcs-1348741 | wv182lp | WV18  2LP | 943-476-5919
    9434765919 | 23 June 2010 | 23/6/10 | 2010-06-23 | 23rd of June 2010 | June 23, 2010 | 23.06.2010
"""


@pytest.mark.parametrize("written", [form.strip() for line in WRITTEN.strip().splitlines() for form in line.split("|")])
@pytest.mark.parametrize(
    "around", ["It was {} who spoke.", "{} spoke first.", "They met {}", "({}, again)", "a\n{}\nb", "the 😀 {}’s view"]
)
def test_a_known_identifier_is_found_however_it_is_written(written, around):
    text = around.format(written)
    covered = {place for span in find(text, ROSTER) if span.tier is Tier.KNOWN for place in range(span.start, span.end)}

    start = text.index(written)
    assert all(place in covered for place in range(start, start + len(written)) if text[place].isalnum())


@pytest.mark.parametrize(
    "text",
    [
        "Rose said so.",
        "rose said so",
        "We asked Rose to come.",
        "we asked rose to come",
        "Rose, 14, was there.",
        "Rose's view was heard.",
        "Will agreed.",
        "will told us",
        "Young reported it.",
        "Met with Will and two others.",
        "Rose: worried about the walk home.",
        "Action: Rose to ring.",
        "JT and WY were there.",
        "Seen with J.",
        "W's phone was found.",
        "It was A who said it, with J and B.",
    ],
)
def test_a_name_that_is_also_a_word_is_found_where_it_is_a_name(text):
    assert any(span.tier is Tier.KNOWN and span.kind == "person" for span in find(text, ROSTER))


@pytest.mark.parametrize(
    "text",
    [
        "Young person's views were recorded.",
        "Will the school follow up?",
        "It will be reviewed in May.",
        "The young man from the club helps out.",
        "He has an idea.",
        "Plan B is to move form group.",
        "A level choices were discussed.",
        "Vitamin A and Vitamin B.",
        "They sat together.",
        "Option J was refused.",
        "T-shirts were handed out.",
        "Early Help and the Youth Justice Service both attended.",
        "CAMHS, the MASH and the YJS sent apologies.",
        "He plays Fortnite and uses Snapchat on Fridays.",
        "Attendance is 92% since Easter.",
        "I said that I would ask.",
        "See item 3 at 10.30 am.",
        "Key Stage 3 starts in September.",
        "The Head of Year and the SENCo agreed.",
        "attendence and behavoiur have both improved",
        "She doesn't feel safe, isn't sleeping and can't say why.",
        "Pls msg the DSL asap.",
    ],
)
def test_ordinary_speech_is_left_alone(text):
    assert find(text, ROSTER) == ()


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("NHS 943 476 5919", "nhs number", "943 476 5919"),
        ("NI AB123456C", "national insurance number", "AB123456C"),
        ("UPN A590344536928", "pupil number", "A590344536928"),
        ("on 07700 900456", "phone", "07700 900456"),
        ("on 020 7946 0018", "phone", "020 7946 0018"),
        ("to a.b@example.com.", "email", "a.b@example.com"),
        ("see https://example.org/x?y=1.", "url", "https://example.org/x?y=1"),
        ("see example.co.uk/page", "url", "example.co.uk/page"),
        ("as @kez.09", "handle", "@kez.09"),
        ("as @soo-jin", "handle", "@soo-jin"),
        ("as kez_09x", "handle", "kez_09x"),
        ("at SW1A 1AA", "postcode", "SW1A 1AA"),
        ("in AB12 CDE", "vehicle", "AB12 CDE"),
        ("crime number 13/448871/26", "reference", "13/448871/26"),
        ("CAD 2210", "reference", "CAD 2210"),
        ("at 12 Marigold Way", "address", "12 Marigold Way"),
        ("at flat 3b", "address", "flat 3b"),
        ("near Cotton Mill Lane", "street", "Cotton Mill Lane"),
        ("on 3rd March 2026", "date", "3rd March 2026"),
        ("on Tues 3 Mar", "date", "Tues 3 Mar"),
        ("on 3/3/26", "date", "3/3/26"),
        ("in March 2026", "date", "March 2026"),
        ("DOB 1/2/2011", "birth", "1/2/2011"),
        ("born on 1 Feb 2011", "birth", "1 Feb 2011"),
        ("aged 14", "age", "14"),
        ("a 14-year-old", "age", "14-year-old"),
        ("in Year 9", "school year", "Year 9"),
    ],
)
def test_each_pattern_is_found_and_named(text, kind, found):
    nobody = read_roster({})

    assert [(span.kind, text[span.start : span.end]) for span in find(text, nobody)] == [(kind, found)]


@pytest.mark.parametrize("number", ["943 476 5918", "123 456 7890"])
def test_ten_digits_with_the_wrong_check_digit_are_no_nhs_number(number):
    assert all(span.kind != "nhs number" for span in find(f"The figure {number} was read out.", read_roster({})))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Met with Oluwadamilare today.", "Oluwadamilare"),
        ("a lad called deano was there", "deano"),
        ("He goes to northbrook community college.", "northbrook community college"),
        ("outside the Crooked Billet", "the Crooked Billet"),
        ("at Foxglove Meadows skate park", "Foxglove Meadows skate park"),
        ("Mrs Underwood-Hart rang", "Mrs Underwood-Hart"),
        ("they moved to Thirlstone", "Thirlstone"),
        ("they moved from Reading last year", "Reading"),
        ("Lacey-Mae was there", "Lacey-Mae"),
        ("Ms T. Lowes rang", "Ms T. Lowes"),
        ("Chioma Adichie-Wells rang", "Chioma Adichie-Wells"),
    ],
)
def test_what_nobody_listed_is_found_whole(text, found):
    assert [text[span.start : span.end] for span in find(text, read_roster({}))] == [found]


@pytest.mark.parametrize("before", ["Straße, ﬁrst Æsop ", "e\u0301 \u0130 "])
@pytest.mark.parametrize("name", ["Bartosz", "Luczak", "Łuczak"])
def test_letters_that_fold_into_several_move_no_offset(before, name):
    text = f"{before}{name} rang"
    known = [(span.start, span.end) for span in find(text, ROSTER) if span.tier is Tier.KNOWN]

    assert known == [(len(before), len(before) + len(name))]


def test_an_accent_written_apart_goes_with_its_letter():
    text = "Met Rose\u0301 today"

    assert [text[span.start : span.end] for span in find(text, ROSTER)] == ["Rose\u0301"]


@pytest.mark.parametrize(
    ("written", "key"),
    [("Jamje", "person:1"), ("Bqrtosz", "person:3"), ("Thornycrogt", "person:1|person:2"), ("Bart", "person:3")],
)
def test_a_slip_is_laid_to_the_person_it_stands_for(written, key):
    assert [(span.tier, span.key) for span in find(f"We spoke to {written} there.", ROSTER)] == [(Tier.KNOWN, key)]


def test_every_folded_letter_knows_where_it_stood():
    folded = fold("Straße, ﬁ")

    assert (folded.letters, folded.at) == ("strassefi", [0, 1, 2, 3, 4, 4, 5, 8, 8])


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("{name}, 14, said so", "14"),
        ("{name} (15) was there", "15"),
        ("{name} (9, at school) was there", "9"),
        ("With {name}, 16.", "16"),
        ("{name}, 12 others and a teacher", ""),
        ("{name}, 14, 15 and 16 were the answers", ""),
        ("{name}, 25, works there", ""),
        ("{name}, 14.5 on the scale", ""),
    ],
)
def test_a_bare_number_beside_a_name_is_an_age(text, age):
    person = Person("p1", "young person", "Zebedee", "Quince")
    written = text.format(name="Zebedee")
    found = [written[span.start : span.end] for span in find(written, Roster(people=(person,))) if span.kind == "age"]

    assert found == ([age] if age else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He was seen on Friday 6th at the shops", ["Friday 6th"]),
        ("He was seen on Fri the 6th.", ["Fri the 6th"]),
        ("It was agreed on 6 11 2026.", ["6 11 2026"]),
        ("Sessions in the w/c 9/11 went well", ["9/11"]),
        ("Sessions in the week beginning 9.11 went well", ["9.11"]),
        ("It stands until 12/9.", ["12/9"]),
        ("Write to j dot hale at gmail dot com today", ["j dot hale at gmail dot com"]),
        ("He attended by 5/6 sessions, from 2/3 of lessons", []),
        ("He is in the 6th form, on the 2nd floor, from 9.30 to 10.15", []),
        ("They looked at each dot at home, and dot by dot at school", []),
    ],
)
def test_dates_and_addresses_in_less_usual_forms(text, found):
    assert [text[span.start : span.end] for span in find(text, Roster())] == found
