"""Pictures with their times as one stream that ffmpeg reads: uncompressed frames in Matroska (RFC 9559)."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import numpy.typing as npt

_NANOSECOND = Fraction(1, 10**9)  # what the stream counts in; a raw pipe would count frames, and know no times

# Matroska's names of its elements.
_EBML, _DOC_TYPE = 0x1A45DFA3, 0x4282
_SEGMENT, _INFO, _SCALE = 0x18538067, 0x1549A966, 0x2AD7B1
_TRACKS, _TRACK, _NUMBER, _UID, _KIND, _CODEC, _DURATION = 0x1654AE6B, 0xAE, 0xD7, 0x73C5, 0x83, 0x86, 0x23E383
_VIDEO, _WIDTH, _HEIGHT, _LAYOUT = 0xE0, 0xB0, 0xBA, 0x2EB524
_CLUSTER, _TIME, _BLOCK = 0x1F43B675, 0xE7, 0xA3
_ENDLESS = b"\x01\xff\xff\xff\xff\xff\xff\xff"
_RGB24 = b"RGB\x18"
_KEYFRAME = b"\x81\0\0\x80"  # of track 1, at its cluster's time


def head(width: int, height: int, rate: Fraction) -> bytes:
    """What comes before the first picture."""
    video = _number(_WIDTH, width) + _number(_HEIGHT, height) + _element(_LAYOUT, _RGB24)
    track = (
        *(_number(_NUMBER, 1), _number(_UID, 1), _number(_KIND, 1), _element(_CODEC, b"V_UNCOMPRESSED")),
        *(_number(_DURATION, round(1 / rate / _NANOSECOND)), _element(_VIDEO, video)),
    )
    return b"".join(
        (
            _element(_EBML, _element(_DOC_TYPE, b"matroska")),
            _bytes(_SEGMENT) + _ENDLESS,
            _element(_INFO, _number(_SCALE, 1)),
            _element(_TRACKS, _element(_TRACK, b"".join(track))),
        )
    )


def frame(picture: npt.NDArray[np.uint8], time: Fraction) -> Iterator[bytes]:
    """One picture [H, W, 3] at a time in seconds from 0, in pieces to be written one after the other."""
    at = _number(_TIME, round(time / _NANOSECOND))
    block = _bytes(_BLOCK) + _length(len(_KEYFRAME) + picture.nbytes) + _KEYFRAME
    yield _bytes(_CLUSTER) + _length(len(at) + len(block) + picture.nbytes) + at + block
    yield np.ascontiguousarray(picture).tobytes()


def _number(name: int, value: int) -> bytes:
    return _element(name, _bytes(value))


def _element(name: int, content: bytes) -> bytes:
    return _bytes(name) + _length(len(content)) + content


def _length(length: int) -> bytes:
    return (length | 1 << 56).to_bytes(8, "big")


def _bytes(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")
