"""The guide for notebooks says what the functions give."""

from __future__ import annotations

import doctest
from pathlib import Path

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "notebook.md"


def test_the_guide_gives_what_it_says() -> None:
    tried = doctest.testfile(str(GUIDE), module_relative=False)
    assert (tried.attempted > 10, tried.failed) == (True, 0)
