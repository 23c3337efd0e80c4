"""Saving a picture as a new file with the depth, quality and metadata of its source."""

import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ganeditor import __version__
from ganeditor.errors import PictureError, UserError
from ganeditor.files import atomic_write
from ganeditor.project.metadata import (
    DESCRIPTIVE,
    EMPTY_EXIF,
    byte_order,
    directory_bytes,
    first_directory,
    fitting_profile,
    marked,
    stripped,
)
from ganeditor.project.picture import Picture, Pixels

SOFTWARE = f"ganeditor {__version__}"


@dataclass(frozen=True)
class Exporter:
    """What a file format can hold, and how it is written."""

    name: str
    save: Callable[[Picture, Path, int | None], None]  # picture that fits the format, path, quality 1..100
    sixteen_bit: bool = True
    alpha: bool = True
    grey: bool = True
    longest_side: int = 2**31 - 1  # pixels
    longest_metadata: int = (
        2**31 - 1
    )  # bytes of EXIF and of XMP, with room for the AI note; 0 is a format without metadata


def export_picture(
    picture: Picture,
    path: Path,
    *,
    overwrite: bool = False,
    strip: bool = False,
    quality: int | None = None,
    edited: bool = True,
) -> tuple[str, ...]:
    """Save a picture in the format of the path's suffix; returns a sentence for each thing the format can't hold.

    quality (1..100) is for JPEG and WebP; without it JPEG is compressed like its source and WebP is lossless where the
    source was. strip leaves out the source's metadata except the colour profile. edited writes the AI note.
    PictureError says in one sentence why nothing was written.
    """
    exporter = EXPORTERS.get(path.suffix.lower())
    if exporter is None:
        raise PictureError(f"{path} can't be written: end its name with one of {', '.join(EXPORTERS)}.")
    if quality is not None and not 1 <= quality <= 100:
        raise PictureError(f"{path} can't be written with quality {quality}; choose a number from 1 to 100.")
    height, width = picture.pixels.shape[:2]
    if max(width, height) > exporter.longest_side:
        raise PictureError(
            f"{path} can't be written because {exporter.name} holds at most {exporter.longest_side} pixels a side and "
            f"the picture has {width} × {height}; choose .png or .tif."
        )
    if strip:
        picture = replace(picture, metadata=stripped(picture.metadata))
    picture, notices = _fitted(picture, exporter)
    if edited and exporter.longest_metadata:
        picture = replace(picture, metadata=marked(picture.metadata, SOFTWARE))
    elif edited:
        notices += (f"{exporter.name} can't hold the note that AI edited a face; other formats do.",)
    try:
        atomic_write(path, lambda temporary: exporter.save(picture, temporary, quality), overwrite)
    except UserError:
        raise
    except Exception as error:  # an encoder's own complaint
        raise PictureError(f"{path} can't be written as {exporter.name} ({error}); choose .png or .tif.") from error
    return notices


def edited_path(source: Path, folder: Path | None = None, suffix: str | None = None) -> Path:
    """A name for the edited picture that doesn't exist yet: photo.jpg -> photo_edited.jpg, photo_edited-2.jpg, ...

    folder is the source's own unless given; suffix (".png") is the source's, or .png if it can't be written.
    """
    if suffix is None:
        suffix = source.suffix if source.suffix.lower() in EXPORTERS else ".png"
    folder = source.parent if folder is None else folder
    path = folder / f"{source.stem}_edited{suffix}"
    number = 2
    while os.path.lexists(path):
        path = folder / f"{source.stem}_edited-{number}{suffix}"
        number += 1
    return path


def _fitted(picture: Picture, exporter: Exporter) -> tuple[Picture, tuple[str, ...]]:
    """The picture as the format can hold it, and what was lost on the way."""
    pixels, metadata, name = picture.pixels, picture.metadata, exporter.name
    notices = []
    if pixels.shape[2] in (2, 4) and not exporter.alpha:
        if not _is_opaque(pixels):
            notices.append(f"{name} can't hold transparency, so that the picture was put on white.")
        pixels = _on_white(pixels)
    if pixels.dtype == np.uint16 and not exporter.sixteen_bit:
        pixels = ((pixels.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)
        notices.append(f"{name} can't hold 16 bits a channel, so that the colours were rounded to 8.")
    if pixels.shape[2] < 3 and not exporter.grey:
        pixels = pixels[..., [0, 0, 0, 1][: pixels.shape[2] + 2]]
    icc = fitting_profile(metadata.icc, pixels.shape[2]) if exporter.longest_metadata else None
    if icc != metadata.icc:
        notices.append(f"{name} can't hold the colour profile, so that it is left out.")
    for field in ("exif", "xmp"):
        if len(getattr(metadata, field) or b"") > exporter.longest_metadata:
            metadata = replace(metadata, **{field: None})
            notices.append(f"{name} has no room for the {field.upper()} metadata, so that it is left out.")
    return replace(picture, pixels=pixels, metadata=replace(metadata, icc=icc)), tuple(notices)


def _is_opaque(pixels: Pixels) -> bool:
    return bool((pixels[..., -1] == np.iinfo(pixels.dtype).max).all())


def _on_white(pixels: Pixels) -> Pixels:
    """Colour * alpha + white * (1 - alpha), rounded."""
    white = int(np.iinfo(pixels.dtype).max)
    alpha = pixels[..., -1:].astype(np.uint32)  # in which white * white still fits
    blended = (pixels[..., :-1] * alpha + white * (white - alpha) + white // 2) // white
    return blended.astype(np.uint8) if pixels.dtype == np.uint8 else blended.astype(np.uint16)


def _save_jpeg(picture: Picture, path: Path, quality: int | None) -> None:
    source = picture.jpeg
    subsampling = source.subsampling if source else 0  # 4:4:4, for the thin lines of eyes and lips
    if quality is None and source:
        _save_with_pillow("JPEG", picture, path, subsampling=subsampling, qtables=[list(row) for row in source.tables])
    else:
        _save_with_pillow("JPEG", picture, path, subsampling=subsampling, quality=quality or 95)


def _save_webp(picture: Picture, path: Path, quality: int | None) -> None:
    if quality is None and picture.lossless:
        _save_with_pillow("WEBP", picture, path, lossless=True, exact=True)  # exact: also under transparent pixels
    else:
        _save_with_pillow("WEBP", picture, path, quality=quality or 90)


def _save_bmp(picture: Picture, path: Path, _quality: int | None) -> None:
    _save_with_pillow("BMP", picture, path)


def _save_with_pillow(name: str, picture: Picture, path: Path, **options: Any) -> None:
    metadata = picture.metadata
    carried = {
        "exif": metadata.exif and b"Exif\0\0" + metadata.exif,
        "xmp": metadata.xmp,
        "icc_profile": metadata.icc,
        "dpi": metadata.dpi,
    }
    pixels = picture.pixels
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    image.save(path, format=name, **options, **{key: value for key, value in carried.items() if value})


def _save_png(picture: Picture, path: Path, _quality: int | None) -> None:
    """PNG (ISO/IEC 15948) of 8 or 16 bits a channel; Pillow can't write 16-bit colour, OpenCV no grey with alpha."""
    pixels, metadata = picture.pixels, picture.metadata
    height, width, channels = pixels.shape
    rows = np.ascontiguousarray(pixels, pixels.dtype.newbyteorder(">")).view(np.uint8).reshape(height, -1)
    filtered = np.full((height, rows.shape[1] + 1), 2, np.uint8)  # filter 2: each row as its difference to the last
    filtered[0, 1:] = rows[0]
    filtered[1:, 1:] = rows[1:] - rows[:-1]
    compressor = zlib.compressobj(strategy=zlib.Z_FILTERED)
    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8 * pixels.itemsize, colour_type, 0, 0, 0))]
    if metadata.icc:
        chunks.append((b"iCCP", b"ICC profile\0\0" + zlib.compress(metadata.icc)))
    if metadata.dpi:
        per_metre = (round(value / 0.0254) for value in metadata.dpi)
        chunks.append((b"pHYs", struct.pack(">IIB", *per_metre, 1)))
    if metadata.exif:
        chunks.append((b"eXIf", metadata.exif))
    if metadata.xmp:
        chunks.append((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + metadata.xmp))
    chunks += [(b"IDAT", compressor.compress(filtered.data) + compressor.flush()), (b"IEND", b"")]
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, data in chunks:
            checksum = zlib.crc32(data, zlib.crc32(kind))
            file.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum))


def _save_tiff(picture: Picture, path: Path, _quality: int | None) -> None:
    """TIFF 6.0 of 8 or 16 bits a channel, deflated; Pillow can't write 16-bit colour, tifffile no EXIF.

    An EXIF block is itself a small TIFF file: it becomes the beginning of this one, so that none of its offsets moves.
    """
    exif = picture.metadata.exif or EMPTY_EXIF
    order = byte_order(exif)
    described = {tag: entry for tag, entry in first_directory(exif)[0].items() if tag in DESCRIPTIVE}
    height, width, channels = picture.pixels.shape
    rows_in_strip = max(1, 2**20 // (width * channels))
    places, lengths = [], []
    with path.open("wb") as file:
        file.write(exif)
        for top in range(0, height, rows_in_strip):
            strip = picture.pixels[top : top + rows_in_strip]
            difference = np.array(strip, strip.dtype.newbyteorder(order), order="C")
            difference[:, 1:] -= strip[:, :-1]
            places.append(file.tell())
            lengths.append(file.write(zlib.compress(difference.data)))
        file.write(bytes(file.tell() % 2))
        values = _tiff_values(picture, order, places, lengths, rows_in_strip)
        tail, directory = directory_bytes(order, file.tell(), described, values)
        file.write(tail)
        file.seek(4)
        file.write(struct.pack(order + "I", directory))


def _tiff_values(
    picture: Picture, order: str, places: list[int], lengths: list[int], rows_in_strip: int
) -> dict[int, tuple[int, bytes]]:
    """Tag -> type and bytes, by the numbers of TIFF 6.0."""
    height, width, channels = picture.pixels.shape
    short, long, rational = (3, "H"), (4, "I"), (5, "I")
    numbers = {
        256: (long, [width]),
        257: (long, [height]),
        258: (short, [8 * picture.pixels.itemsize] * channels),
        259: (short, [8]),  # deflate
        262: (short, [2 if channels >= 3 else 1]),  # RGB or grey
        273: (long, places),
        277: (short, [channels]),
        278: (long, [rows_in_strip]),
        279: (long, lengths),
        284: (short, [1]),  # the channels of a pixel stand together
        317: (short, [2]),  # each value as its difference to the one on its left
    }
    if channels in (2, 4):
        numbers[338] = (short, [2])  # alpha that isn't multiplied into the colours
    metadata = picture.metadata
    if metadata.dpi:
        numbers[282], numbers[283] = ((rational, [round(value * 1000), 1000]) for value in metadata.dpi)
        numbers[296] = (short, [2])  # per inch
    values = {
        tag: (kind, struct.pack(f"{order}{len(row)}{code}", *row)) for tag, ((kind, code), row) in numbers.items()
    }
    if metadata.xmp:
        values[700] = (1, metadata.xmp)
    if metadata.icc:
        values[34675] = (7, metadata.icc)
    return values


_JPEG = Exporter("JPEG", _save_jpeg, alpha=False, sixteen_bit=False, longest_side=65500, longest_metadata=60_000)
_PNG = Exporter("PNG", _save_png)
_WEBP = Exporter("WebP", _save_webp, sixteen_bit=False, grey=False, longest_side=16383)
_TIFF = Exporter("TIFF", _save_tiff)
_BMP = Exporter("BMP", _save_bmp, alpha=False, sixteen_bit=False, longest_metadata=0)

EXPORTERS = {
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".jfif": _JPEG,
    ".png": _PNG,
    ".webp": _WEBP,
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".bmp": _BMP,
}
