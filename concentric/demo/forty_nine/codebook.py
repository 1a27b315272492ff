"""The fictional study's codebook: the codes of the beginning, and a detail for each code of the plan."""

from __future__ import annotations

from collections.abc import Iterable

from concentric.demo.forty_nine.plan import Item
from concentric.method.instrument.codebook import BY_CONTEXT, Node
from concentric.research.coding.models import Code
from concentric.research.coding.tree import begin_codebook
from concentric.research.frameworks.models import Study

COLOURS = {
    Node.SITUATION: "#505a5f",
    Node.VULNERABILITIES: "#4c2c92",
    Node.STRENGTHS: "#00703c",
    Node.RISKS: "#d4351c",
    Node.RESPONSE: "#1d70b8",
    Node.OFFENCE: "#b58840",
    Node.CHALLENGES: "#f47738",
}
# What is coded so, and what is not, where two codes lie close together.
SAID = {
    "excluded": (
        "The young person’s own exclusion, wherever a site wrote it.",
        "“Has been excluded three times this year”, under School",
        "What the school does for those it excludes: a fact about the school",
    ),
    "harmed_too": (
        "Harm to the young person of the kind that they have displayed.",
        "Harmed by others in the same way",
        "Abuse within the family, which has a code of its own",
    ),
    "attitudes": (
        "What the young person says or shows, not what friends do.",
        "“Says that girls have themselves to blame”",
        "Attitudes in the group: Risks, Peer",
    ),
    "diversion": (
        "Something to do with others, planned because somebody is alone.",
        "A holiday scheme with others of the same age",
        "Mentoring, which is with one adult",
    ),
}


def make_codes(study: Study, items: Iterable[Item]) -> dict[str, Code]:
    """Begin the study's codebook and add the plan's codes below it, by handle. Inside a recorded block."""
    begin_codebook(study)
    above = {(code.parent.node if code.parent else code.node, code.context): code for code in _beginning(study)}
    for (node, context), code in above.items():
        code.colour = "" if context else COLOURS[Node(node)]
    Code.objects.bulk_update(above.values(), ["colour"])
    made = {}
    for number, item in enumerate((one for one in items if one.is_code), start=len(above) + 1):
        context = item.context if Node(item.node) in BY_CONTEXT else ""
        description, includes, excludes = SAID.get(item.handle, ("", "", ""))
        made[item.handle] = Code(
            study=study,
            number=number,
            position=number,
            parent=above[item.node, context],
            name=item.name,
            description=description,
            includes=includes,
            excludes=excludes,
        )
    Code.objects.bulk_create(made.values())
    return made


def _beginning(study: Study) -> Iterable[Code]:
    return study.codes.select_related("parent")
