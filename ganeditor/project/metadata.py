"""EXIF, XMP, colour profile and resolution of a picture, and the mark that says a face was edited by AI."""

import re
import struct
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Literal
from xml.dom.minidom import Attr, Document, Element, Text
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import quoteattr

from defusedxml import minidom
from PIL import Image

AI_NOTE = "Face edited by AI (ganeditor)"
# IPTC's term for a photograph that was changed with a trained model, https://cv.iptc.org/newscodes/digitalsourcetype/
AI_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"

EMPTY_EXIF = b"II*\0\x08\0\0\0" + bytes(6)
"""A TIFF block whose one directory has no entries."""
_UNREADABLE = b""  # stands for EXIF that can't even be taken out of its file

_ORIENTATION, _SOFTWARE = 274, 305
_EXIF_IFD, _GPS_IFD, _INTEROP_IFD = 34665, 34853, 40965
_MAKER_NOTE = 37500
_XMP, _ICC = 700, 34675
_ASCII, _SHORT = 2, 3
_RESOURCES_TAG, _IPTC_TAG = 34377, 33723
_IPTC_RESOURCE = 1028
_OUTDATED_RESOURCES = (1033, 1036, 1058, 1059, 1060)  # thumbnails of two kinds, EXIF of two, XMP
_SRGB_CHUNKS = {  # kind of chunk -> what it may say
    b"gAMA": [struct.pack(">I", 45455)],
    b"cHRM": [struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)],
    b"cICP": [bytes((1, 13, 0, 1))],
}
_EXIF_TAGS = (33434, 33437, *range(34850, 42241))  # EXIF 2.32, of its own directory
_TYPE_SIZES = dict(enumerate((1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4), start=1))  # TIFF 6.0 section 2, and IFD = 13

DESCRIPTIVE = (270, 271, 272, 305, 306, 315, 316, 18246, 18249, 33432, 34665, 34853, 40091, 40092, 40093, 40094, 40095)
"""The tags of a TIFF's first directory that are about the photo; the others say how the pixels are stored."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_XAP = "http://ns.adobe.com/xap/1.0/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
# Properties that are false once the pixels are upright, the thumbnails old and what followed the picture is gone.
_OUTDATED = {
    ("http://ns.adobe.com/tiff/1.0/", "Orientation"),
    (_XAP, "Thumbnails"),
    ("http://ns.adobe.com/xmp/note/", "HasExtendedXMP"),
}
# Brightness and depth maps, motion clips and unedited copies that phones append to a JPEG.
_OUTDATED_NAMESPACES = {
    "http://ns.adobe.com/hdr-gain-map/1.0/",
    "http://ns.google.com/photos/1.0/camera/",
    "http://ns.google.com/photos/1.0/container/",
    "http://ns.google.com/photos/1.0/depthmap/",
    "http://ns.google.com/photos/1.0/image/",
}
_REPLACED = {(_IPTC, "DigitalSourceType"), (_XAP, "CreatorTool"), (_PHOTOSHOP, "Instructions")}
_EMPTY_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f'<rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
).encode()


Chunk = tuple[bytes, bytes]
"""Kind and data of a part of a PNG file."""


@dataclass(frozen=True)
class Metadata:
    """What a picture file says beside its pixels."""

    exif: bytes | None = None  # a TIFF block, without the "Exif\0\0" that JPEG puts before it
    xmp: bytes | None = None
    icc: bytes | None = None
    dpi: tuple[float, float] | None = None  # across, down
    aspect: tuple[int, int] | None = None  # pixels across and down of an unknown unit, where there is no dpi
    comments: tuple[bytes, ...] = ()  # of JPEG and GIF
    photoshop: bytes | None = None  # image resources ("8BIM" ...), among them IPTC
    texts: tuple[Chunk, ...] = ()  # of a PNG
    colours: tuple[Chunk, ...] = ()  # of a PNG: gAMA, cHRM, cICP ..., which say what its values look like


class MetadataError(ValueError):
    """EXIF or XMP that can't be read; the picture itself may be fine."""


def marked(metadata: Metadata, software: str) -> Metadata:
    """The metadata of a picture in which `software` edited a face: everything true is kept, the AI note is added.

    EXIF or XMP that can't be read is replaced by a fresh block.
    """
    try:
        exif = _edited_exif(metadata.exif or EMPTY_EXIF, software)
    except MetadataError:
        exif = _edited_exif(EMPTY_EXIF, software)
    try:
        xmp = _edited_xmp(metadata.xmp or _EMPTY_XMP, software)
    except MetadataError:
        xmp = _edited_xmp(_EMPTY_XMP, software)
    return replace(metadata, exif=exif, xmp=xmp)


def stripped(metadata: Metadata) -> Metadata:
    """Without anything about the person or the camera; what describes the colours stays, since they need it."""
    return Metadata(icc=metadata.icc, colours=metadata.colours)


def without(metadata: Metadata, field: str) -> Metadata:
    """With one of its fields as in metadata that says nothing."""
    return replace(metadata, **{field: getattr(Metadata(), field)})


def upright(metadata: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """What stays true of pixels turned upright: no orientation, no thumbnail, nothing unreadable; and notices."""
    exif, xmp, notices = metadata.exif, metadata.xmp, []
    try:
        exif = None if exif is None else _edited_exif(exif, None)
    except MetadataError:
        exif = None
        notices.append("The picture's EXIF metadata can't be read and is left out.")
    try:
        xmp = None if xmp is None else _edited_xmp(xmp, None)
    except MetadataError:
        xmp = None
        notices.append("The picture's XMP metadata can't be read and is left out.")
    photoshop = metadata.photoshop and _true_resources(metadata.photoshop)
    return replace(metadata, exif=exif, xmp=xmp, photoshop=photoshop or None), tuple(notices)


def _true_resources(block: bytes) -> bytes:
    """Image resources without little pictures and second copies of EXIF and XMP; what stands behind damage is lost."""
    kept, place = b"", 0
    while block[place : place + 4] == b"8BIM" and len(block) >= place + 12:
        (number,) = struct.unpack_from(">H", block, place + 4)
        size = place + 6 + (block[place + 6] + 2) // 2 * 2  # behind a name of even length, with its own length before
        end = size + 4 + (int.from_bytes(block[size : size + 4], "big") + 1) // 2 * 2
        if number not in _OUTDATED_RESOURCES and end <= len(block) + 1:
            kept += block[place:end]
        place = end
    return kept


def oriented(exif: bytes | None, orientation: int) -> bytes | None:
    """EXIF that says how the stored pixels are to be turned; orientation 1 needs nothing said."""
    if orientation == 1:
        return exif
    block = exif or EMPTY_EXIF
    order = byte_order(block)
    block += bytes(len(block) % 2)
    values = {_ORIENTATION: (_SHORT, struct.pack(order + "H", orientation))}
    tail, offset = directory_bytes(order, len(block), first_directory(block)[0], values)
    return block[:4] + struct.pack(order + "I", offset) + block[8:] + tail


def is_srgb(colours: Sequence[Chunk]) -> bool:
    """Whether a PNG's colour chunks describe nothing but sRGB, which is what every program takes for granted."""
    return all(data in _SRGB_CHUNKS[kind] if kind in _SRGB_CHUNKS else kind == b"sRGB" for kind, data in colours)


def fitting_profile(icc: bytes | None, channels: int) -> bytes | None:
    """The colour profile if it describes pixels of this many channels: grey for 1 and 2, RGB for 3 and 4."""
    space = b"GRAY" if channels <= 2 else b"RGB "
    return icc if icc is not None and icc[16:20] == space else None


def from_info(info: Mapping[Any, Any]) -> Metadata:
    """The metadata in the info dictionary of an image that Pillow has loaded (JPEG, PNG, WebP, BMP, GIF)."""
    exif = info.get("exif")
    if exif is None and (text := info.get("Raw profile type exif")):  # the way of exiv2 and ImageMagick in PNG
        try:
            exif = bytes.fromhex("".join(text.split("\n")[3:]))
        except ValueError:
            exif = _UNREADABLE
    if exif is not None:
        exif = re.sub(rb"^(Exif\0\0)+", b"", exif)
    dpi = _dpi(*info.get("dpi", ()))
    aspect = None if dpi else info.get("aspect") or (info.get("jfif_unit") == 0 and info.get("jfif_density")) or None
    if aspect is not None and (aspect[0] == aspect[1] or not all(0 < value < 65536 for value in aspect)):
        aspect = None
    comment = info.get("comment")
    comments = (comment,) if isinstance(comment, bytes) else ()
    return Metadata(exif, info.get("xmp"), info.get("icc_profile"), dpi, aspect, comments)


def from_tiff(tags: Image.Exif) -> Metadata:
    """The metadata in a TIFF file's first directory."""
    exif = _packed(tags)
    xmp, icc = (value if isinstance(value := tags.get(tag), bytes) else None for tag in (_XMP, _ICC))
    per_inch = {2: 1.0, 3: 2.54}.get(tags.get(296, 2))  # the unit: inch or centimetre
    dpi = _dpi(tags[282] * per_inch, tags[283] * per_inch) if per_inch and 282 in tags and 283 in tags else None
    photoshop = value if isinstance(value := tags.get(_RESOURCES_TAG), bytes) else None
    iptc = tags.get(_IPTC_TAG)
    if photoshop is None and isinstance(iptc, bytes):
        photoshop = b"8BIM" + struct.pack(">HHI", _IPTC_RESOURCE, 0, len(iptc)) + iptc + bytes(len(iptc) % 2)
    return Metadata(exif, xmp, icc, dpi, photoshop=photoshop)


def shortened(exif: bytes) -> bytes:
    """EXIF without what may be long and is not about the photo: its little picture and the camera's own notes."""
    tags = Image.Exif()
    tags.load(exif)
    return _packed(tags, {_MAKER_NOTE}) or _UNREADABLE


def _packed(tags: Image.Exif, but: Set[int] = frozenset()) -> bytes | None:
    """What tags say about the photo as a new block; None for nothing."""
    kept = Image.Exif()
    try:
        for tag in DESCRIPTIVE:
            if tag in (_EXIF_IFD, _GPS_IFD) and tag in tags:
                directory = {name: value for name, value in tags.get_ifd(tag).items() if name not in but}
                if _INTEROP_IFD in directory:  # an offset into this file
                    directory[_INTEROP_IFD] = tags.get_ifd(_INTEROP_IFD)
                kept[tag] = directory
            elif tag in tags:
                kept[tag] = tags[tag]
        return kept.tobytes().removeprefix(b"Exif\0\0") if len(kept) else None
    except Exception:  # Pillow raises nearly anything on damaged tags
        return _UNREADABLE


def lost_tags(complaints: Sequence[str]) -> tuple[int, ...]:
    """The tags about the photo that the readers of a TIFF file have complained of, and passed over."""
    named = {int(number) for line in complaints for number in re.findall(r"(?i)tag (\d+)", line)}
    return tuple(sorted(tag for tag in named if tag in (*DESCRIPTIVE, _XMP, _ICC, *_EXIF_TAGS)))


def _dpi(*values: Any) -> tuple[float, float] | None:
    """Two resolutions that every format can store, or None."""
    if len(values) == 2 and all(0 < value < 65536 for value in values):
        return float(values[0]), float(values[1])
    return None


def byte_order(exif: bytes) -> Literal["<", ">"]:
    """How struct names the order of a TIFF block's numbers."""
    if exif[:4] not in (b"II*\0", b"MM\0*"):
        raise MetadataError
    return "<" if exif.startswith(b"II") else ">"


def first_directory(exif: bytes) -> tuple[dict[int, bytes], int, int]:
    """Of a TIFF block's first directory: tag -> its 12 bytes, its own offset, and the next directory's offset or 0."""
    try:
        (offset,) = struct.unpack_from(byte_order(exif) + "I", exif, 4)
    except struct.error:
        raise MetadataError from None
    entries, following = _directory(exif, offset)
    return entries, offset, following


def directory_bytes(
    order: str, start: int, entries: Mapping[int, bytes], values: Mapping[int, tuple[int, bytes]]
) -> tuple[bytes, int]:
    """A directory of ready entries and new values (tag -> type, bytes), to be stored at `start`; and its own offset."""
    ready, data = dict(entries), bytearray()
    for tag, (kind, value) in values.items():
        stored = value.ljust(4, b"\0")
        if len(value) > 4:
            stored = struct.pack(order + "I", start + len(data))
            data += value + bytes(len(value) % 2)
        ready[tag] = struct.pack(order + "HHI", tag, kind, len(value) // _TYPE_SIZES[kind]) + stored
    listed = b"".join(ready[tag] for tag in sorted(ready))
    return bytes(data) + struct.pack(order + "H", len(ready)) + listed + bytes(4), start + len(data)


def _directory(exif: bytes, offset: int) -> tuple[dict[int, bytes], int]:
    """Without the entries that name an unknown type or a place outside the block, which some readers stumble on."""
    order = byte_order(exif)
    entries = {}
    try:
        (count,) = struct.unpack_from(order + "H", exif, offset)
        for place in range(offset + 2, offset + 2 + 12 * count, 12):
            tag, kind, length, start = struct.unpack_from(order + "HHII", exif, place)
            size = length * _TYPE_SIZES.get(kind, len(exif))
            if size <= 4 or start + size <= len(exif):
                entries[tag] = exif[place : place + 12]
        (following,) = struct.unpack_from(order + "I", exif, offset + 2 + 12 * count)
    except struct.error:
        raise MetadataError from None
    return entries, following


def _edited_exif(exif: bytes, software: str | None) -> bytes:
    """Without orientation and thumbnail, and naming the software if there is one.

    A new first directory is put at the end and everything else stays where it is, because a MakerNote holds offsets
    that only its maker knows.
    """
    entries, offset, following = first_directory(exif)
    block = bytearray(exif)
    if following:
        _erase_thumbnail(block, following)
    if offset + 2 + 12 * len(entries) + 4 == len(block):
        del block[offset:]  # written by this function before; the block doesn't grow with each edit
    block += bytes(len(block) % 2)
    entries.pop(_ORIENTATION, None)
    values = {} if software is None else {_SOFTWARE: (_ASCII, software.encode("ascii", "replace") + b"\0")}
    order = byte_order(exif)
    tail, offset = directory_bytes(order, len(block), entries, values)
    block[4:8] = struct.pack(order + "I", offset)
    return bytes(block) + tail


def _erase_thumbnail(block: bytearray, offset: int) -> None:
    """Blank the little picture, which shows the face as it was, or cut it off where the block ends with it."""
    try:
        entries, _ = _directory(bytes(block), offset)
    except MetadataError:
        return
    order = byte_order(bytes(block[:4]))
    for place_tag, length_tag in ((513, 514), (273, 279)):  # JPEG, uncompressed
        if place_tag in entries and length_tag in entries:
            start, length = (_number(order, entries[tag]) for tag in (place_tag, length_tag))
            if start < 8:
                continue  # it would be the header
            if start + length >= len(block):
                del block[start:]
            else:
                block[start : start + length] = bytes(length)


def _number(order: str, entry: bytes) -> int:
    kind = struct.unpack_from(order + "H", entry, 2)[0]
    number: int = struct.unpack_from(order + ("H" if kind == 3 else "I"), entry, 8)[0]
    return number


def _edited_xmp(packet: bytes, software: str | None) -> bytes:
    """Without what is no longer true, and with the AI note if software is named; the same bytes if nothing changes."""
    try:
        document: Document = minidom.parseString(packet.strip(b"\0 \t\r\n"), forbid_dtd=True)
        (rdf,) = document.getElementsByTagNameNS(_RDF, "RDF")
        descriptions = [
            node for node in rdf.childNodes if isinstance(node, Element) and node.localName == "Description"
        ]
        gone = _OUTDATED if software is None else _OUTDATED | _REPLACED
        removed = [node for description in descriptions for node in _remove_properties(description, gone)]
        if software is not None:
            about = descriptions[0].getAttributeNS(_RDF, "about") if descriptions else ""
            instructions = [_text(node) for node in removed if node.localName == "Instructions"]
            rdf.appendChild(document.importNode(_note(about, software, instructions), True))
        elif not removed:
            return packet
        return b"".join(node.toxml().encode() for node in document.childNodes)
    except (ExpatError, ValueError, LookupError, RecursionError):  # LookupError: an encoding nobody knows
        raise MetadataError from None


def _remove_properties(description: Element, gone: Set[tuple[str, str]]) -> list[Attr | Element]:
    """The removed ones: a property is an attribute or a child element of its rdf:Description."""
    properties: list[Attr | Element] = list(description.attributes.values())
    properties += [node for node in description.childNodes if isinstance(node, Element)]
    removed = [node for node in properties if _name(node) in gone or node.namespaceURI in _OUTDATED_NAMESPACES]
    for node in removed:
        if isinstance(node, Attr):
            description.removeAttributeNode(node)
        else:
            description.removeChild(node)
    return removed


def _name(node: Attr | Element) -> tuple[str, str]:
    return node.namespaceURI or "", node.localName


def _text(node: Attr | Element) -> str:
    if isinstance(node, Attr):
        return node.value
    return "".join(part.data for part in node.childNodes if isinstance(part, Text))


def _note(about: str, software: str, instructions: list[str]) -> Element:
    """The AI note in XMP; IPTC's Instructions are what viewers show a reader, so the photographer's own come first."""
    text = "; ".join(instructions)
    if AI_NOTE not in text:
        text = "; ".join([*instructions, AI_NOTE])
    description: Element = minidom.parseString(
        f'<rdf:Description rdf:about={quoteattr(about)} xmlns:rdf="{_RDF}" xmlns:Iptc4xmpExt="{_IPTC}"'
        f' xmlns:xmp="{_XAP}" xmlns:photoshop="{_PHOTOSHOP}" Iptc4xmpExt:DigitalSourceType="{AI_SOURCE_TYPE}"'
        f" xmp:CreatorTool={quoteattr(software)} photoshop:Instructions={quoteattr(text)}/>"
    ).documentElement
    return description
