"""The codebook that a study begins with (Appendix B of the study's briefing): primary nodes, and contexts below some.

Details (child node 2, or child node 1 where a node has no contexts) are created as they are met.
"""

from __future__ import annotations

from dataclasses import dataclass

from concentric.method.instrument.grid import ColumnKey, ContextKey
from concentric.method.instrument.vocabulary import Labelled


class Node(Labelled):
    """The primary nodes. Keys are stored and never change."""

    SITUATION = "situation", "Young person’s situation"
    VULNERABILITIES = "vulnerabilities", "Vulnerabilities"
    STRENGTHS = "strengths", "Strengths"
    RISKS = "risks", "Risks"
    RESPONSE = "response", "Response"
    OFFENCE = "offence_characteristics", "Offence characteristics"
    CHALLENGES = "challenges", "Challenges of response"


BY_CONTEXT = frozenset({Node.VULNERABILITIES, Node.STRENGTHS, Node.RISKS, Node.RESPONSE})
NEEDS = frozenset({Node.VULNERABILITIES, Node.RISKS})
CONTEXT_NAMES: dict[ContextKey, str] = {
    ContextKey.INDIVIDUAL: "Individual",
    ContextKey.FAMILY: "Familial",
    ContextKey.PEERS: "Peer",
    ContextKey.SCHOOL: "School",
    ContextKey.NEIGHBOURHOOD: "Neighbourhood",
}
_NODE_OF: dict[ColumnKey, Node] = {
    ColumnKey.HSB: Node.OFFENCE,
    ColumnKey.VULNERABILITY: Node.VULNERABILITIES,
    ColumnKey.RISK: Node.RISKS,
    ColumnKey.RESILIENCE: Node.STRENGTHS,
    ColumnKey.STRENGTHS: Node.STRENGTHS,
    ColumnKey.INVOLVEMENT: Node.RESPONSE,
    ColumnKey.ACTIONS: Node.RESPONSE,
    ColumnKey.CHALLENGES: Node.CHALLENGES,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the tree of the beginning something belongs; `context` is None where the node has no contexts."""

    node: Node
    context: ContextKey | None


def place_of(column: ColumnKey, context: ContextKey) -> Place:
    """What the grid says of an entry by itself: its primary node, and its child node 1."""
    node = _NODE_OF[column]
    return Place(node, context if node in BY_CONTEXT else None)


def places() -> tuple[Place, ...]:
    """Every code of the beginning, each after the one above it."""
    return tuple(
        Place(node, context) for node in Node for context in (None, *(CONTEXT_NAMES if node in BY_CONTEXT else ()))
    )
