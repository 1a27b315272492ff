"""What a person, or a curious program, can get out of a produced file."""

from __future__ import annotations

import html
import re
from io import BytesIO
from zipfile import ZipFile

from pypdf import PdfReader


def everything_in_docx(data: bytes) -> str:
    """Every part of the package as text, the hidden ones and the properties included."""
    with ZipFile(BytesIO(data)) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return html.unescape("\n".join(parts))


def everything_in_pdf(data: bytes) -> str:
    """The text of the pages and the metadata."""
    reader = PdfReader(BytesIO(data))
    metadata = [str(reader.metadata), reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""]
    return "\n".join([*(page.extract_text() for page in reader.pages), *metadata])


def everything_in_html(data: bytes) -> str:
    """The source, with escapes undone."""
    return html.unescape(data.decode())


def seen_in_html(data: bytes) -> str:
    """The text between the tags of the body."""
    return html.unescape(re.sub(r"<[^>]*>", "", data.decode().partition("</head>")[2]))
