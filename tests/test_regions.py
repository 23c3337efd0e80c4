"""Faces in XMP: as other programs write them, turned, hostile, and put into packets whose other bytes stay."""

import re

import numpy as np
import pytest

from ganeditor.project.embedding import Shape
from ganeditor.project.people.areas import laid, pairs, turned
from ganeditor.project.people.region_writing import with_regions
from ganeditor.project.people.regions import MOST_REGIONS, Region, XmpError, regions_in
from ganeditor.project.picture import TURNS, _turned

SHAPE = Shape(400, 200, 1)
BOX = (0.1, 0.2, 0.3, 0.6)

HEAD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about='uuid:1' xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012='+0.35'
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
  xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
  xmlns:MP="http://ns.microsoft.com/photo/1.2/" xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
  xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#">
  <dc:title><rdf:Alt><rdf:li xml:lang="x-default">A &#x26; B  &gt;</rdf:li></rdf:Alt></dc:title>"""
TAIL = """</rdf:Description></rdf:RDF></x:xmpmeta>        \n<?xpacket end="w"?>"""

ELEMENTS = """<mwg-rs:Regions rdf:parseType="Resource">
  <mwg-rs:AppliedToDimensions rdf:parseType="Resource"><stDim:w>800</stDim:w><stDim:h>400</stDim:h>
    <stDim:unit>pixel</stDim:unit></mwg-rs:AppliedToDimensions>
  <mwg-rs:RegionList><rdf:Bag>
    <rdf:li rdf:parseType="Resource"><mwg-rs:Area rdf:parseType="Resource"><stArea:x>0.2</stArea:x>
      <stArea:y>0.4</stArea:y><stArea:w>0.2</stArea:w><stArea:h>0.4</stArea:h><stArea:unit>normalized</stArea:unit>
      </mwg-rs:Area><mwg-rs:Name>Ann</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>
      <mwg-rs:Description>kept</mwg-rs:Description></rdf:li>
    <rdf:li rdf:parseType="Resource"><mwg-rs:Area rdf:parseType="Resource"><stArea:x>0.7</stArea:x>
      <stArea:y>0.4</stArea:y><stArea:w>0.2</stArea:w><stArea:h>0.4</stArea:h></mwg-rs:Area>
      <mwg-rs:Name>Rex</mwg-rs:Name><mwg-rs:Type>Pet</mwg-rs:Type></rdf:li>
  </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"""
ATTRIBUTES = """<mwg-rs:Regions rdf:parseType="Resource">
  <mwg-rs:AppliedToDimensions stDim:w="400" stDim:h="200" stDim:unit="pixel"/><mwg-rs:RegionList><rdf:Bag>
  <rdf:li><rdf:Description mwg-rs:Name="Ann" mwg-rs:Type="Face">
    <mwg-rs:Area stArea:x="0.2" stArea:y="0.4" stArea:w="0.2" stArea:h="0.4" stArea:unit="normalized"/>
  </rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"""
PIXELS = ATTRIBUTES.replace(
    'x="0.2" stArea:y="0.4" stArea:w="0.2" stArea:h="0.4" stArea:unit="normalized"', "{}"
).format('x="80" stArea:y="80" stArea:w="80" stArea:h="80" stArea:unit="pixel"')
RECTANGLES = """<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag>
  <rdf:li MPReg:Rectangle="0.1, 0.2, 0.2, 0.4" MPReg:PersonDisplayName="Ann" MPReg:PersonEmailDigest="kept"/>
  </rdf:Bag></MPRI:Regions></MP:RegionInfo>"""
INNER = RECTANGLES.replace('<MP:RegionInfo rdf:parseType="Resource">', "<MP:RegionInfo><rdf:Description>").replace(
    "</MP:RegionInfo>", "</rdf:Description></MP:RegionInfo>"
)


def packet(*properties: str) -> bytes:
    return (HEAD + "".join(properties) + TAIL).encode()


def near(found: tuple[Region, ...], *expected: tuple[str, tuple[float, ...]]) -> bool:
    return [one.name for one in found] == [name for name, _box in expected] and all(
        np.allclose(one.box_xyxy, box, atol=1e-5) for one, (_name, box) in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize("written", [ELEMENTS, ATTRIBUTES, PIXELS, RECTANGLES, INNER, ELEMENTS + RECTANGLES])
def test_both_ways_are_read_in_every_notation(written: str) -> None:
    assert near(regions_in(packet(written), SHAPE), ("Ann", BOX))


def test_a_name_that_only_one_way_has_is_taken() -> None:
    nameless = ATTRIBUTES.replace('mwg-rs:Name="Ann" ', "")
    assert near(regions_in(packet(nameless), SHAPE), ("", BOX))
    assert near(regions_in(packet(nameless, RECTANGLES), SHAPE), ("Ann", BOX))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_regions_turn_with_the_picture(orientation: int) -> None:
    stored = np.zeros((200, 400), np.uint8)
    stored[40:120, 40:120] = 1  # BOX
    shown = _turned(stored, orientation)
    rows, columns = np.nonzero(shown.any(1))[0], np.nonzero(shown.any(0))[0]
    height, width = shown.shape
    assert Shape(400, 200, orientation).upright == (width, height)
    box = (columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height)
    assert near(regions_in(packet(ELEMENTS), Shape(400, 200, orientation)), ("Ann", box))
    assert np.allclose(laid(turned(BOX, orientation), orientation), BOX)
    there = with_regions(packet(), [Region("Ann", box)], Shape(400, 200, orientation))
    assert near(regions_in(there, Shape(400, 200, 1)), ("Ann", BOX)), "they count from the stored picture"


@pytest.mark.parametrize("orientation", [key for key, (swap, *_) in TURNS.items() if swap])
def test_regions_that_were_turned_with_the_picture_are_seen_by_its_dimensions(orientation: int) -> None:
    upright = ATTRIBUTES.replace('w="400" stDim:h="200"', 'w="200" stDim:h="400"')
    shape = Shape(400, 200, orientation)
    assert near(regions_in(packet(upright), shape), ("Ann", BOX))
    more = with_regions(packet(upright), [Region("Ben", (0.6, 0.6, 0.9, 0.9))], shape)
    assert near(regions_in(more, shape), ("Ann", BOX), ("Ben", (0.6, 0.6, 0.9, 0.9)))


def test_the_same_names_leave_every_byte() -> None:
    before = packet(ELEMENTS, RECTANGLES)
    assert with_regions(before, [Region("Ann", (0.11, 0.21, 0.31, 0.62))], SHAPE) is before
    assert with_regions(before, [], SHAPE) is before


@pytest.mark.parametrize("written", [ELEMENTS + RECTANGLES, ATTRIBUTES + INNER])
def test_only_the_two_properties_change(written: str) -> None:
    made = with_regions(packet(written), [Region('Zoë <&">', BOX), Region("Ben", (0.5, 0.5, 0.6, 0.7))], SHAPE)
    assert near(regions_in(made, SHAPE), ('Zoë <&">', BOX), ("Ben", (0.5, 0.5, 0.6, 0.7)))
    text = made.decode()
    between = re.split(r"<mwg-rs:Regions.*</mwg-rs:Regions>|<MP:RegionInfo.*</MP:RegionInfo>", text, flags=re.DOTALL)
    assert "".join(between) == HEAD + TAIL
    for kept in ("Rex", "kept") if "Rex" in written else ("kept",):
        assert kept in text
    assert text.count("Ann") == 0 and len(re.findall("Ben", text)) == 2


def test_what_is_missing_comes_to_the_end() -> None:
    made = with_regions(packet(ATTRIBUTES), [Region("Ann", BOX)], SHAPE)
    start = made.index(b'<rdf:Description rdf:about="uuid:1" xmlns:rdf')
    end = made.index(b"</rdf:Description>\n</rdf:RDF>") + len(b"</rdf:Description>\n")
    assert made[:start] + made[end:] == packet(ATTRIBUTES) and b"MPReg:Rectangle" in made[start:end]
    assert b"MWG" not in made[start:end] and near(regions_in(made, SHAPE), ("Ann", BOX))


@pytest.mark.parametrize(
    "before",
    [
        None,
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" a="x>y" />',
        b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>\n',
        packet(
            '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag/></mwg-rs:RegionList>'
            "</mwg-rs:Regions>"
        ),
        packet('<mwg-rs:Regions rdf:parseType="Resource"/><MP:RegionInfo rdf:parseType="Resource"/>'),
    ],
)
def test_empty_packets_get_them_too(before: bytes | None) -> None:
    made = with_regions(before, [Region("Ann", BOX)], SHAPE)
    assert near(regions_in(made, SHAPE), ("Ann", BOX))
    assert with_regions(made, [Region("Ann", BOX)], SHAPE) is made
    assert made.count(b"PersonDisplayName=") == made.count(b"mwg-rs:Name=") == 1


BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>"""
    + packet(ATTRIBUTES)[60:]
)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (BOMB, "document type"),
        (packet(ATTRIBUTES)[:-60], "can't be read"),
        (packet(ATTRIBUTES + "<a/>" * 100_001), "tags"),
        (packet(ATTRIBUTES) + b" " * 8_000_000, "MB"),
        (packet(ATTRIBUTES.replace('w="400"', 'w="300"')), "another shape"),
        (b"<a>" * 5_000 + packet(ATTRIBUTES), "can't be read"),
        (b'<?xml version="1.0" encoding="latin-1"?>' + packet(ATTRIBUTES).split(b"?>", 1)[1].strip(), "UTF-8"),
        (packet(ATTRIBUTES).decode().encode("utf-16"), "can't be read"),
    ],
)
def test_hostile_packets_are_refused_with_a_sentence(before: bytes, said: str) -> None:
    if said != "UTF-8" and not before.startswith(b"\xff"):
        with pytest.raises(XmpError, match=said):
            regions_in(before, SHAPE)
    with pytest.raises(XmpError, match=said):
        with_regions(before, [Region("Ann", BOX)], SHAPE)


@pytest.mark.parametrize(
    "area", ['x="nan"', 'x="1e400"', 'x="left"', 'x="-5"', 'x="0.2" stArea:w="0"', 'x="0.2" stArea:w="-1"', ""]
)
def test_regions_with_nonsense_in_them_are_left_out(area: str) -> None:
    area = f"stArea:{area}" if area else ""
    written = re.sub(r"<mwg-rs:Area [^/]*/>", f'<mwg-rs:Area {area} stArea:y="0.4" stArea:h="0.4"/>', ATTRIBUTES)
    assert regions_in(packet(written), SHAPE) == ()


@pytest.mark.parametrize("name", ["x" * 61, "a&#10;b", "&#x202e;", "  "])
def test_what_is_no_name_is_a_face_without(name: str) -> None:
    found = regions_in(packet(ELEMENTS.replace(">Ann<", f">{name}<")), SHAPE)
    assert near(found, ("", BOX))


def test_regions_without_number_are_cut_off() -> None:
    rows = "".join(f'<rdf:li MPReg:Rectangle="{i / 4000}, 0.1, 0.0002, 0.1"/>' for i in range(2000))
    many = RECTANGLES.replace("</rdf:Bag>", f"{rows}</rdf:Bag>")
    assert len(regions_in(packet(many), SHAPE)) == MOST_REGIONS


def test_rectangles_of_one_face_are_paired_the_best_first() -> None:
    boxes = [(0, 0, 0.4, 0.4), (0.5, 0, 0.9, 0.4)]
    assert pairs(boxes, [(0.55, 0, 0.9, 0.4), (0.05, 0, 0.4, 0.4)]) == {0: 1, 1: 0}
    assert pairs(boxes[:1], [(0, 0, 0.4, 0.4), (0.02, 0, 0.4, 0.4)]) == {0: 0}
    assert pairs(boxes[:1], [(0.5, 0.5, 0.9, 0.9)]) == pairs([], boxes) == {}
