"""Faces and names in XMP: regions of the Metadata Working Group ("Guidelines for Handling Image Metadata", 2.0, 5.9)
and of Microsoft ("People Tagging Overview"), as digiKam, Lightroom, Picasa and exiftool write them.

Both count from the picture as it is stored, before EXIF's orientation turns it.
"""

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from xml.dom.minidom import Attr, Document, Element
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException, minidom

from ganeditor.project.embedding import Shape
from ganeditor.project.people.areas import pairs, turned
from ganeditor.project.people.values import Box

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MWG = "http://www.metadataworkinggroup.com/schemas/regions/"
AREA = "http://ns.adobe.com/xmp/sType/Area#"
DIMENSIONS = "http://ns.adobe.com/xap/1.0/sType/Dimensions#"
MP = "http://ns.microsoft.com/photo/1.2/"
MP_INFO, MP_REGION = MP + "t/RegionInfo#", MP + "t/Region#"

LARGEST, MOST_TAGS, MOST_REGIONS = 8_000_000, 100_000, 300
"""Of a packet, in bytes and less-than signs: as DOM a tag takes a kilobyte. Editors' histories have a few thousand."""

LONGEST_NAME = 60
_SAME_SHAPE = 0.02
"""Part by which two ratios of width to height may differ: pictures made smaller are rounded to whole pixels."""

Name = tuple[str, str]
"""Namespace and local name."""


class XmpError(ValueError):
    """XMP that is not taken; its text continues a sentence that begins with the file's name."""


@dataclass(frozen=True)
class Region:
    """A face, and who it is."""

    name: str  # empty where none is given
    box_xyxy: Box  # in shares of the upright picture


@dataclass(frozen=True)
class Schema:
    """One way of saying where faces are."""

    top: Name  # the property
    list: Name  # of regions in it
    name: Name  # of a person
    box: Callable[[Element, Element], Box | None]  # of (region, top) in shares of what top counts from; None: no face


@dataclass(frozen=True, eq=False)
class Listed:
    """A face's region in a packet."""

    fields: Element  # that has its properties
    region: Region


def regions_in(packet: bytes, shape: Shape) -> tuple[Region, ...]:
    """The faces that a packet tells of, those of both ways once; XmpError says why it is not read."""
    if not any(schema.top[0].encode() in packet for schema in SCHEMAS):
        return ()
    document, found = parse(packet), list[Region]()
    for schema in SCHEMAS:
        for top in document.getElementsByTagNameNS(*schema.top):
            more = [one.region for one in listed(schema, top, shape)]
            again = pairs([region.box_xyxy for region in more], [region.box_xyxy for region in found])
            for index, region in enumerate(more):
                if index not in again:
                    found.append(region)
                elif not found[again[index]].name:
                    found[again[index]] = region
    return tuple(found)


def parse(packet: bytes) -> Document:
    """A packet's document; XmpError where it is none, or is meant to do harm."""
    if len(packet) > LARGEST or packet.count(b"<") > MOST_TAGS:
        raise XmpError(f"has XMP of more than {LARGEST // 1_000_000} MB or {MOST_TAGS} tags, which is not read")
    try:
        document: Document = minidom.parseString(packet.strip(b"\0 \t\r\n"), forbid_dtd=True)
        if len(document.getElementsByTagNameNS(RDF, "RDF")) == 1:
            return document
    except DefusedXmlException:
        raise XmpError("has XMP with a document type or entities, which XMP has not") from None
    except (ExpatError, ValueError, LookupError, RecursionError):  # LookupError: an encoding nobody knows
        pass
    raise XmpError("has XMP that can't be read")


def listed(schema: Schema, top: Element, shape: Shape) -> list[Listed]:
    """The faces in one property, upright; XmpError where it is of a picture of another shape."""
    orientation, found = frame(top, shape), []
    for item in items(schema, top)[:MOST_REGIONS]:
        fields = struct(item)
        box = schema.box(fields, top)
        if box is not None:
            name = unicodedata.normalize("NFC", text(fields, schema.name).strip())
            is_name = len(name) <= LONGEST_NAME and name.isprintable()
            found.append(Listed(fields, Region(name if is_name else "", turned(box, orientation))))
    return found


def frame(top: Element, shape: Shape) -> int:
    """The orientation by which what a property counts from is turned to be upright."""
    applied = _applied(top)
    if applied is None:
        return shape.orientation
    ratio = applied[0] / applied[1]
    if abs(ratio * shape.height / shape.width - 1) <= _SAME_SHAPE:
        return shape.orientation
    width, height = shape.upright
    if abs(ratio * height / width - 1) <= _SAME_SHAPE:
        return 1  # a program has turned them with the picture
    raise XmpError(f"has XMP with faces of a picture of another shape, {applied[0]:g} × {applied[1]:g}")


def items(schema: Schema, top: Element) -> list[Element]:
    """The regions in a property, of whatever type."""
    return [
        item
        for regions in top.getElementsByTagNameNS(*schema.list)
        for item in regions.getElementsByTagNameNS(RDF, "li")
        if item.parentNode is not None and item.parentNode.parentNode is regions
    ]


def struct(node: Element) -> Element:
    """The element that has a structure's fields: node, or the rdf:Description in it."""
    inner = [child for child in _elements(node) if (child.namespaceURI, child.localName) == (RDF, "Description")]
    return inner[0] if inner else node


def field(fields: Element, name: Name) -> Attr | Element | None:
    """A structure's field, which is an attribute or an element."""
    attribute: Attr | None = fields.getAttributeNodeNS(*name)
    return attribute or next((node for node in _elements(fields) if (node.namespaceURI, node.localName) == name), None)


def text(fields: Element, name: Name) -> str:
    """A field's text; empty where there is none."""
    found = field(fields, name)
    if found is None:
        return ""
    if isinstance(found, Attr):
        return str(found.value)
    return "".join(node.data for node in found.childNodes if node.nodeType in (node.TEXT_NODE, node.CDATA_SECTION_NODE))


def _elements(node: Element) -> Iterator[Element]:
    return (child for child in node.childNodes if isinstance(child, Element))


def _applied(top: Element) -> tuple[float, float] | None:
    """Width and height of the picture that a property counts from, where it says so."""
    said = field(struct(top), (MWG, "AppliedToDimensions"))
    if not isinstance(said, Element):
        return None
    values = _numbers(text(struct(said), (DIMENSIONS, side)) for side in "wh")
    return (values[0], values[1]) if values and min(values) >= 1 else None


def _mwg_box(fields: Element, top: Element) -> Box | None:
    area = field(fields, (MWG, "Area"))
    if not isinstance(area, Element) or text(fields, (MWG, "Type")) not in ("Face", ""):
        return None
    place = struct(area)
    diameter = text(place, (AREA, "d"))  # of a circle
    sides = [text(place, (AREA, side)) or diameter for side in "wh"]
    values = _numbers([*(text(place, (AREA, side)) for side in "xy"), *sides])
    if not values:
        return None
    x, y, width, height = values
    if text(place, (AREA, "unit")) == "pixel":
        applied = _applied(top) or (1.0, 1.0)
        x, y, width, height = x / applied[0], y / applied[1], width / applied[0], height / applied[1]
    return _inside(x - width / 2, y - height / 2, width, height)


def _mp_box(fields: Element, _top: Element) -> Box | None:
    values = _numbers(text(fields, (MP_REGION, "Rectangle")).split(","))
    return _inside(values[0], values[1], values[2], values[3]) if len(values) == 4 else None


def _numbers(texts: Iterable[str]) -> list[float]:
    """Finite numbers; nothing where one is none."""
    try:
        values = [float(value) for value in texts]
    except ValueError:
        return []
    return values if all(map(math.isfinite, values)) else []


def _inside(x: float, y: float, width: float, height: float) -> Box | None:
    """The part of a rectangle that is in the picture."""
    x0, y0, x1, y1 = max(x, 0.0), max(y, 0.0), min(x + width, 1.0), min(y + height, 1.0)
    return (x0, y0, x1, y1) if x1 - x0 > 1e-4 and y1 - y0 > 1e-4 else None


SCHEMAS = (
    Schema((MWG, "Regions"), (MWG, "RegionList"), (MWG, "Name"), _mwg_box),
    Schema((MP, "RegionInfo"), (MP_INFO, "Regions"), (MP_REGION, "PersonDisplayName"), _mp_box),
)
