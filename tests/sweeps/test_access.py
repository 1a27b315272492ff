"""Who gets what: every address of the site, by every method, as everybody.

The table is the site's access rules in one place; a page that is not in it fails the sweep, and so does a table that is
not true. Letters: A administrator, O coordinator, C chair, M minute-taker, L lead professional, P practitioner of the
case, G information governance officer, x a practitioner with no part in the case. Chair and minute-taker are those of
the meeting. In a study's team, and members of no partnership: R lead researcher, K coder, D reader. `get` says who is
shown the page; `post` whom its form does not refuse. Everybody else is refused: 403 for what they may see and not do,
404 for what they may not see.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from concentric.foundation.accounts.models import Role
from concentric.research.frameworks.models import StudyMember
from tests.factories.busy_world import BusyWorld
from tests.sweeps.addresses import Address, addresses

pytestmark = pytest.mark.django_db

TABLE = """
overview:home                     get=AOCMLPGx
overview:cases                    get=AOCMLPGx
overview:download_cases           get=AOCMLPGx
overview:case                     get=OCMLP
overview:context                  get=OCMLPx
overview:since_last               get=OCMLP
overview:search                   get=AOCMLPGx post=AOCMLPGx
overview:counts                   get=OG
process:show                      get=AOCMLPGx
process:change                    get=AO       post=AO
process:export                    get=AO
process:start_from_file           get=AO       post=AO
administration:members            get=AOG
administration:add_member         get=A        post=A
administration:change_member      get=A        post=A
administration:set_member_active               post=A
administration:send_invitation                 post=A
administration:add_agency         get=A        post=A
administration:change_agency      get=A        post=A
administration:trail              get=AG
administration:verify_trail                    post=AG
administration:choose_partnership get=AOCMLPGx post=
referrals:list                    get=AOCMLPGx
referrals:new                     get=AOCMLPGx post=AOCMLPGx
referrals:referral                get=OP
referrals:answer                               post=
referrals:decide                  get=O        post=O
cases:emergency                   get=CLPx     post=CLPx
cases:emergencies                 get=O
cases:review_emergency            get=O        post=O
cases:details                     get=OCMLP
cases:edit                        get=OL       post=OL
cases:agencies                    get=OL       post=OL
cases:lead                        get=OL       post=OL
cases:hold                        get=O        post=O
cases:status                      get=OL       post=OL
cases:people                      get=OCMLP
cases:add_person                  get=OCMLP    post=OCMLP
cases:change_person               get=OCMLP    post=OCMLP
cases:remove_person                            post=OCMLP
cases:incidents                   get=OCMLP
cases:record_incident             get=OCMLP    post=OCMLP
cases:change_incident             get=OCMLP    post=OCMLP
cases:remove_incident                          post=OCMLP
cases:cohort                      get=OL       post=OL
cases:access                      get=OCMLP
cases:involve                     get=OL       post=OL
cases:end_involvement                          post=OL
cases:looked                      get=OL
contexts:list                     get=OCMLPx
contexts:add                      get=OCMLPx   post=OCMLPx
contexts:suggestions              get=OCMLPx
contexts:change                   get=OM       post=OM
contexts:merge                    get=O        post=O
contexts:set_in_use                            post=O
meetings:list                     get=AOCMLPGx
meetings:convene                  get=OCL      post=OCL
meetings:prepare                  get=OCMLP
meetings:change                   get=OCML     post=OCML
meetings:cancel                   get=OCML     post=OCML
meetings:invite                   get=OCML     post=OCML
meetings:take_off                              post=OCML
meetings:send                                  post=OCML
meetings:calendar                 get=OCMLP
meetings:agenda                   get=OCMLP
meetings:beforehand               get=OCMLP    post=OCMLP
meetings:withdraw                              post=
live:meeting                      get=OCMLP
live:side                         get=OCMLP
live:stream                       get=OCMLP
live:overview                     get=OCMLP
live:finish                       get=OCMLP
live:read_back                    get=OCMLP
live:entries                                   post=OCMLP
live:entry                        get=OCMLP
live:answer                       get=OCMLP
live:change                                    post=CM
live:move                                      post=CM
live:strike                                    post=CM
live:restore                                   post=CM
live:prompt                                    post=CM
live:open                                      post=OCML
live:silence                                   post=OCML
live:summary                                   post=OCML
live:agenda                                    post=OCML
live:guest                                     post=OCML
live:attendance                                post=OCML
live:action                                    post=
live:decisions                                 post=OCML
live:reword                                    post=OCML
live:strike_decision                           post=OCML
live:dissent                                   post=OCML
live:strike_dissent                            post=OCML
live:review                                    post=OCML
live:instances                                 post=OCMLP
live:presence                     get=OCMLP    post=OCMLP
signoff:minutes                   get=OCMLP
signoff:close                                  post=OCML
signoff:circulate                              post=OCML
signoff:correct                   get=OCMLP    post=OCMLP
signoff:correct_entry             get=OCMLP    post=OCMLP
signoff:answer_correction         get=CM       post=CM
signoff:sign                      get=         post=
signoff:amend                     get=CML      post=CML
releases:versions                 get=OCML
releases:preview                  get=OCML
releases:make                                  post=OCML
releases:release                  get=OCML     post=OCML
releases:add_receipt              get=OCML     post=OCML
plans:tracker                     get=AOCMLPGx
plans:download                    get=AOCMLPGx
plans:action                      get=OCMLP    post=OCMLP
quality:over_time                 get=OG
quality:over_time_download        get=OG
quality:checklist                 get=OL       post=L
quality:reopen                                 post=
quality:answer                    get=CM       post=CM
quality:accept                                 post=
imports:upload                    get=OML      post=OML
consent:give                      get=CML      post=CML
consent:keep_form                 get=L        post=L
consent:signed_form               get=OCL
dispatch:list                     get=OCMLPx
dispatch:show                     get=OCMLP
dispatch:send                                  post=
dispatch:send_many                get=OCMLPx   post=OCMLPx
dispatch:look_up                  get=L        post=L
dispatch:withdraw                 get=OL       post=OL
dispatch:withdraw_consent         get=OCL      post=OCL
dispatch:code                     get=L
dispatch:sealed_file              get=OL
dispatch:handed_over                           post=OL
review:begin                      get=         post=
review:aloud                      get=OCMLP
review:aloud_download             get=
review:review                     get=OCML
review:finding                    get=OCML     post=L
review:person                     get=L        post=L
review:together                   get=L        post=L
review:undo                                    post=L
review:mark                       get=L        post=L
review:preview                    get=OCML
review:attributes                 get=OCML     post=L
review:settle                                  post=L
review:second_look                get=OCML
review:confirm                                 post=
review:send_back                               post=
review:reopen                                  post=
review:stop                       get=L        post=L
imports:preview                   get=OML      post=OML
imports:discard                   get=OML      post=OML
retention:list                    get=OG       post=OG
retention:record                  get=OG
retention:extend                  get=OG       post=OG
retention:hold                    get=OG       post=OG
retention:propose                              post=OG
retention:destroy                 get=O        post=O
retention:take_back                            post=OG
retention:certificates            get=OG
retention:certificate             get=OG
studies:list                      get=AOLG
studies:show                      get=AOLG
studies:join                      get=O        post=O
studies:site_card                 get=O
studies:leave                                  post=O
studies:renew_key                              post=
frameworks:studies                get=AOCMLPGxRKD
frameworks:study                  get=RKD
frameworks:about                  get=RKD
frameworks:change                 get=R        post=R
frameworks:set_status                          post=R
frameworks:receive                get=RK       post=RK
frameworks:framework              get=RKD      post=RK
frameworks:download               get=RK
frameworks:classify               get=RK       post=RK
frameworks:take_out               get=         post=
frameworks:classify_many          get=RK       post=RK
frameworks:attributes             get=RKD      post=RK
frameworks:attribute              get=RK       post=RK
frameworks:sheet                  get=RK       post=RK
frameworks:word                   get=RK       post=RK
frameworks:check_word             get=RK       post=RK
frameworks:word_piece             get=RK       post=RK
frameworks:discard_word                        post=RK
frameworks:debrief                get=RKD      post=RK
frameworks:remove_reflection      get=RK       post=RK
frameworks:team                   get=RKD      post=R
frameworks:trail                  get=R
frameworks:verify_trail                        post=R
frameworks:remove_from_team                    post=R
frameworks:sites                  get=RKD      post=R
frameworks:add_site                            post=R
frameworks:card                   get=R
frameworks:invite                              post=R
coding:frameworks                 get=RKD
coding:codes                      get=RKD
coding:search                     get=RKD      post=RKD
coding:framework                  get=RKD
coding:framework_memo                          post=RK
coding:looked_at                               post=RK
coding:apply                                   post=RK
coding:apply_new                               post=RK
coding:place                                   post=RK
coding:entry_memo                              post=RK
coding:remove                                  post=RK
coding:note                                    post=RK
coding:memos                      get=RKD      post=RK
coding:memo                       get=RK       post=RK
coding:undo                                    post=RK
coding:redo                                    post=RK
coding:codebook                   get=RKD
coding:whole_codebook             get=RKD
coding:codebook_file              get=RKD
coding:add_code                   get=RK       post=RK
codebook_in:take_in               get=RK       post=RK
coding:codebook_history           get=RKD
coding:take_back_change                        post=RK
coding:code                       get=RKD
coding:split_code                 get=RK       post=RK
coding:change_code                             post=RK
cohorts:compare                   get=RKD
cohorts:freeze                                 post=RK
cohorts:delete_snapshot           get=R        post=R
cohorts:build                     get=RKD      post=RKD
cohorts:gaps                      get=RKD
cohorts:together                  get=RKD
cohorts:preset                    get=RKD
cohorts:preset_cell               get=RKD
cohorts:preset_save                            post=RK
cohorts:preset_file               get=RK
cohorts:table                     get=RKD
cohorts:table_cell                get=RKD
cohorts:table_save                             post=R
cohorts:table_delete                           post=R
cohorts:table_file                get=RK
briefings:briefings               get=RKD      post=RK
briefings:briefing                get=RK
briefings:set_up                  get=RK       post=RK
briefings:hidden                  get=RK       post=RK
briefings:stop                                 post=RK
briefings:count_anew                           post=RK
briefings:release                              post=R
briefings:delete                               post=RK
briefings:write                   get=RK       post=RK
briefings:file                    get=RK
briefings:feedback                get=RKD
briefings:feedback_sheet          get=RKD
briefings:feedback_file           get=RK
exchange:files                    get=RK       post=RK
exchange:archive                               post=R
exchange:take                     get=RK
exchange:run                      get=RK
exchange:start                                 post=RK
exchange:stop                                  post=RK
double:samples                    get=RKD
double:draw                       get=R        post=R
double:sample                     get=RKD
double:download                   get=RK
double:finish                                  post=
double:go_on                                   post=
double:open                                    post=
double:discard                                 post=
double:differences                get=RKD
double:settle                                  post=RK
double:take                                    post=RK
"""
# What a form must hold before its permission is asked about. Elsewhere the empty form is enough.
POSTS: dict[str, dict[str, str]] = {
    "live:entries": {"entry_id": str(uuid.uuid4()), "context": "school", "column": "risk", "line": "Staff do not act"},
    "live:instances": {"kind": "school", "name": "Oakbridge"},
    "releases:make": {"kind": "family"},
    "administration:set_member_active": {"active": "no"},
    "review:finding": {"way": "keep"},
}
# What a stranger is shown; the rest of the sign-in pages send on to sign in, or to where they belong.
PUBLIC = {"style", "session_alive", "session_back"}
SIGN_IN = ("account_", "mfa_")

LETTERS = {
    "A": Role.ADMINISTRATOR,
    "O": Role.COORDINATOR,
    "C": Role.CHAIR,
    "M": Role.MINUTE_TAKER,
    "L": Role.LEAD_PROFESSIONAL,
    "P": Role.PRACTITIONER,
    "G": Role.GOVERNANCE,
}
RESEARCHERS = {"R": StudyMember.Role.LEAD, "K": StudyMember.Role.CODER, "D": StudyMember.Role.READER}
# Where they are led from a page that is not theirs.
SENT_ON = {"overview:home": "RKD"}
GARBAGE = {
    "text": "\U0001f600 <script>alert(1)</script> \u202e" + "x" * 3_000,
    "line": "/zz @nobody #nowhere !nothing ~never <b>",
    **dict.fromkeys(("agency", "chair", "minute_taker", "actor", "entry_id", "member", "into", "lead"), "not-an-id"),
    **dict.fromkeys(("roles", "state", "status", "kind", "cohort", "means", "decision"), ["nonsense"] * 3),
    **dict.fromkeys(("due_on", "review_on", "held_on", "date_of_birth", "happened_on", "starts_on"), "31/02/20265"),
    **dict.fromkeys(("version", "base_version", "minutes_long", "position", "types-TOTAL_FORMS"), "-1e99"),
}


@dataclass(frozen=True)
class Rule:
    """Who may get and who may post; None where that method is not there at all."""

    get: set[str] | None
    post: set[str] | None


def rules() -> dict[str, Rule]:
    """The table, read."""
    read = {}
    for line in TABLE.strip().splitlines():
        name, *cells = line.split()
        said = dict(cell.partition("=")[::2] for cell in cells)
        read[name] = Rule(*(set(said[method]) if method in said else None for method in ("get", "post")))
    return read


def ours() -> list[Address]:
    """The addresses that are not the sign-in library's."""
    return [address for address in addresses() if not address.name.startswith(SIGN_IN) and address.name not in PUBLIC]


def ask(client: Client, method: str, url: str, data: object = None) -> HttpResponse:
    """One request whose writes are taken back. A fault gives a 500, as it would when served."""
    client.raise_request_exception = False
    with transaction.atomic():
        answer: HttpResponse = getattr(client, method)(url, data or {})
        transaction.set_rollback(True)
    return answer


def everybody(busy: BusyWorld) -> Iterator[tuple[str, Client]]:
    for letter, role in LETTERS.items():
        yield letter, busy.world.client(role)
    yield "x", busy.world.client(busy.world.practitioner_other)
    for letter, role in RESEARCHERS.items():
        yield letter, busy.study.client(busy.study.researchers[role])


@pytest.mark.one_database
def test_the_table_names_every_address_and_no_other() -> None:
    assert sorted(rules()) == sorted(address.name for address in ours())


@pytest.mark.one_database
@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_gets_exactly_what_the_table_says(busy: BusyWorld, method: str) -> None:
    wrong = []
    table = rules()
    people = list(everybody(busy))
    for address in ours():
        url, allowed = address.url(busy), getattr(table[address.name], method)
        for letter, client in people if allowed is not None else people[1:2]:
            data = POSTS.get(address.name) if method == "post" else None
            status = ask(client, method, url, data).status_code
            if letter in SENT_ON.get(address.name, ""):
                wrong += [] if status in (302, 405) else [f"{address.name}: {letter} is not led on"]
            elif not as_expected(status, method, letter, allowed):
                wrong.append(f"{address.name}: {method} as {letter} gave {status}, the table says {allowed}")
    assert not wrong, "\n".join(wrong)


def as_expected(status: int, method: str, letter: str, allowed: set[str] | None) -> bool:
    if allowed is None:
        return status == 405
    if letter not in allowed:
        return status in ({403, 404} if method == "get" else {400, 403, 404, 422})
    return status == 200 if method == "get" else status in {200, 302, 400, 409, 422}


@pytest.mark.one_database
def test_the_other_partnership_finds_nothing_of_ours(busy: BusyWorld) -> None:
    client = busy.world.client(busy.world.elsewhere_coordinator)
    found, table = [], rules()
    for address in (address for address in ours() if address.has_identifier):
        rule, url = table[address.name], address.url(busy)
        for method in ("get", "post"):
            if getattr(rule, method) is not None:
                status = ask(client, method, url).status_code
                if status != 404:
                    found.append(f"{address.name}: {method} gave {status}")
    assert not found, "\n".join(found)


@pytest.mark.one_database
def test_a_stranger_is_sent_to_sign_in(busy: BusyWorld) -> None:
    let_in = []
    for address in ours():
        url = address.url(busy)
        for method in ("get", "head", "post", "put", "patch", "delete", "options"):
            answer = ask(Client(), method, url)
            to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/account/login/")
            if not to_sign_in and answer.status_code != 401:
                let_in.append(f"{address.name}: {method} gave {answer.status_code}")
    assert not let_in, "\n".join(let_in)


@pytest.mark.one_database
def test_the_sign_in_pages_and_the_public_ones_never_fail() -> None:
    faults = []
    for address in addresses():
        if address.name.startswith(SIGN_IN) or address.name in PUBLIC:
            for method in ("get", "post", "put", "delete"):
                status = ask(Client(), method, address.url_of(pk=1)).status_code
                faults += [f"{address.name}: {method} gave {status}"] if status >= 500 else []
    assert not faults, "\n".join(faults)


@pytest.mark.one_database  # PostgreSQL, which refuses more; every page is asked for on both in test_pages
def test_nonsense_is_never_a_fault(busy: BusyWorld) -> None:
    """Sent by somebody whom the table lets in, so that it is read, and by somebody whom it does not."""
    nonsense = "?page=zzz&sort=--x&kind=%00&agency=1&since=%ff&part=nowhere"
    people, table, faults = dict(everybody(busy)), rules(), []
    for address in ours():
        url, rule = address.url(busy), table[address.name]
        tried: list[tuple[str, str, Any]] = [("get", url.partition("?")[0] + nonsense, {}), ("post", url, GARBAGE)]
        for asked in tried:
            allowed = getattr(rule, asked[0])
            for letter in let_in_and_not(people, allowed) if allowed is not None else ():
                faults += faults_of(people[letter], [asked])
    assert not faults, "\n".join(faults)


@pytest.mark.one_database
def test_a_method_that_is_not_there_is_never_a_fault(busy: BusyWorld) -> None:
    people, table, faults = dict(everybody(busy)), rules(), []
    for address in ours():
        url, rule = address.url(busy), table[address.name]
        letter = let_in_and_not(people, rule.get or rule.post or set())[0]
        faults += faults_of(people[letter], [(method, url, {}) for method in ("put", "delete", "head")])
    assert not faults, "\n".join(faults)


def let_in_and_not(people: Iterable[str], allowed: set[str]) -> list[str]:
    """The first of those people who is allowed, and the first who is not; one of them where there is no other."""
    return [
        letter
        for letters in ([*filter(allowed.__contains__, people)], [p for p in people if p not in allowed])
        for letter in letters[:1]
    ]


def faults_of(client: Client, tried: Iterable[tuple[str, str, Any]]) -> Iterator[str]:
    for method, url, data in tried:
        if (status := ask(client, method, url, data).status_code) >= 500:
            yield f"{method} {url} gave {status}"
