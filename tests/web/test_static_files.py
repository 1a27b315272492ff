"""What a first visit weighs, and that production can name and compress every static file."""

from __future__ import annotations

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.core.management import call_command
from django.test import Client, override_settings

FIRST_LOAD_LIMIT = 150 * 1024


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("static")
    storage = {"staticfiles": {"BACKEND": "concentric.web.static_files.Storage"}}
    with override_settings(STATIC_ROOT=root, STORAGES=storage):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def test_scripts_import_each_other_by_their_hashed_names(collected: Path) -> None:
    (shell,) = collected.glob("js/shell.????????????.js")
    (imported,) = re.findall(r'import\s*"\./(.+?)"', shell.read_text())
    assert re.fullmatch(r"session\.[0-9a-f]{12}\.js", imported)
    assert (shell.parent / imported).exists()


def test_styles_and_scripts_are_compressed_beforehand(collected: Path) -> None:
    for name in ("css/concentric.????????????.css", "js/vendor/htmx.????????????.js"):
        (plain,) = collected.glob(name)
        for suffix in (".br", ".gz"):
            assert Path(f"{plain}{suffix}").stat().st_size < plain.stat().st_size / 2


@pytest.mark.django_db
@pytest.mark.urls("tests.web.toy_site")
def test_a_first_visit_stays_light(collected: Path) -> None:
    """The largest of our own pages, with everything it asks for, as a browser that takes brotli receives it."""
    page = Client().get("/style").content
    asked = {name.decode() for name in re.findall(rb'(?:src|href)="/static/(.+?)"', page)} | {"js/session.js"}
    packed = {name: collected / f"{name}.br" for name in asked}
    sent = [path if path.exists() else collected / name for name, path in packed.items()]
    total = len(brotli.compress(page)) + sum(path.stat().st_size for path in sent)
    assert len(asked) >= 6
    assert total <= FIRST_LOAD_LIMIT, f"{total:,} bytes"
