"""The demonstration, for the tours that the README promises."""

from __future__ import annotations

import pytest

from concentric.demo.load import is_loaded, load
from tests.support.server import Server


@pytest.fixture
def demonstration(server: Server) -> None:
    """Loaded once in a served database, which nothing clears: the tours walk through parts that do not meet."""
    if not is_loaded():
        load()
