"""The fields of EXIF and XMP that say how many pixels a picture has."""

import struct
from xml.dom.minidom import Attr, Document
from xml.parsers.expat import ExpatError

from defusedxml import minidom

from ganeditor.project.metadata import MetadataError, byte_order, first_directory

_SHORT = 3
_EXIF_DIRECTORY = 34665
_WIDTHS, _HEIGHTS = (256, 40962), (257, 40963)
"""ImageWidth and PixelXDimension, ImageLength and PixelYDimension: the first of each is TIFF's, the second EXIF's."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TIFF, _EXIF = "http://ns.adobe.com/tiff/1.0/", "http://ns.adobe.com/exif/1.0/"
_ACROSS = ((_TIFF, "ImageWidth"), (_EXIF, "PixelXDimension"))
_DOWN = ((_TIFF, "ImageLength"), (_EXIF, "PixelYDimension"))


def xmp_with_dimensions(packet: bytes | None, width: int, height: int) -> bytes | None:
    """packet with those of its properties set that it has; the same bytes if it has none."""
    if packet is None:
        return None
    try:
        document: Document = minidom.parseString(packet.strip(b"\0 \t\r\n"), forbid_dtd=True)
    except (ExpatError, ValueError, LookupError, RecursionError):
        return packet  # what can't be read is replaced by whoever writes it
    found = False
    for description in document.getElementsByTagNameNS(_RDF, "Description"):
        for node in (*description.attributes.values(), *description.childNodes):
            name = node.namespaceURI, node.localName
            if name not in _ACROSS + _DOWN:
                continue
            found, value = True, str(width if name in _ACROSS else height)
            if isinstance(node, Attr):
                node.value = value
            else:
                while node.firstChild:
                    node.removeChild(node.firstChild)
                node.appendChild(document.createTextNode(value))
    return b"".join(node.toxml().encode() for node in document.childNodes) if found else packet


def with_dimensions(exif: bytes | None, width: int, height: int) -> bytes | None:
    """exif with those of its fields set that it has; each is where it was, so that nothing else moves."""
    if exif is None:
        return None
    block = bytearray(exif)
    try:
        order = byte_order(exif)
        entries, offset, _following = first_directory(exif)
        _set(block, order, offset, width, height)
        if _EXIF_DIRECTORY in entries:
            (inner,) = struct.unpack_from(order + "I", entries[_EXIF_DIRECTORY], 8)
            _set(block, order, inner, width, height)
    except (MetadataError, struct.error):
        return exif  # what can't be read is replaced by whoever writes it
    return bytes(block)


def _set(block: bytearray, order: str, offset: int, width: int, height: int) -> None:
    (count,) = struct.unpack_from(order + "H", block, offset)
    for place in range(offset + 2, offset + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(order + "HH", block, place)
        if tag in _WIDTHS + _HEIGHTS:
            value = width if tag in _WIDTHS else height
            struct.pack_into(order + ("H2x" if kind == _SHORT else "I"), block, place + 8, value)
