"""Entries as one viewer is shown them: on the screen, in a fragment, or on the wall."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from concentric.casework.cases.models import Case, CasePerson
from concentric.casework.contexts.models import Context
from concentric.casework.live.written import line_of
from concentric.casework.meetings.models import Attendance, Entry
from concentric.casework.plans.models import Action
from concentric.method.instrument.grid import COLUMN, CONTEXT, ColumnKey, ContextKey
from concentric.method.instrument.prompts import Prompt, ask
from concentric.method.instrument.vocabulary import ActionStatus, Basis, Sharing

_MEMBERS_OF_A_NAME = re.compile(r"[^\s,()]+")


@dataclass(frozen=True, slots=True)
class ShownAction:
    """The plan's half of an entry. `answers` are ids of needs; `lacks` says what nobody has settled yet."""

    owner: str
    due: dt.date | None
    version: int
    status: ActionStatus
    answers: tuple[str, ...]

    @property
    def lacks(self) -> str:
        missing = [word for word, there in (("owner", self.owner), ("date", self.due)) if not there]
        return " and no ".join(missing)


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry, its ids as text, as pages write them over and over. `limit` is who it is kept to, in words; empty
    when anyone may receive it.
    """

    id: str
    context: str
    column: str
    text: str
    position: int
    version: int
    instance: str
    source: str
    basis: str
    limit: str
    author_id: str
    before: bool
    struck: bool
    struck_reason: str
    prompt: Prompt | None
    action: ShownAction | None
    is_need: bool
    answered: bool
    may_change: bool
    line: str

    @property
    def cell(self) -> str:
        return f"{self.context}-{self.column}"

    @property
    def marked(self) -> bool:
        """Whether there is anything to say beside the words."""
        beside = (self.instance, self.source, self.basis, self.limit, self.before, self.action, self.struck_reason)
        return self.answered or any(beside)


_NO_NAMES = frozenset(
    "a an and another aunt boy boys brother brothers child children class dr father first four friend friends girl "
    "girls group he her his in known man men mother mr mrs ms not of old older on one other others peer peers person "
    "pupil pupils second she sister sisters some someone student students that the their them they third three to two "
    "uncle unknown will with woman women year years young younger".split()
)


# What a school or a place is called beside its name: "Larkfield Academy" is also known as "Larkfield".
_KINDS_OF_PLACE = frozenset(
    "academy avenue block centre church close college court crescent drive estate first flat flats foster gang gardens "
    "girls green grove group grounds hall high hill home house infant infants junior lane library mall market mews "
    "middle nursery park peer place playground precinct primary road saint school secondary shop shops side sixth "
    "square st stairwell station street terrace tower town upper village walk way wood woods year yard".split()
)


class Roles:
    """Names as roles, for a screen that the whole room can read: "Kofi" becomes "the young person".

    The names of the register go too: "Larkfield Academy" becomes "the school", a second one "school 2".
    """

    def __init__(
        self,
        case: Case,
        people: Iterable[CasePerson],
        attendance: Iterable[Attendance],
        contexts: Iterable[Context] = (),
    ) -> None:
        self.roles: dict[str, str] = {}
        self._contexts: dict[uuid.UUID, str] = {}
        self._learn(f"{case.given_name} {case.family_name} {case.known_as}", "the young person")
        for person in people:
            self._learn(f"{person.name} {person.known_as}", person.relation or person.get_kind_display())
        for invited in attendance:
            self._learn(invited.name, role_of(invited))
        self._learn_contexts(contexts)
        words = sorted(map(re.escape, self.roles), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) if words else None

    def _learn(self, name: str, role: str) -> None:
        parts = _MEMBERS_OF_A_NAME.findall(name)
        # "The two girls in his year" is no name: its words must stay words wherever else they stand.
        single = [part for part in parts if part[:1].isupper() and part.casefold() not in _NO_NAMES]
        for known in (name.strip(), " ".join(single[:2]), *single) if single else ():
            if len(known) > 1:
                self.roles.setdefault(known.casefold(), role)

    def _learn_contexts(self, contexts: Iterable[Context]) -> None:
        numbers: Counter[str] = Counter()
        contexts = list(contexts)
        for context in contexts:
            if not context.merged_into_id:
                numbers[context.kind] += 1
                self._contexts[context.pk] = _numbered(context.kind, numbers[context.kind])
        for context in contexts:
            self._learn_place(context.name, self.of_context(context))

    def _learn_place(self, name: str, role: str) -> None:
        """The whole name; and less of it, "12 Hart Road" as "Hart", as long as a word is left that is not ordinary."""
        words = name.split()
        telling = [at for at, word in enumerate(words) if not _is_ordinary(word)]
        if not telling:
            return  # "Flat 3" names nobody: its words must stay words wherever else they stand
        first, last = telling[0], telling[-1] + 1
        shorter = (words[:last], words[first:last])
        for each in (words, *(short for short in shorter if len(short) > 1 or short[0][:1].isupper())):
            phrase = " ".join(each).casefold()
            self.roles.setdefault(phrase, role)
            self.roles.setdefault(f"the {phrase}", role)

    def of_context(self, context: Context) -> str:
        """What a home, group, school or place is called on the wall."""
        return self._contexts.get(context.merged_into_id or context.pk) or _numbered(context.kind, 1)

    def __call__(self, text: str) -> str:
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self.roles[found.group().casefold()], text)


def _is_ordinary(word: str) -> bool:
    plain = word.strip(".,()").casefold()
    return plain.isdigit() or plain in _KINDS_OF_PLACE or plain in _NO_NAMES


def _numbered(kind: str, number: int) -> str:
    word = CONTEXT[ContextKey(kind)].instance_name or "place"
    return f"the {word}" if number == 1 else f"{word} {number}"


def role_of(invited: Attendance) -> str:
    """What somebody in the room is called on the wall: their part in the meeting, or their agency."""
    return invited.part or (invited.agency.name if invited.agency else "Guest")


def show(
    entry: Entry,
    *,
    may_change: bool,
    names: tuple[str, ...],
    answered: frozenset[uuid.UUID],
    roles: Roles | None = None,
) -> ShownEntry:
    """One entry, loaded with its instance, source, author, agencies and action. `roles` for the room view."""
    may_change = may_change and roles is None  # on the wall the words are not the entry's own: nobody edits those
    action: Action | None = getattr(entry, "action", None) if entry.column_key == ColumnKey.ACTIONS else None
    return ShownEntry(
        id=str(entry.pk),
        context=entry.context_key,
        column=entry.column_key,
        text=roles(entry.text) if roles else entry.text,
        position=entry.position,
        version=entry.version,
        instance=_instance(entry.instance, roles) if entry.instance else "",
        source=_masked(entry.source.name, roles) if entry.source else "",
        basis="" if entry.basis == Basis.FACT else Basis(entry.basis).label,
        limit=_limit(entry),
        author_id=str(entry.created_by_id),
        before=entry.before_meeting,
        struck=entry.struck_at is not None,
        struck_reason=entry.struck_reason if entry.struck_at else "",
        prompt=_prompt(entry, names) if may_change and not entry.struck_at else None,
        action=_shown_action(action, roles) if action else None,
        is_need=COLUMN[entry.column_key].is_need,
        answered=entry.pk in answered,
        may_change=may_change,
        line=line_of(entry, action) if may_change and not entry.struck_at else "",
    )


def _masked(name: str, roles: Roles | None) -> str:
    """An agency's name, which may be the very school that a case names."""
    return roles(name) if roles else name


def _instance(instance: Context, roles: Roles | None) -> str:
    return roles.of_context(instance) if roles else instance.name


def on_the_wall(entry: Entry) -> bool:
    """Whether an entry may be shown to the whole room: nobody limited it and nobody struck it."""
    return entry.sharing == Sharing.EVERYONE and entry.struck_at is None


def _limit(entry: Entry) -> str:
    if entry.sharing == Sharing.AGENCIES:
        return "Only " + ", ".join(sorted(agency.name for agency in entry.sharing_agencies.all()))
    return "" if entry.sharing == Sharing.EVERYONE else Sharing(entry.sharing).label


def _prompt(entry: Entry, names: tuple[str, ...]) -> Prompt | None:
    found = prompts_for(entry.text, entry.context_key, entry.column_key, names)
    return next((prompt for prompt in found if prompt.rule not in entry.kept_prompts), None)


@lru_cache(maxsize=8_192)
def prompts_for(text: str, context: str, column: str, names: tuple[str, ...]) -> tuple[Prompt, ...]:
    """The rules read each wording once, not once for each screen that shows it."""
    return ask(text, ContextKey(context), ColumnKey(column), young_person_names=names)


def _shown_action(action: Action, roles: Roles | None) -> ShownAction:
    return ShownAction(
        owner=_masked(owner_of(action, by_name=roles is None), roles),
        due=action.due_on,
        version=action.version,
        status=ActionStatus(action.status),
        answers=tuple(str(need.pk) for need in action.answers.all()),
    )


def owner_of(action: Action, *, by_name: bool) -> str:
    """Who owns an action: the person and the agency, or on the wall the agency alone."""
    person = action.owner.user.name if action.owner else action.owner_name
    agency = action.owner_agency.name if action.owner_agency else ""
    if not by_name:
        return agency or ("Somebody named" if person else "")
    return f"{person}, {agency}" if person and agency else person or agency
