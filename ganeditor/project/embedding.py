"""XMP in a picture's file: read without decoding a pixel, and put there without changing one.

Adobe, "XMP Specification Part 3: Storage in Files" (2020). All other bytes of a file stay as they are.
"""

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from ganeditor.project import jpeg, png
from ganeditor.project.heif import Heif, is_heif
from ganeditor.project.picture import FORMATS, TURNS

_ORIENTATION, _XMP_TAG, _BYTE = 274, 700, 1  # TIFF's
_PADDING = re.compile(rb"[ \t\r\n]+(?=<\?xpacket end)")  # with which writers leave room for later
_WEBP_XMP, _WEBP_ALPHA = 0x04, 0x10


class EmbeddingError(ValueError):
    """A file into which no XMP is put; the text continues a sentence that begins with the file's name."""


class Shape(NamedTuple):
    """Of a picture as it is stored."""

    width: int
    height: int
    orientation: int  # EXIF's

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height of the picture as it is shown."""
        return (self.height, self.width) if TURNS.get(self.orientation, (False,))[0] else (self.width, self.height)


def packet_in(path: Path) -> tuple[bytes | None, Shape]:
    """The XMP packet of a picture's file, and the picture's shape; a damaged file raises nearly anything."""
    with path.open("rb") as file:
        if is_heif(file.read(32)):
            file.seek(0)
            heif = Heif(file)
            return heif.info.get("xmp"), Shape(heif.width, heif.height, 1)  # upright, as it is handed over
        with Image.open(file, formats=FORMATS) as image:
            packet = png.packet_in(file) if isinstance(image, PngImageFile) else image.info.get("xmp")
            if image.format == "TIFF":
                packet = image.tag_v2.get(_XMP_TAG)
            return packet if isinstance(packet, bytes) else None, Shape(image.width, image.height, _orientation(image))


def _orientation(image: Image.Image) -> int:
    """EXIF's; of a PNG without decoding it, which its getexif would."""
    exif = Image.Exif()
    if isinstance(image, PngImageFile):
        exif.load(image.info.get("exif") or b"")
    else:
        exif = image.getexif()
    value = exif.get(_ORIENTATION, 1)
    return value if isinstance(value, int) else 1


def with_packet(data: bytes, packet: bytes) -> bytes:
    """The bytes of a picture's file with another XMP packet; EmbeddingError where there is no place for one."""
    try:
        if data.startswith(b"\xff\xd8"):
            return jpeg.with_xmp(data, packet if len(packet) < jpeg.LONGEST - 100 else _PADDING.sub(b"\n", packet))
        if data.startswith(png.SIGNATURE):
            return png.with_xmp(data, packet)
        if data[:4] in (b"II*\0", b"MM\0*"):
            return _tiff(data, packet)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data, packet)
    except jpeg.JpegError as error:
        raise EmbeddingError(f"can't have faces put into it: {error}") from error
    except (struct.error, IndexError) as error:
        raise EmbeddingError("is damaged or cut short") from error
    raise EmbeddingError("is of a kind into which no XMP is put")


def _tiff(data: bytes, packet: bytes) -> bytes:
    """A new first directory and the packet at the end; TIFF 6.0, section 2."""
    order = "<" if data.startswith(b"II") else ">"
    (first,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, first)
    entries = [data[place : place + 12] for place in range(first + 2, first + 2 + 12 * count, 12)]
    following = data[first + 2 + 12 * count : first + 6 + 12 * count]
    start = len(data) + len(data) % 2
    if start + len(packet) + 12 * count + 32 >= 2**32 or len(following) < 4:
        raise EmbeddingError("is damaged, or too large for another field")
    kept = [entry for entry in entries if struct.unpack_from(order + "H", entry)[0] != _XMP_TAG]
    kept.append(struct.pack(order + "HHII", _XMP_TAG, _BYTE, len(packet), start))
    kept.sort(key=lambda entry: struct.unpack_from(order + "H", entry)[0])
    padded = packet + bytes(len(packet) % 2)
    directory = struct.pack(order + "H", len(kept)) + b"".join(kept) + following
    header = data[:4] + struct.pack(order + "I", start + len(padded))
    return header + data[8:].ljust(start - 8, b"\0") + padded + directory


def _webp(data: bytes, packet: bytes) -> bytes:
    """A chunk at the end, told of in the header (RFC 9649, section 2.7)."""
    chunks = [(kind, body) for kind, body in _riff(data) if kind != b"XMP "]
    if chunks[0][0] == b"VP8X":
        flags = chunks[0][1][0] | _WEBP_XMP
        chunks[0] = b"VP8X", bytes((flags,)) + chunks[0][1][1:]
    else:
        kind, body = chunks[0]
        if kind == b"VP8L":  # 14 bits each of width and height less 1, and whether there is alpha, behind a signature
            bits = int.from_bytes(body[1:5], "little")
            width, height, flags = bits & 0x3FFF, bits >> 14 & 0x3FFF, _WEBP_ALPHA * (bits >> 28 & 1)
        else:
            width, height = (value - 1 & 0x3FFF for value in struct.unpack_from("<HH", body, 6))
            flags = 0
        size = width.to_bytes(3, "little") + height.to_bytes(3, "little")
        chunks.insert(0, (b"VP8X", bytes((flags | _WEBP_XMP, 0, 0, 0)) + size))
    chunks.append((b"XMP ", packet))
    body = b"".join(
        kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2) for kind, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 12
    while place + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, place + 4)
        if place + 8 + length > len(data):
            raise EmbeddingError("is damaged or cut short")
        yield data[place : place + 4], data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
