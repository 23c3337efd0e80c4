"""PNG files (ISO/IEC 15948): the chunks that no library hands over, and writing 8 or 16 bits a channel."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from ganeditor.project.metadata import Chunk, Metadata

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_TEXT = 1_000_000
"""Bytes of all text chunks of a file, as they are stored."""

_LONGEST_XMP = 16_000_000  # bytes, uncompressed

_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_COLOURS = (b"gAMA", b"cHRM", b"cICP", b"sRGB", b"mDCV", b"cLLI")
_XMP = b"XML:com.adobe.xmp"
_COMMENT = b"Comment"
# What is read elsewhere or, as little pictures of the photo, no longer true.
_ELSEWHERE = (
    _XMP,
    b"Raw profile type exif",
    b"Raw profile type APP1",
    b"Raw profile type xmp",
    b"Raw profile type icc",
)
_THUMBNAIL = b"Thumb::"


def said_in(file: BinaryIO) -> tuple[tuple[Chunk, ...], tuple[Chunk, ...], tuple[str, ...]]:
    """The text chunks and the colour chunks of a PNG that can be decoded, and notices."""
    texts, colours, size = [], [], 0
    for kind, data in _chunks(file):
        if kind in _COLOURS:
            colours.append((kind, data))
        elif not data.startswith((_THUMBNAIL, *(name + b"\0" for name in _ELSEWHERE))):
            size += len(data)
            texts.append((kind, data))
    if size > MOST_TEXT:
        return (), tuple(colours), ("The picture's texts are longer than a megabyte and are left out.",)
    return tuple(texts), tuple(colours), ()


def packet_in(file: BinaryIO) -> bytes | None:
    """The XMP of a PNG."""
    for kind, data in _chunks(file):
        if kind == b"iTXt" and data.startswith(_XMP + b"\0"):
            compressed, text = data[len(_XMP) + 1], data[len(_XMP) + 3 :].split(b"\0", 2)[-1]
            return zlib.decompressobj().decompress(text, _LONGEST_XMP) if compressed else text
    return None


def with_xmp(data: bytes, packet: bytes) -> bytes:
    """A PNG file with another XMP packet before its pixels, and every other byte as it is."""
    place, kept = len(SIGNATURE), [SIGNATURE]
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        kind, content = data[place + 4 : place + 8], data[place + 8 : end - 4]
        if not (kind == b"iTXt" and content.startswith(_XMP + b"\0")):
            kept.append(data[place:end])
        if kind == b"IHDR":
            kept.append(_chunk(b"iTXt", _XMP + b"\0\0\0\0\0" + packet))
        place = end
    return b"".join(kept) + data[place:]


def _chunks(file: BinaryIO) -> Iterator[Chunk]:
    """Those of texts and colours."""
    file.seek(len(SIGNATURE))
    while len(head := file.read(8)) == 8 and head[4:] != b"IEND":
        length = int.from_bytes(head[:4], "big")
        if head[4:] in (*_TEXTS, *_COLOURS):
            yield head[4:], file.read(length)
            length = 0
        file.seek(length + 4, 1)


def save_png(pixels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16], metadata: Metadata, path: Path) -> None:
    """Write pixels [H, W, C]; Pillow can't write 16-bit colour, OpenCV no grey with alpha."""
    height, width, channels = pixels.shape
    rows = np.ascontiguousarray(pixels, pixels.dtype.newbyteorder(">")).view(np.uint8).reshape(height, -1)
    filtered = np.full((height, rows.shape[1] + 1), 2, np.uint8)  # filter 2: each row as its difference to the last
    filtered[0, 1:] = rows[0]
    filtered[1:, 1:] = rows[1:] - rows[:-1]
    compressor = zlib.compressobj(strategy=zlib.Z_FILTERED)
    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    with path.open("wb") as file:
        file.write(SIGNATURE)
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8 * pixels.itemsize, colour_type, 0, 0, 0)),
            *_described(metadata),
            (b"IDAT", compressor.compress(filtered.data) + compressor.flush()),
            (b"IEND", b""),
        ):
            file.write(_chunk(kind, data))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def _described(metadata: Metadata) -> Iterator[Chunk]:
    yield from metadata.colours
    if metadata.icc:
        yield b"iCCP", b"ICC profile\0\0" + zlib.compress(metadata.icc)
    if metadata.dpi:
        yield b"pHYs", struct.pack(">IIB", *(round(value / 0.0254) for value in metadata.dpi), 1)
    elif metadata.aspect:
        yield b"pHYs", struct.pack(">IIB", *metadata.aspect, 0)
    if metadata.exif:
        yield b"eXIf", metadata.exif
    if metadata.xmp:
        yield b"iTXt", _XMP + b"\0\0\0\0\0" + metadata.xmp
    yield from metadata.texts
    for comment in metadata.comments:
        text = comment.rstrip(b"\0")
        try:
            text.decode()
        except UnicodeDecodeError:
            text = text.decode("latin-1").encode()
        yield b"iTXt", _COMMENT + b"\0\0\0\0\0" + text.replace(b"\0", b" ")
