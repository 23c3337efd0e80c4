"""EXIF and XMP keep what is true, lose what is not and name the AI."""

import struct
from io import BytesIO
from xml.dom.minidom import parseString

import pytest
from PIL import Image, ImageCms

from ganeditor.project.metadata import AI_NOTE, AI_SOURCE_TYPE, Metadata, fitting_profile, marked, stripped, upright

THUMBNAIL = b"\xff\xd8unedited face\xff\xd9"
MAKER_NOTE = b"MAKER\0 with offsets of its own"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "hdrgm": "http://ns.adobe.com/hdr-gain-map/1.0/",
    "iptc": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}


def camera_exif(orientation: int = 6, order: str = ">") -> bytes:
    """A TIFF block as cameras write it: make, orientation, Exif with MakerNote, GPS, and a thumbnail at the end."""
    exif = Image.Exif()
    exif.endian = order
    exif[271] = "Maker"
    exif[274] = orientation
    exif[305] = "Camera firmware 1.2"
    exif[34665] = {36867: "2024:05:06 07:08:09", 37500: MAKER_NOTE, 40965: {1: "R98"}}
    exif[34853] = {1: "N", 2: (52.0, 31.0, 12.5)}
    block = bytearray(exif.tobytes()[6:])
    block += bytes(len(block) % 2)
    (first,) = struct.unpack_from(order + "I", block, 4)
    (count,) = struct.unpack_from(order + "H", block, first)
    struct.pack_into(order + "I", block, first + 2 + 12 * count, len(block))
    place = len(block) + 2 + 2 * 12 + 4
    block += struct.pack(order + "HHHIIHHIII", 2, 513, 4, 1, place, 514, 4, 1, len(THUMBNAIL), 0) + THUMBNAIL
    return bytes(block)


def packet(attributes: str = "", children: str = "") -> bytes:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="uuid:1" {declared} {attributes}>{children}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def properties(xmp: bytes, prefix: str, name: str) -> list[str]:
    """The values of a property in a packet, in either of its two notations."""
    document, uri = parseString(xmp), NAMESPACES[prefix]
    values = [node.getAttributeNS(uri, name) for node in document.getElementsByTagName("rdf:Description")]
    values += [node.childNodes[0].toxml() for node in document.getElementsByTagNameNS(uri, name)]
    return [value for value in values if value]


def loaded(exif: bytes) -> Image.Exif:
    tags = Image.Exif()
    tags.load(exif)
    return tags


@pytest.mark.parametrize("order", "<>")
def test_marked_exif_names_the_software_and_keeps_the_rest(order: str) -> None:
    before = camera_exif(order=order)
    after = marked(Metadata(exif=before), "ganeditor 1").exif
    assert after is not None
    tags = loaded(after)
    assert tags[305] == "ganeditor 1"
    assert tags[271] == "Maker"
    assert tags.get_ifd(34665)[36867] == "2024:05:06 07:08:09"
    assert [float(part) for part in tags.get_ifd(34853)[2]] == [52.0, 31.0, 12.5]
    assert tags.get_ifd(34665)[37500] == MAKER_NOTE
    assert after.index(MAKER_NOTE) == before.index(MAKER_NOTE)


def test_marked_exif_has_no_orientation_and_no_thumbnail() -> None:
    after = marked(Metadata(exif=camera_exif()), "ganeditor 1").exif
    assert after is not None
    tags = loaded(after)
    assert 274 not in tags
    assert tags.get_ifd(1) == {}
    assert THUMBNAIL not in after


def test_thumbnail_inside_the_block_is_blanked() -> None:
    after = marked(Metadata(exif=camera_exif() + b"something that follows it"), "ganeditor 1").exif
    assert after is not None
    assert THUMBNAIL not in after
    assert b"something that follows it" in after


def test_marking_again_does_not_let_metadata_pile_up() -> None:
    once = marked(Metadata(exif=camera_exif(), xmp=packet()), "ganeditor 1")
    twice = marked(once, "ganeditor 2")
    assert once.exif is not None and twice.exif is not None and twice.xmp is not None
    assert len(twice.exif) <= len(once.exif) + 20
    assert loaded(twice.exif)[305] == "ganeditor 2"
    assert properties(twice.xmp, "xmp", "CreatorTool") == ["ganeditor 2"]
    assert properties(twice.xmp, "photoshop", "Instructions") == [AI_NOTE]
    assert properties(twice.xmp, "iptc", "DigitalSourceType") == [AI_SOURCE_TYPE]


@pytest.mark.parametrize("exif", [None, b"", b"II", b"not a TIFF block", camera_exif()[:20], b"II*\0\xff\xff\xff\xff"])
def test_missing_or_damaged_exif_becomes_fresh(exif: bytes | None) -> None:
    after = marked(Metadata(exif=exif), "ganeditor 1").exif
    assert after is not None
    assert dict(loaded(after)) == {305: "ganeditor 1"}


def test_exif_entries_that_point_outside_are_left_out() -> None:
    block = bytearray(camera_exif())
    place = block.index(struct.pack(">HHI", 271, 2, 6))
    struct.pack_into(">I", block, place + 8, 1_000_000)
    after = marked(Metadata(exif=bytes(block)), "ganeditor 1").exif
    assert after is not None
    assert 271 not in loaded(after)
    assert 34853 in loaded(after)


@pytest.mark.parametrize("existing", [None, packet()])
def test_marked_xmp_says_how_the_picture_was_made(existing: bytes | None) -> None:
    xmp = marked(Metadata(xmp=existing), 'gan"editor" <1>').xmp
    assert xmp is not None
    assert xmp.startswith(b"<?xpacket begin=")
    assert xmp.endswith(b"?>")
    assert AI_SOURCE_TYPE == "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    assert properties(xmp, "iptc", "DigitalSourceType") == [AI_SOURCE_TYPE]
    assert properties(xmp, "xmp", "CreatorTool") == ['gan"editor" <1>']
    assert properties(xmp, "photoshop", "Instructions") == [AI_NOTE]


@pytest.mark.parametrize("as_element", [False, True])
def test_marked_xmp_replaces_keeps_and_drops(as_element: bool) -> None:
    values = {
        "dc:format": "image/jpeg",
        "tiff:Orientation": "6",
        "xmp:CreatorTool": "Camera",
        "iptc:DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        "photoshop:Instructions": "Embargo until &lt;noon&gt;",
        "hdrgm:Version": "1.0",
    }
    if as_element:
        before = packet(children="".join(f"<{name}>{value}</{name}>" for name, value in values.items()))
    else:
        before = packet(attributes=" ".join(f'{name}="{value}"' for name, value in values.items()))
    xmp = marked(Metadata(xmp=before), "ganeditor 1").xmp
    assert xmp is not None
    assert properties(xmp, "dc", "format") == ["image/jpeg"]
    assert properties(xmp, "photoshop", "Instructions") == [f"Embargo until <noon>; {AI_NOTE}"]
    assert properties(xmp, "xmp", "CreatorTool") == ["ganeditor 1"]
    assert properties(xmp, "iptc", "DigitalSourceType") == [AI_SOURCE_TYPE]
    assert properties(xmp, "tiff", "Orientation") == []
    assert properties(xmp, "hdrgm", "Version") == []
    assert xmp.count(b'rdf:about="uuid:1"') == 2  # all of a packet's descriptions are about the same thing


def test_xmp_thumbnail_is_dropped() -> None:
    before = packet(children="<xmp:Thumbnails><rdf:Alt><rdf:li>/9j/unedited</rdf:li></rdf:Alt></xmp:Thumbnails>")
    xmp = marked(Metadata(xmp=before), "ganeditor 1").xmp
    assert xmp is not None
    assert b"unedited" not in xmp


BAD_PACKETS = {
    "not XML": b"\xff\xfe\x00 nonsense",
    "cut short": packet()[:200],
    "no RDF": b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>",
    "entity": b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + packet(children="<dc:title>&a;</dc:title>"),
    "deep": packet(children="<dc:title>" * 5000 + "</dc:title>" * 5000),
}


@pytest.mark.parametrize("bad", BAD_PACKETS.values(), ids=BAD_PACKETS.keys())
def test_unreadable_xmp_becomes_fresh_when_marked_and_is_noticed_when_read(bad: bytes) -> None:
    xmp = marked(Metadata(xmp=bad), "ganeditor 1").xmp
    assert xmp is not None
    assert properties(xmp, "iptc", "DigitalSourceType") == [AI_SOURCE_TYPE]
    assert len(xmp) < 2000
    metadata, notices = upright(Metadata(xmp=bad))
    assert metadata.xmp is None
    assert len(notices) == 1 and "XMP" in notices[0]


def test_upright_drops_only_what_is_not_true_any_more() -> None:
    harmless = packet('dc:format="image/jpeg"')
    metadata, notices = upright(Metadata(exif=camera_exif(), xmp=harmless))
    assert notices == ()
    assert metadata.xmp == harmless
    assert metadata.exif is not None
    assert loaded(metadata.exif)[305] == "Camera firmware 1.2"
    assert 274 not in loaded(metadata.exif)
    assert THUMBNAIL not in metadata.exif
    turned = upright(Metadata(xmp=packet('tiff:Orientation="6" dc:format="image/jpeg"')))[0].xmp
    assert turned is not None
    assert properties(turned, "tiff", "Orientation") == []
    assert properties(turned, "dc", "format") == ["image/jpeg"]


def test_upright_notices_damaged_exif() -> None:
    metadata, notices = upright(Metadata(exif=b"garbage"))
    assert metadata.exif is None
    assert len(notices) == 1 and "EXIF" in notices[0]


def test_stripped_keeps_only_the_colour_profile() -> None:
    assert stripped(Metadata(camera_exif(), packet(), b"profile", (300.0, 300.0))) == Metadata(icc=b"profile")


def test_profile_must_fit_the_channels() -> None:
    rgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = rgb[:16] + b"GRAY" + rgb[20:]
    assert [fitting_profile(rgb, channels) for channels in (1, 2, 3, 4)] == [None, None, rgb, rgb]
    assert [fitting_profile(grey, channels) for channels in (1, 2, 3, 4)] == [grey, grey, None, None]
    assert fitting_profile(None, 3) is None
    assert fitting_profile(b"short", 3) is None


def test_marked_exif_is_what_a_jpeg_reader_finds() -> None:
    after = marked(Metadata(exif=camera_exif()), "ganeditor 1").exif
    assert after is not None
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=b"Exif\0\0" + after)
    with Image.open(file) as image:
        assert image.getexif()[305] == "ganeditor 1"
        assert image.getexif().get_ifd(34853)[1] == "N"
