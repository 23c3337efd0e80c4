"""The fields of EXIF that say how many pixels a picture has."""

import struct

from ganeditor.project.metadata import MetadataError, byte_order, first_directory

_SHORT = 3
_EXIF_DIRECTORY = 34665
_WIDTHS, _HEIGHTS = (256, 40962), (257, 40963)
"""ImageWidth and PixelXDimension, ImageLength and PixelYDimension: the first of each is TIFF's, the second EXIF's."""


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
