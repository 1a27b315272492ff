"""What every sweep walks over."""

from __future__ import annotations

from copy import deepcopy

import pytest

from tests.factories.busy_world import BusyWorld, make_busy_world


@pytest.fixture(scope="module")
def made(shared_rows: None) -> BusyWorld:
    return make_busy_world()


@pytest.fixture
def busy(made: BusyWorld) -> BusyWorld:
    return deepcopy(made)
