"""XML that came from outside, parsed without entities, network or unbounded depth."""

from __future__ import annotations

from lxml import etree

from concentric.method.exchange.framework_docx.refusal import UnreadableFile

MAX_DEPTH = 200
_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
_STRICT = b"http://purl.oclc.org/ooxml/"
# ISO "strict" documents say the same things under other names.
_STRICT_NAMES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}


def parse_xml(data: bytes) -> etree._Element:
    """The root element. Raises UnreadableFile for a DOCTYPE (no Word file has one), broken XML, or deep nesting."""
    # Word writes UTF-8; NULs go, so that the test sees UTF-16 and UTF-32 too.
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise UnreadableFile(
            "The file holds XML declarations that Word never writes, so it was not opened. "
            "Open it in Word, save it as a new .docx file and upload that."
        )
    if _STRICT in data:
        for strict, usual in _STRICT_NAMES.items():
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(
            "Part of the file is damaged. Open it in Word, which can often repair it, save it and upload it again."
        ) from error
    if _DEEP(root):
        raise UnreadableFile(
            "The file is nested more deeply than any document a person would write, so it was not opened."
        )
    return root
