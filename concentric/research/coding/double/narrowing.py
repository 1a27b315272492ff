"""What a page of differences is narrowed to: one code, and whether it is decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from concentric.method.records.codebook import Tree
from concentric.research.coding.double.disagreements import Difference, Differences
from concentric.web import forms

TO_DECIDE, DECIDED, ALL = "", "decided", "all"


class NarrowForm(forms.Form):
    """As an address asks for it. Beside each code stands how many of its differences are in that state."""

    code = forms.ChoiceField(label="Code", required=False)
    show = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: Mapping[str, str], *, found: Differences, tree: Tree) -> None:
        super().__init__(asked)
        self._in_state = {TO_DECIDE: found.undecided, DECIDED: found.decided, ALL: found.all}
        self.state = asked["show"] if asked.get("show") in self._in_state else TO_DECIDE
        self.paths = {code.number: tree.path(code) for code in tree.codes}
        self.number = next((number for number in self.paths if str(number) == asked.get("code")), None)
        self.fields["code"].choices = self._codes()  # type: ignore[attr-defined]

    def _codes(self) -> list[tuple[str, str]]:
        """Those on which the two differ, and the one that was asked for."""
        counted = Counter(one.code for one in self._in_state[self.state])
        here = [number for number in self.paths if number in counted or number == self.number]
        every = ("", f"Every code ({counted.total():,})")
        return [every, *((str(number), f"{self.paths[number]} ({counted[number]:,})") for number in here)]

    def left(self, state: str) -> Sequence[Difference]:
        """The differences in that state. What is no code leaves nothing: nobody decides on more than they asked for."""
        if self.has_error("code"):
            return ()
        return [one for one in self._in_state[state] if self.number in (None, one.code)]

    @property
    def chosen(self) -> Sequence[Difference]:
        return self.left(self.state)
