"""The key register: which study code is which case. Sealed by the vault, opened for the case's lead professional alone.

A code is never written anywhere else on the partnership's side: no log, address, title or audit detail has it. Where
the vault's key is lost, rows stay as they are and say so; nothing is made anew in their place.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from dataclasses import asdict, dataclass, replace

from concentric.casework.cases.models import Case
from concentric.foundation import vault
from concentric.foundation.accounts.models import Partnership
from concentric.foundation.accounts.viewer import Viewer
from concentric.foundation.audit.trail import note_read, recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.method.records.study_code import new_code
from concentric.submission.dispatch.models import RegisterRow
from concentric.submission.review.models import Outgoing
from concentric.submission.review.permissions import check_leads

REGISTER = "key register"  # the vault's purpose
LOST = (
    "The register’s row of this framework cannot be opened: it was sealed under a vault key that this installation no "
    "longer has. Put the former CONCENTRIC_VAULT_KEY back. Without it nobody can say which code this framework has in "
    "the study, and it can be neither corrected nor withdrawn from here."
)
DAMAGED = (
    "The register’s row of this framework was changed in the database and cannot be opened. Restore it from a backup. "
    "Without it the framework can be neither corrected nor withdrawn from here."
)


@dataclass(frozen=True, slots=True)
class Registered:
    """What a row holds. `bundles` are those sent for this framework, the current one last."""

    code: str
    case: str
    minutes: str
    study: str
    outgoing: str
    bundles: tuple[str, ...]

    @property
    def current(self) -> str:
        return self.bundles[-1]


def registered(outgoing: Outgoing) -> Registered:
    """The row of a framework that was sent. Raises Refusal, in plain words, where it cannot be opened."""
    row = _row(outgoing)
    if row is None:
        raise Refusal(LOST if _any_lost(outgoing.case.partnership) else "This framework has no row in the register.")
    try:
        return _opened(row)
    except vault.LostKeyError:
        raise Refusal(LOST) from None
    except vault.DamagedError:
        raise Refusal(DAMAGED) from None


def enter(outgoing: Outgoing, *, bundle: str, code: str = "") -> None:
    """Write a framework's row: under a new code, or that of the framework it corrects. Part of the verb that sends."""
    case = outgoing.case
    held = Registered(
        code=code,
        case=str(case.pk),
        minutes=str(outgoing.minutes_id),
        study=str(outgoing.study_id),
        outgoing=str(outgoing.pk),
        bundles=(bundle,),
    )
    row = RegisterRow(
        partnership=case.partnership,
        lookup=_lookup(outgoing),
        by_code=_by_code(case.partnership, code),
    )
    _seal(row, held)
    row.save(force_insert=True)


def add_bundle(outgoing: Outgoing, bundle: str) -> None:
    """Note a further bundle of a framework that was sent: word of its withdrawal."""
    held, row = registered(outgoing), _row(outgoing)
    if row is not None:
        _seal(row, replace(held, bundles=(*held.bundles, bundle)))
        row.save(update_fields=["sealed"])


def forget(outgoing: Outgoing) -> int:
    """Destroy a framework's row, with its case. Returns how many went: none where it was never sent, or the key is lost
    (what is left then opens for nobody).
    """
    rows, _ = RegisterRow.objects.filter(partnership_id=outgoing.case.partnership_id, lookup=_lookup(outgoing)).delete()
    return rows


def unused_code(partnership: Partnership) -> str:
    """A new random code that this partnership has not given out."""
    while True:
        code = new_code()
        if not RegisterRow.objects.filter(partnership=partnership, by_code=_by_code(partnership, code)).exists():
            return code


def code_of(viewer: Viewer, outgoing: Outgoing) -> str:
    """The study's code for a framework, for the case's lead professional; the look is recorded. Raises Refusal."""
    check_leads(viewer, outgoing.case)
    note_read(viewer, "register.read", outgoing)
    return registered(outgoing).code


def look_up(*, viewer: Viewer, code: str) -> list[Outgoing]:
    """The frameworks under a code, of cases that the viewer leads, the latest first. Raises VaultError.

    The trail says that somebody looked, and whose case was shown; not the code.
    """
    rows = RegisterRow.objects.filter(partnership_id=viewer.partnership_id, by_code=_by_code(viewer.partnership, code))
    with recorded(viewer, "register.looked_up", viewer.partnership) as note:
        ids = [uuid.UUID(_opened(row).outgoing) for row in rows]
        led = Outgoing.objects.filter(pk__in=ids, case__in=Case.objects.filter(lead_professional_id=viewer.id))
        found = list(led.select_related("case", "study", "minutes__meeting").order_by("-begun_at"))
        note.details["found"] = len(found)
        note.cases = {outgoing.case_id for outgoing in found}
        return found


@dataclass(frozen=True, slots=True)
class Health:
    """How many rows of a register there are, and how many of them cannot be opened, and why."""

    rows: int
    lost: int
    damaged: int

    @property
    def is_whole(self) -> bool:
        return not (self.lost or self.damaged)


def health_of(partnership: Partnership) -> Health:
    """Try every row."""
    states = Counter(_state(row) for row in RegisterRow.objects.filter(partnership=partnership).iterator())
    return Health(states.total(), states["lost"], states["damaged"])


def _state(row: RegisterRow) -> str:
    try:
        _opened(row)
    except vault.LostKeyError:
        return "lost"
    except vault.DamagedError:
        return "damaged"
    return "whole"


def _any_lost(partnership: Partnership) -> bool:
    """With another key the keyed hashes are others too: a row that is there is then not found."""
    return any(_state(row) == "lost" for row in RegisterRow.objects.filter(partnership=partnership))


def _row(outgoing: Outgoing) -> RegisterRow | None:
    rows = RegisterRow.objects.filter(partnership_id=outgoing.case.partnership_id, lookup=_lookup(outgoing))
    return rows.first()


def _lookup(outgoing: Outgoing) -> str:
    return vault.lookup(REGISTER, "framework", str(outgoing.pk))


def _by_code(partnership: Partnership, code: str) -> str:
    return vault.lookup(REGISTER, "code", str(partnership.pk), code)


def _seal(row: RegisterRow, held: Registered) -> None:
    row.sealed = vault.seal(REGISTER, str(row.pk), json.dumps(asdict(held)).encode())


def _opened(row: RegisterRow) -> Registered:
    plain = json.loads(vault.unseal(REGISTER, str(row.pk), bytes(row.sealed)))
    return Registered(**plain | {"bundles": tuple(plain["bundles"])})
