"""The demonstration's commands keep away from an installation of somebody's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from concentric.demo import load as loading
from concentric.demo.commands import demo
from concentric.foundation.accounts.models import Partnership
from tests.factories.world import make_partnership


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["load"], ["load", "--fresh"]])
def test_a_database_with_somebody_s_own_partnership_is_left_as_it_is(arguments: list[str]) -> None:
    own, _ = make_partnership("Harrow Vale")
    refused = CliRunner().invoke(demo, arguments)

    assert refused.exit_code == 1
    assert "holds a partnership of somebody's own, and nothing was changed" in refused.output
    assert list(Partnership.objects.all()) == [own]
    assert not loading.is_loaded()
    name = settings.DATABASES["default"]["NAME"]
    assert Path(name).exists() or settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
