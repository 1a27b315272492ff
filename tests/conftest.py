"""What every test has. The database, the server and the browser are plugins in `tests/support`."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("usual", deadline=None, max_examples=30)
settings.load_profile("ci" if os.environ.get("CI") else "usual")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker("browser")
