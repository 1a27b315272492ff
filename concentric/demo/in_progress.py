"""The meeting in progress: Jayden’s first, part of the way down its agenda. Newcomers join it as minute-taker."""

from __future__ import annotations

from concentric.casework.cases.models import Case
from concentric.casework.contexts.actions import find_or_create
from concentric.casework.meetings.actions import change_entry, keep_prompt, strike_entry
from concentric.casework.meetings.drafts import EntryDraft
from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.demo.room import Opening, Room, around, incident, opened
from concentric.method.instrument.vocabulary import Silence

OPENING = Opening(
    name="Jayden Okoro-Finch",
    age=14,
    gender="Boy",
    day=-14,
    by="luis",
    lead="dermot",
    handles="gwen kavita freya",
    referral={
        "known_as": "Jay",
        "urgency": "soon",
        "immediate_safety": "The girls concerned have a named adult at school and another way home.",
        "basis_notes": "Parents told by telephone; his mother agrees, his father has not answered.",
    },
)

PEOPLE = """
    family | Chioma Okoro | * Mother
    family | Neil Finch | Father, lives in another town
    family | Amara Okoro-Finch | * Sister, nine
    family | Ngozi Okoro | Grandmother, lives close by
    peer | Kamil Brzezny | Friend, in the same year
    peer | Reece Hallam-Boyd | Friend, a year above
    harmed | First girl, known to the school | In the same year
    harmed | Second girl, known to the school | A year below
    professional | Ms T. Lowe | Head of year
"""

BEFOREHAND = {
    "luis": """
        /sr #"Bramble Hill Academy" Comments to girls in the corridors are common and are rarely challenged
        /sv #"Bramble Hill Academy" Three heads of year in two years; pupils say they no longer know whom to tell
        /sv #"Bramble Hill Academy" Jayden’s attendance has fallen to 71 per cent since September
        /ss #"Bramble Hill Academy" A group of sixth-formers has offered to act as mentors
        /si #"Bramble Hill Academy" Safeguarding lead meets the head of year every week
    """,
    "gwen": """
        /ih Two incidents on the case’s list, both in company. No further action by the police on either
        /pr #"Fern Court group" Some of them are being asked to carry things for older young men !police,social only
        /pi #"Fern Court group" Neighbourhood team knows four of the five by name
    """,
    "kavita": """
        /iv Bereaved of an uncle last winter, and has had no support with it ~reported
        /is Asks for help when he trusts somebody: has seen the nurse four times of his own accord
    """,
}

SAID = """
    /iv Speech and language needs found in primary school, not looked at again since @academy
    /ir Looks to older boys for approval, and goes along with what they do ~opinion @social
    /ie Can say what he regrets when he is alone with somebody he trusts @health
    /is Plays bass in a band that meets on Thursdays @opendoor
    /ii Social worker since ten days ago; school nurse since last year @social
    /fv #"Mother’s home, Fern Court" Arguments between his parents were frequent until they parted last year @social
    /fv #"Mother’s home, Fern Court" His mother once had to call the police to the home !not family @police
    /fv #"Mother’s home, Fern Court" Anxious when voices are raised ~reported @health
    /fe #"Mother’s home, Fern Court" Grandmother is near by, and he listens to her @social
    /fs #"Mother’s home, Fern Court" His mother came forward by herself and wants help @social
    /fi #"Mother’s home, Fern Court" Early help ended in spring @social
    /ph #"Fern Court group" The group was present both times
    /pr #"Fern Court group" Peers hold harmful attitudes towards girls, and say so openly @opendoor
    /pr #"Fern Court group" Whoever objects is made fun of in the group chat ~reported @academy
    /pv #"Fern Court group" Two of the five are themselves out of education @yjs
    /pv #"Fern Court group" Missing from lessons together, most often on Fridays @academy
    /pv #"Fern Court group" The newest two are much younger than the rest @opendoor
    /pr #"Fern Court group" Standing in the group is won by daring one another @police
    /pe #"Fern Court group" One boy has started to spend his breaks elsewhere @academy
    /sh #"Bramble Hill Academy" One of the two incidents was at school, by the sports hall
    /sr #"Bramble Hill Academy" The stairs by the sports hall are out of sight of staff at breaks @academy
    /se #"Bramble Hill Academy" The new deputy head has asked for a plan @academy
"""

PLANNED = """
    /ia Speech and language assessment, with the result explained to his teachers @kavita ^4w
      answers: Speech and language
      success: His teachers know what helps him follow a lesson
    /ia Sessions on relationships and consent, at his own pace @opendoor ^6w
      answers: Looks to older
    /fa Mother offered the domestic abuse service, with somebody to go with her the first time @dermot ^2w !not family
      answers: His mother once
      success: She has been once and says whether it is right for her
    /sa Staff on the sports hall stairs at every break, from Monday @luis ^1w
      answers: The stairs by
      success: No report from the stairs in four weeks; pupils asked
    /sb #"Bramble Hill Academy" Fewer duty staff than breaks to cover until January @academy
"""


def meeting_in_progress(cast: Cast) -> Story:
    case = yield from opened(cast, OPENING)
    yield cast.clock.at(-12, 15, 30)
    _prepare(cast, case)
    room = Room.convened(cast, case, cast.clock.quarter_before(cast.clock.minutes_ago(45)))
    for days, handle in ((-4, "luis"), (-3, "gwen"), (-2, "kavita")):
        yield cast.clock.at(days, 14)
        room.write(BEFOREHAND[handle], cast.viewers[handle])
    yield cast.clock.minutes_ago(43)
    room.begin(apologies="gwen")
    room.tick("hsb")
    room.write(SAID)
    yield cast.clock.minutes_ago(12)
    room.write(PLANNED)
    _second_thoughts(cast, room)
    room.silent(Silence.NOT_KNOWN, "peers:strengths family:challenges")
    room.silent(Silence.NOTHING_IDENTIFIED, "individual:challenges")
    room.tick("context:family")


def _prepare(cast: Cast, case: Case) -> None:
    around(cast.dermot, case, PEOPLE)
    seen = ["peer_audience", "peers_normalised"]
    incident(cast.dermot, case, cast.clock.day(-40), "with_others", "took_part", "problematic", characteristics=seen)
    incident(
        cast.dermot,
        case,
        cast.clock.day(-18),
        "with_others",
        "followed",
        "abusive",
        setting="public_space",
        number_harmed=1,
        characteristics=[*seen, "image_sharing"],
    )
    find_or_create(
        viewer=cast.dermot, kind="neighbourhood", name="Fern Court stairwell", detail="Block C, between school and bus"
    )


def _second_thoughts(cast: Cast, room: Room) -> None:
    """What a real meeting leaves behind: a better wording, an entry struck, a prompt answered."""
    objecting = room.entry("Whoever objects")
    change_entry(
        viewer=cast.tomasz,
        entry_id=objecting.pk,
        base_version=objecting.version,
        draft=EntryDraft(
            objecting.context_key,
            objecting.column_key,
            "Whoever objects is ridiculed in the group chat, and two have left it",
            objecting.instance,
            objecting.source,
            objecting.basis,
        ),
    )
    strike_entry(
        viewer=cast.tomasz,
        entry_id=room.entry("Early help ended").pk,
        reason="It ended in autumn: children’s services will check the date",
    )
    keep_prompt(viewer=cast.tomasz, entry_id=room.entry("Missing from lessons").pk, rule="missing")
