"""Help for the person who is typing: what goes in each cell, an example at the level of factors, and what does not.

All of it is our own wording. The texts of the forty cells are in `guidance_cells`.
"""

from __future__ import annotations

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.guidance_cells import CELLS, Hint
from concentric.method.instrument.vocabulary import Basis, Sharing, Silence

COLUMN_GUIDANCE: dict[ColumnKey, str] = {
    ColumnKey.HSB: "What is known of the behaviour in this context, from whom, and how sure that is. Keep to what the "
    "plan needs; never describe an act.",
    ColumnKey.VULNERABILITY: "What was there before the behaviour and makes harm more likely. If it bears directly on "
    "the behaviour, it is a risk.",
    ColumnKey.RISK: "What bears directly on the behaviour now: it set the scene, allowed it, or could let it happen "
    "again.",
    ColumnKey.RESILIENCE: "What has withstood difficulty or recovered from it. A good thing not yet tested is a "
    "strength.",
    ColumnKey.STRENGTHS: "What is good here and can be built on, whether or not it has to do with the behaviour.",
    ColumnKey.INVOLVEMENT: "Who works with this context, since when, and what came of it. What is still to do is a "
    "planned action.",
    ColumnKey.ACTIONS: "What will be done, by whom and by when. Name the need it answers, and act on the context as "
    "well as on the person.",
    ColumnKey.CHALLENGES: "What stands in the way of the plan, including help that does not exist here. A worry about "
    "a child is a risk.",
}

CONTEXT_GUIDANCE: dict[ContextKey, str] = {
    ContextKey.INDIVIDUAL: "What is true of the young person wherever they are.",
    ContextKey.FAMILY: "What each home is like, and what the people in it live with.",
    ContextKey.PEERS: "What the group is like: what it admires, allows and stops.",
    ContextKey.SCHOOL: "What the school is like: its places, rules and habits. A young person's own attendance or "
    "exclusion belongs under Individual.",
    ContextKey.NEIGHBOURHOOD: "Named places outside home and school: who is there, what happens, and who could help.",
}

SILENCE_GUIDANCE: dict[Silence, str] = {
    Silence.NOTHING_IDENTIFIED: "The meeting talked about this and found nothing to record. Readers can rely on it.",
    Silence.NOT_KNOWN: "Nobody in the room could say. Choose who will find out; it becomes a planned action.",
    Silence.NOT_DISCUSSED: "The meeting did not reach this. It says nothing about what is there, and the next meeting "
    "starts here.",
}

SHARING_GUIDANCE: dict[Sharing, str] = {
    Sharing.EVERYONE: "Goes into every copy, the family's among them.",
    Sharing.NOT_FAMILY: "Goes to the agencies and never into the family's copy. Hidden in the room view.",
    Sharing.AGENCIES: "Goes only to the agencies you name, and into no other copy. Hidden in the room view.",
}

BASIS_GUIDANCE: dict[Basis, str] = {
    Basis.FACT: "Seen, documented or admitted, and not in doubt.",
    Basis.OPINION: "A professional's judgement. Say whose it is, and what it rests on.",
    Basis.REPORTED: "Somebody said so. Name the source; whether it is so is open.",
    Basis.NOT_ESTABLISHED: "Raised, but nobody can yet say whether it is so. Do not plan as if it were certain.",
}


def hint_for(context: ContextKey, column: ColumnKey) -> Hint:
    """The help for one cell."""
    return CELLS[context, column]
