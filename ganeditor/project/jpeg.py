"""JPEG files (ITU-T T.81) as their segments, and the coefficients that an edit leaves as they are."""

import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor import child
from ganeditor.project.coefficients import CHANGED, MADE, MCU_LINES, SHOWN, SOURCE

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP13, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF
_ALONE = (0x01, *range(0xD0, 0xD9))  # TEM, RST and SOI stand without a length
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_HUFFMAN_FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive
_JFIF, _EXIF, _ADOBE, _PHOTOSHOP = b"JFIF\0", b"Exif\0\0", b"Adobe", b"Photoshop 3.0\0"
_XMP, _ICC = b"http://ns.adobe.com/xap/1.0/\0", b"ICC_PROFILE\0"
_ENTRY = "ganeditor.project.coefficients:replace_blocks"
LONGEST = 65_533
"""Bytes of one segment."""

Pixels = npt.NDArray[Any]  # of 8 bits a channel


class JpegError(ValueError):
    """A file whose coefficients can't be kept; the text says in a few words why."""


@dataclass(frozen=True)
class Said:
    """What a JPEG's segments say that no other library hands over unchanged."""

    comments: tuple[bytes, ...] = ()
    photoshop: bytes | None = None  # image resources ("8BIM" ...), among them IPTC


def said_in(data: bytes) -> Said:
    """The comments and image resources of a JPEG file; what stands behind damage is left out."""
    comments, resources = [], b""
    try:
        for marker, payload in _header(data):
            if marker == _COM:
                comments.append(payload)
            elif marker == _APP13 and payload.startswith(_PHOTOSHOP):
                resources += payload[len(_PHOTOSHOP) :]
    except JpegError:
        pass
    return Said(tuple(comments), resources or None)


def with_segments(
    data: bytes,
    *,
    density: tuple[int, int, int],
    exif: bytes | None,
    xmp: bytes | None,
    icc: bytes | None,
    photoshop: bytes | None,
    comments: tuple[bytes, ...],
) -> bytes:
    """A JPEG file with these segments and no other; each of exif and xmp fits into one.

    density: JFIF's unit (0 none, 1 inch, 2 centimetre) and pixels across and down of it.
    """
    if len(exif or b"") > LONGEST - len(_EXIF) or len(xmp or b"") > LONGEST - len(_XMP):
        raise ValueError("with_segments: EXIF or XMP is too long")
    out = [bytes((0xFF, _SOI))]
    adobe = next((payload for marker, payload in _header(data) if _is_adobe(marker, payload)), None)
    if adobe is None:  # an Adobe segment says which colours these are; JFIF would say that they are Y, Cb and Cr
        out.append(_segment(_APP0, _JFIF + struct.pack(">HBHHBB", 0x0102, *density, 0, 0)))
    else:
        out.append(_segment(_APP14, adobe))
    out += [_segment(_APP1, start + block) for start, block in ((_EXIF, exif), (_XMP, xmp)) if block]
    pieces = _pieces(icc or b"", LONGEST - len(_ICC) - 2)
    out += [_segment(_APP2, _ICC + bytes((n, len(pieces))) + piece) for n, piece in enumerate(pieces, 1)]
    out += [_segment(_APP13, _PHOTOSHOP + piece) for piece in _pieces(photoshop or b"", LONGEST - len(_PHOTOSHOP))]
    out += [_segment(_COM, comment) for comment in comments]
    return b"".join(out) + _coded(data)


def with_xmp(data: bytes, packet: bytes) -> bytes:
    """A JPEG file with another XMP packet, and every other byte as it is; JpegError where it doesn't fit into it."""
    if len(packet) > LONGEST - len(_XMP):
        raise JpegError("its XMP is longer than a JPEG can have it")
    place, end = 2, 2
    for marker, start, stop in _segments(data):
        if marker == _APP1 and data.startswith(_XMP, start):
            place, end = start - 4, stop
            break
        if marker == _APP0 or (marker == _APP1 and data.startswith(_EXIF, start)):
            place = end = stop
    return data[:place] + _segment(_APP1, _XMP + packet) + data[end:]


def edited(data: bytes, shown: Pixels, changed: Pixels) -> bytes:
    """The JPEG file data with the coefficients of all blocks in which changed is like shown, and new ones elsewhere.

    shown: what data decodes to [H, W, C], lying as in the file; changed: the same after the edit. Tables and
    subsampling are the file's. JpegError if its kind is not one whose coefficients can be replaced.
    """
    _require_kind(data)
    box = _changed_box(shown, changed)
    if box is None:
        return bytes((0xFF, _SOI)) + _colour_segments(data) + _coded(data)
    # libjpeg ends its process on errors, such as a full disk.
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / SOURCE).write_bytes(bytes((0xFF, _SOI)) + _colour_segments(data) + _coded(data))
        y0, y1, x0, x1 = box
        np.save(place / SHOWN, shown[y0:y1, x0:x1])
        np.save(place / CHANGED, changed[y0:y1, x0:x1])
        try:
            problem = child.run(
                "ganeditor.project.coefficients:replace_blocks", {"folder": folder, "top_left": [y0, x0]}
            )
        except child.ChildError as error:
            raise JpegError(f"libjpeg has failed: {error.said.splitlines()[-1:] or error}") from error
        if problem:
            raise JpegError(problem)
        return _with_names((place / MADE).read_bytes(), data)


def _with_names(made: bytes, data: bytes) -> bytes:
    """The components of made, which has one scan, called as in data: the library counts them from 0."""
    (new,), (old,) = ([row for row in _segments(file) if row[0] in _FRAMES] for file in (made, data))
    names = {made[place]: data[place - new[1] + old[1]] for place in range(new[1] + 6, new[2], 3)}
    out = bytearray(made)
    scan = max(end for _marker, _start, end in _segments(made)) + 4
    for place in (*range(new[1] + 6, new[2], 3), *range(scan + 1, scan + 1 + 2 * made[scan], 2)):
        out[place] = names[made[place]]
    return bytes(out)


def _changed_box(shown: Pixels, changed: Pixels) -> tuple[int, int, int, int] | None:
    """(y0, y1, x0, x1) around all differences, grown to whole minimum coded units of any size; None if none."""
    height, width = shown.shape[:2]
    rows, columns = np.zeros(height, bool), np.zeros(width, bool)
    for top in range(0, height, 256):
        different = (shown[top : top + 256] != changed[top : top + 256]).any(2)
        rows[top : top + 256] = different.any(1)
        columns |= different.any(0)
    if not rows.any():
        return None
    (y0, y1), (x0, x1) = (
        (int(places[0]) // MCU_LINES * MCU_LINES, -(-(int(places[-1]) + 1) // MCU_LINES) * MCU_LINES)
        for places in (np.flatnonzero(rows), np.flatnonzero(columns))
    )
    return y0, min(y1, height), x0, min(x1, width)


def _require_kind(data: bytes) -> None:
    frames = [(marker, payload) for marker, payload in _header(data) if marker in _FRAMES]
    if len(frames) != 1 or frames[0][0] not in _HUFFMAN_FRAMES:
        raise JpegError("it is not coded in Huffman's way")
    payload = frames[0][1]
    if payload[0] != 8 or payload[5] not in (1, 3) or len(payload) != 6 + 3 * payload[5]:
        raise JpegError("it does not have 8 bits of grey or of three colours")
    across, down = zip(*((factor >> 4, factor & 15) for factor in payload[7::3]), strict=True)
    if not {*across, *down} <= {1, 2, 4}:
        raise JpegError("its colours are sampled at an odd ratio")


def _header(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, payload) of each segment before the first scan."""
    for marker, start, end in _segments(data):
        yield marker, data[start:end]


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, beginning and end of the payload of each segment before the first scan."""
    place = 2
    while True:
        while data[place : place + 2] == b"\xff\xff":  # a marker may be filled up with more of these bytes
            place += 1
        if len(data) < place + 4 or data[place] != 0xFF:
            raise JpegError("its segments are damaged")
        marker = data[place + 1]
        if marker in _ALONE:
            place += 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if marker in (_SOS, _EOI) or length < 2:
            return
        yield marker, place + 4, place + 2 + length
        place += 2 + length


def _coded(data: bytes) -> bytes:
    """Tables, frame and scans, to the end of the file's first picture, without what applications have put there."""
    tables, end = [], 2
    for marker, start, end in _segments(data):
        if not (_APP0 <= marker <= _APP15 or marker == _COM):
            tables.append(data[start - 4 : end])
    return b"".join(tables) + data[end : _end_of_picture(data, end)]


def _end_of_picture(data: bytes, place: int) -> int:
    """Behind the EOI that ends the scans which begin at place; the end of data if there is none."""
    while (place := data.find(b"\xff", place)) >= 0 and place + 1 < len(data):
        marker = data[place + 1]
        if marker == _EOI:
            return place + 2
        if marker == 0xFF:
            place += 1
        elif marker == 0 or marker in _ALONE:
            place += 2
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return len(data)


def _colour_segments(data: bytes) -> bytes:
    """Those that libjpeg asks whether three components are Y, Cb and Cr, or R, G and B."""
    return b"".join(
        _segment(marker, payload)
        for marker, payload in _header(data)
        if (marker == _APP0 and payload.startswith(_JFIF)) or _is_adobe(marker, payload)
    )


def _is_adobe(marker: int, payload: bytes) -> bool:
    return marker == _APP14 and payload.startswith(_ADOBE)


def _pieces(block: bytes, length: int) -> list[bytes]:
    return [block[place : place + length] for place in range(0, len(block), length)]


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload
