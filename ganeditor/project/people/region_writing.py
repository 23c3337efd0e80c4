"""Faces and names put into XMP: only the two properties that have regions change, every other byte stays."""

import re
from collections.abc import Sequence
from xml.dom.minidom import Attr, Document, Element
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from defusedxml import minidom

from ganeditor.project.embedding import Shape
from ganeditor.project.people.areas import laid, pairs
from ganeditor.project.people.regions import (
    AREA,
    DIMENSIONS,
    MP,
    MP_INFO,
    MP_REGION,
    MWG,
    RDF,
    SCHEMAS,
    Name,
    Region,
    Schema,
    XmpError,
    field,
    frame,
    items,
    listed,
    parse,
    struct,
)

_PREFIXES = {
    "rdf": RDF,
    "mwg-rs": MWG,
    "stArea": AREA,
    "stDim": DIMENSIONS,
    "MP": MP,
    "MPRI": MP_INFO,
    "MPReg": MP_REGION,
}
_DECLARED = " ".join(f'xmlns:{prefix}="{namespace}"' for prefix, namespace in _PREFIXES.items())
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    f'<rdf:RDF xmlns:rdf="{RDF}">\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
).encode()

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")

_Edit = tuple[int, int, bytes]
"""From where to where in a packet something else comes."""


def with_regions(packet: bytes | None, regions: Sequence[Region], shape: Shape) -> bytes:
    """packet, or a new one, with these named faces; the very same bytes if it has them.

    A region that is there around the same face gets the name; whatever else is there stays. XmpError says why a packet
    is left as it is.
    """
    body = packet or _EMPTY
    document = parse(body)
    if (document.encoding or "utf-8").lower() != "utf-8" or not _is_utf8(body):
        raise XmpError("has XMP that is not UTF-8")
    edits, missing = list[_Edit](), ""
    for schema in SCHEMAS:
        tops = document.getElementsByTagNameNS(*schema.top)
        if not tops:
            missing += _property(schema, regions, shape)
        elif _merge(schema, tops[0], regions, shape):
            edits.append((*_places(body, schema.top), tops[0].toxml().encode()))
    if missing and regions:
        about = next(iter(document.getElementsByTagNameNS(RDF, "Description")), None)
        subject = quoteattr(about.getAttributeNS(RDF, "about") if about else "")
        edits.append(_at_end(body, f"<rdf:Description rdf:about={subject} {_DECLARED}>{missing}</rdf:Description>\n"))
    for start, end, new in sorted(edits, reverse=True):
        body = body[:start] + new + body[end:]
    return body if edits else packet or b""


def _merge(schema: Schema, top: Element, regions: Sequence[Region], shape: Shape) -> bool:
    """Whether anything had to change in a property for it to tell of regions."""
    there = listed(schema, top, shape)
    same = pairs([region.box_xyxy for region in regions], [one.region.box_xyxy for one in there])
    changed = False
    for index, region in enumerate(regions):
        if index not in same:
            _bag(schema, top).appendChild(_imported(top, _item(schema, region, frame(top, shape))))
        elif there[same[index]].region.name != region.name:
            _set(there[same[index]].fields, schema.name, region.name)
        else:
            continue
        changed = True
    return changed


def _bag(schema: Schema, top: Element) -> Element:
    """The list of a property, which is made if there is none."""
    there = items(schema, top)
    if there:
        bag = there[0].parentNode
        assert isinstance(bag, Element), "a region is in a list"
        return bag
    inside = struct(top)
    for empty in [node for node in inside.childNodes if isinstance(node, Element) and _name(node) == schema.list]:
        inside.removeChild(empty)
    regions = _imported(top, f"<{_called(schema.list)}><rdf:Bag/></{_called(schema.list)}>")
    inside.appendChild(regions)
    return next(iter(regions.getElementsByTagNameNS(RDF, "Bag")))


def _set(fields: Element, name: Name, value: str) -> None:
    """Set a structure's field, in the way in which its others are written."""
    found = field(fields, name)
    ours = [node for node in fields.attributes.values() if node.namespaceURI == name[0]]
    if isinstance(found, Attr):
        found.value = value
    elif isinstance(found, Element):
        while found.firstChild:
            found.removeChild(found.firstChild)
        found.appendChild(_document(found).createTextNode(value))
    elif ours:
        fields.setAttributeNS(name[0], f"{ours[0].prefix}:{name[1]}", value)
    else:
        fields.appendChild(_imported(fields, f"<{_called(name)}>{escape(value)}</{_called(name)}>"))


def _imported(beside: Element, markup: str) -> Element:
    """An element for the document of another, with the namespaces that it needs."""
    start = markup.index(">") - (markup[markup.index(">") - 1] == "/")
    made = minidom.parseString(f"{markup[:start]} {_DECLARED}{markup[start:]}".encode()).documentElement
    element: Element = _document(beside).importNode(made, True)
    return element


def _document(element: Element) -> Document:
    assert element.ownerDocument is not None, "it was parsed"
    return element.ownerDocument


def _name(node: Element) -> Name:
    return node.namespaceURI or "", node.localName


def _property(schema: Schema, regions: Sequence[Region], shape: Shape) -> str:
    rows = "".join(_item(schema, region, shape.orientation) for region in regions)
    applied = (
        f'<mwg-rs:AppliedToDimensions stDim:w="{shape.width}" stDim:h="{shape.height}" stDim:unit="pixel"/>'
        if schema.top[0] == MWG
        else ""
    )
    top, inner = _called(schema.top), _called(schema.list)
    return f'<{top} rdf:parseType="Resource">{applied}<{inner}><rdf:Bag>{rows}</rdf:Bag></{inner}></{top}>'


def _item(schema: Schema, region: Region, orientation: int) -> str:
    x0, y0, x1, y1 = laid(region.box_xyxy, orientation)
    if schema.top[0] == MP:
        rectangle = ", ".join(f"{value:.6f}" for value in (x0, y0, x1 - x0, y1 - y0))
        return f'<rdf:li MPReg:Rectangle="{rectangle}" MPReg:PersonDisplayName={quoteattr(region.name)}/>'
    place = {"x": (x0 + x1) / 2, "y": (y0 + y1) / 2, "w": x1 - x0, "h": y1 - y0}
    area = " ".join(f'stArea:{side}="{value:.6f}"' for side, value in place.items())
    return (
        f'<rdf:li><rdf:Description mwg-rs:Name={quoteattr(region.name)} mwg-rs:Type="Face">'
        f'<mwg-rs:Area {area} stArea:unit="normalized"/></rdf:Description></rdf:li>'
    )


def _called(name: Name) -> str:
    prefix = next(prefix for prefix, namespace in _PREFIXES.items() if namespace == name[0])
    return f"{prefix}:{name[1]}"


# --- places in the bytes ---------------------------------------------------------------------------------------------


def _at_end(body: bytes, markup: str) -> _Edit:
    """The edit that puts markup at the end of rdf:RDF."""
    start, end = _places(body, (RDF, "RDF"))
    last = body.rindex(b"<", start, end)
    if body[last : last + 2] == b"</":
        return last, last, markup.encode()
    opened = body[start:end].rstrip()[:-2]  # <rdf:RDF …/>
    called = opened[1:].split()[0]
    return start, end, opened + b">" + markup.encode() + b"</" + called + b">"


def _places(body: bytes, name: Name) -> tuple[int, int]:
    """Start and end of the first element with this name, in a packet that parse has taken."""
    offset = len(body) - len(body.lstrip(b"\0 \t\r\n"))
    parser, wanted = expat.ParserCreate(namespace_separator="\n"), "\n".join(name)
    ends = list[int]()  # of where the opening tag and the closing one begin
    depth = 0  # in the element

    def opened(element: str, _attributes: object) -> None:
        nonlocal depth
        if not ends and element == wanted:
            ends.append(parser.CurrentByteIndex + offset)
        depth += len(ends) == 1

    def closed(_element: str) -> None:
        nonlocal depth
        depth -= len(ends) == 1
        if len(ends) == 1 and depth == 0:
            ends.append(parser.CurrentByteIndex + offset)

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.Parse(body[offset:].rstrip(b"\0 \t\r\n"), True)
    first = _TAG.match(body, ends[0])
    last = first if first and first[0].endswith(b"/>") else _TAG.match(body, ends[1])
    assert last, "an element ends with a tag"
    return ends[0], last.end()


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
