"""The minutes as one HTML file that needs nothing else: no script, no picture, no font, nothing fetched."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from concentric.method.exchange.family_content import family_content
from concentric.method.exchange.minutes_content import minutes_content
from concentric.method.exchange.release import FAMILY
from concentric.method.records.signed import MeetingRecord

LAYOUTS = Path(__file__).parent / "layouts"


def write_html(record: MeetingRecord) -> bytes:
    """The HTML file of a release, in UTF-8. Prints on A4; the family's version in its own layout."""
    if record.release == FAMILY:
        page = _environment().get_template("family.html.jinja").render(family=family_content(record), top=1)
    else:
        page = _environment().get_template("minutes.html.jinja").render(minutes=minutes_content(record))
    return page.encode()


def family_words(record: MeetingRecord, *, top: int) -> Markup:
    """The family's version as it stands in its file, to be set in a page whose headings above it end at `top` - 1."""
    template = _environment().get_template("family_words.html.jinja")
    return Markup(template.render(family=family_content(record), top=top))  # noqa: S704 - escaped by the template


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(LAYOUTS), autoescape=True, undefined=StrictUndefined)
    environment.globals["css"] = Markup((LAYOUTS / "shared.css").read_text())  # noqa: S704 - our own file
    return environment
