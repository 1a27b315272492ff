"""The suite's own promises: two databases, one server each, packages that may be shipped."""

from __future__ import annotations

import pytest
from django.db import connection

from concentric.foundation.accounts.models import Partnership
from tests.support.databases import ADDRESSES
from tools.licences import REFUSED


@pytest.mark.django_db
def test_a_database_test_runs_on_the_database_that_it_names(database_kind: str):
    assert connection.vendor == database_kind
    assert database_kind in ADDRESSES


@pytest.mark.usefixtures("committed")
def test_what_is_committed_is_not_in_the_database_that_rolls_back():
    Partnership.objects.create(name="Suite's own", reference_prefix="SO")

    assert "served" in str(connection.settings_dict["NAME"])


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "GNU General Public License v2 (GPLv2)", "AGPL-3.0-or-later"])
def test_the_gpl_may_not_be_shipped(licence: str):
    assert REFUSED.search(licence)


@pytest.mark.parametrize("licence", ["MIT", "LGPL-3.0-only", "GNU Lesser General Public License v3 (LGPLv3)", "0BSD"])
def test_what_may_be_shipped_passes(licence: str):
    assert not REFUSED.search(licence)
