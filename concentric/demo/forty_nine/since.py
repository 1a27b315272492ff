"""What the team did with its study since: tables kept, what sites said to it, a briefing begun, Word files read."""

from __future__ import annotations

import io
from itertools import cycle
from pathlib import Path

from concentric.demo.cast import Cast
from concentric.demo.clock import Story
from concentric.demo.forty_nine.story import CODERS, STUDY
from concentric.demo.study import RESEARCHER_EMAIL
from concentric.demo.study import STUDY as PEER_STUDY
from concentric.method.analysis.question import Counting, Question
from concentric.method.instrument.codebook import Node
from concentric.method.instrument.grid import ContextKey
from concentric.research.briefings import actions as briefings
from concentric.research.coding.actions import apply_code
from concentric.research.coding.codebook import describe
from concentric.research.cohorts.actions import save_table
from concentric.research.cohorts.data import freeze
from concentric.research.exchange import actions as projects
from concentric.research.exchange.files import get_file, take_out
from concentric.research.frameworks import word_files
from concentric.research.frameworks.classifying import Word, classify_each
from concentric.research.frameworks.debrief import add_reflection
from concentric.research.frameworks.models import StudyMember
from concentric.research.frameworks.own_attributes import add_attribute
from concentric.research.frameworks.researcher import Researcher

WORD_FILE = Path(__file__).parents[3] / "samples" / "completed-framework.docx"
MINUTED = "Who minuted the meeting"
MINUTE_TAKERS = ("A minute-taker", "A minute-taker", "The chair", "A minute-taker", "The lead professional")
BRIEFING = "What meetings record, and what they plan"
ASKED = "Was it a surprise that plans reach some contexts so seldom?"
# Site, what a lead professional of it said, and the code that it was given.
SAID = (
    (
        "B",
        "Not to us. Nobody at the table speaks for a street, so nobody offers to do anything there.",
        "Engaging peers",
    ),
    (
        "C",
        "Yes. We thought that we planned with friends. We write it as work with the one young person.",
        "Engaging peers",
    ),
    (
        "C",
        "Families had been asked the same questions by three services before they came to us.",
        "Non-engagement of the family",
    ),
)
WORDS = {
    "background": (
        "What is known about harmful sexual behaviour is mostly about young people and their families. Meetings that "
        "look at friends, schools and places as well leave a record of what professionals know of these, and of what "
        "they mean to do there."
    ),
    "school": (
        "Meetings wrote more about what happens in schools than about what schools would do. In the de-brief sites "
        "said why: a school’s own plan is often kept by the school."
    ),
    "limitations": "Frameworks are minutes. They say what was spoken of, and not what was so.",
}


def kept_since(cast: Cast) -> Story:
    """Of the 49: an attribute of its own, tables, a snapshot, the de-brief, a draft of the briefing, a Word file."""
    clock = cast.clock
    yield clock.at(-11, 10)
    imogen, anneke = _member(STUDY, RESEARCHER_EMAIL), _member(STUDY, CODERS[0][1])
    _minuted(anneke)
    describe(
        researcher=anneke,
        code=imogen.study.codes.get(name="Engaging peers"),
        description="What makes it hard to reach the friends themselves, or to work with the group.",
        includes="“Their parents do not want them to be seen with a worker”",
        excludes="The young person who does not come: Non-engagement of the young person",
        reason="Two of us read it differently",
    )
    save_table(researcher=imogen, question=_schools_by_site(), name="School factors by site", is_shared=True)
    save_table(researcher=anneke, question=_planned_with_peers(), name="Planned with peers", is_shared=False)
    yield clock.at(-10, 16)
    freeze(imogen, "As shown to the sites")
    yield clock.at(-8, 11)
    for letter, text, code in SAID:
        site = imogen.study.sites.get(letter=letter)
        said = add_reflection(researcher=anneke, site=site, question=ASKED, text=text)
        apply_code(researcher=anneke, entry=said, code=imogen.study.codes.get(name=code))
    yield clock.at(-5, 10)
    begun = briefings.begin(researcher=imogen, title=BRIEFING)
    for version, (part, words) in enumerate(WORDS.items(), start=begun.version):
        briefings.write(researcher=imogen, briefing=begun, part=part, words=words, version=version)
    yield clock.at(-1, 15)
    word_files.read_each(researcher=anneke, site=imogen.study.sites.get(letter="D"), files=[_word_file()])


def brought_since(cast: Cast) -> Story:
    """Of Larkmoor's study: a Word file taken in, without what could identify; its project out and in again."""
    clock = cast.clock
    yield clock.at(-16, 11)
    imogen = _member(PEER_STUDY, RESEARCHER_EMAIL)
    (outcome,) = word_files.read_each(researcher=imogen, site=imogen.study.sites.get(), files=[_word_file()])
    if outcome.file is None:
        raise ValueError(outcome.reason)
    for _, _, _, number in word_files.preview(word_files.contents(outcome.file)).found:
        word_files.change_piece(researcher=imogen, file=outcome.file, number=number, text="", place="summary")
    reason = "A friendship group, in the months that the study is about."
    word_files.take_in(researcher=imogen, file=outcome.file, code="W-01", included=True, reason=reason)
    yield clock.at(-15, 9)
    taken = io.BytesIO()
    take_out(researcher=imogen, file=get_file("project", "qdpx"), out=taken)
    yield clock.at(-13, 14)
    projects.start(researcher=imogen, run=projects.bring(researcher=imogen, data=taken.getvalue()))


def _member(study: str, email: str) -> Researcher:
    return Researcher(StudyMember.objects.select_related("study", "user").get(study__name=study, user__email=email))


def _word_file() -> tuple[str, bytes]:
    return WORD_FILE.name, WORD_FILE.read_bytes()


def _minuted(coder: Researcher) -> None:
    """Known of the first two thirds: somebody goes through the frameworks in their order."""
    attribute = add_attribute(researcher=coder, label=MINUTED)
    frameworks = coder.study.frameworks.order_by("received_on", "code").values_list("pk", flat=True)
    words = {pk: {attribute.key: Word(who, "")} for pk, who in zip(frameworks[:32], cycle(MINUTE_TAKERS), strict=False)}
    classify_each(researcher=coder, words=words, versions={})


def _schools_by_site() -> Question:
    school = ContextKey.SCHOOL.value
    under = (f"{Node.VULNERABILITIES.value}/{school}", f"{Node.RISKS.value}/{school}")
    return Question(under=under, with_heads=True, by="site")


def _planned_with_peers() -> Question:
    return Question(under=(f"{Node.RESPONSE.value}/{ContextKey.PEERS.value}",), counting=Counting.SEGMENTS)
