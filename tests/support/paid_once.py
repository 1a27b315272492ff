"""What every test would pay for again, and proves nothing by: paid once a process."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


def pytest_collection_finish() -> None:
    """The modules and the tests stay to the end, and most of what a test makes goes with it: to look through all of it
    for garbage, as often as Python does, took a third of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def _static_files_found_once() -> Iterator[None]:
    """Each test client loads the middleware anew, and WhiteNoise then looks for every static file."""
    from concentric.web.static_files import Middleware

    look, found = Middleware.add_files_from_finders, {}

    def remembered(middleware: Middleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(Middleware, "add_files_from_finders", remembered)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_context_is_kept(django_test_environment: None) -> Iterator[None]:
    """Django's test environment copies what a template knew, for each box of a form, lest a test asks. None does."""
    from django.template import Context, Template

    def rendered(template: Template, context: Context) -> str:
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(Template, "_render", rendered)
        yield
