"""XML that is the same text each time for the same elements."""

from __future__ import annotations

from xml.etree import ElementTree as ET


def xml_bytes(root: ET.Element) -> bytes:
    """Return an indented document as the content of an XML file, which ends with a line end."""
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"
