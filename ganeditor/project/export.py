"""Saving a picture as a new file with the depth, quality and metadata of its source."""

import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ganeditor import __version__
from ganeditor.errors import PictureError, UserError
from ganeditor.files import atomic_write, write_whole
from ganeditor.project import jpeg, png
from ganeditor.project.metadata import (
    DESCRIPTIVE,
    EMPTY_EXIF,
    Metadata,
    byte_order,
    directory_bytes,
    first_directory,
    fitting_profile,
    is_srgb,
    marked,
    oriented,
    shortened,
    stripped,
    without,
)
from ganeditor.project.picture import Picture, Pixels

_LONGEST_NAME = 255  # bytes
SOFTWARE = f"ganeditor {__version__}"


@dataclass(frozen=True)
class Exporter:
    """What a file format can hold, and how it is written."""

    name: str
    save: Callable[[Picture, Path, int | None], tuple[str, ...]]  # what fits the format, path, quality 1..100; notices
    sixteen_bit: bool = True
    alpha: bool = True
    grey: bool = True
    longest_side: int = 2**31 - 1  # pixels
    longest_metadata: int = (
        2**31 - 1
    )  # bytes of EXIF and of XMP, with room for the AI note; 0 is a format without metadata
    holds: frozenset[str] = frozenset()  # of the fields of Metadata in _FURTHER


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

    A picture with the pixels of its lossy file is that file, byte for byte. quality (1..100) is for JPEG, WebP and
    AVIF; without it, a JPEG keeps its source's coefficients wherever its pixels are still the source's, and is
    compressed like it elsewhere, and WebP is lossless where the source was. strip leaves out the source's metadata
    except the colour profile. edited writes the AI note.
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
    if quality is None and not strip and _is_its_source(picture, exporter):
        assert picture.source
        write_whole(path, picture.source.data, overwrite)
        return ()
    picture, notices = _fitted(*_stripped(picture, exporter, quality) if strip else (picture, ()), exporter)
    if edited and exporter.longest_metadata:
        picture = replace(picture, metadata=marked(picture.metadata, SOFTWARE))
    elif edited:
        notices += (f"{exporter.name} can't hold the note that AI edited a face; other formats do.",)
    said: list[str] = []
    try:
        atomic_write(path, lambda temporary: said.extend(exporter.save(picture, temporary, quality)), overwrite)
    except UserError:
        raise
    except Exception as error:  # an encoder's own complaint
        raise PictureError(f"{path} can't be written as {exporter.name} ({error}); choose .png or .tif.") from error
    return (*notices, *said)


def _is_its_source(picture: Picture, exporter: Exporter) -> bool:
    """Whether the file that the picture was read from shows it and says all that is to be said."""
    source = picture.source
    if source is None or not source.complete or picture.format != exporter.name.upper():
        return False
    return picture.pixels is source.pixels or np.array_equal(picture.pixels, source.pixels)


def _stripped(picture: Picture, exporter: Exporter, quality: int | None) -> tuple[Picture, tuple[str, ...]]:
    """Without metadata; a JPEG that lies turned can't be kept, since nothing would say so any more."""
    picture, source = replace(picture, metadata=stripped(picture.metadata)), picture.source
    if exporter.name != "JPEG" or quality is not None or source is None or source.orientation == 1:
        return picture, ()
    notice = "The JPEG was compressed anew as a whole, because it lay turned and its metadata, which said so, is gone."
    return replace(picture, source=None), (notice,)


def edited_path(source: Path, folder: Path | None = None, suffix: str | None = None) -> Path:
    """A name for the edited picture that doesn't exist yet: photo.jpg -> photo_edited.jpg, photo_edited-2.jpg, ...

    folder is the source's own unless given; suffix (".png") is the source's, or the nearest that can be written.
    """
    if suffix is None:
        suffix = nearest_suffix(source)
    folder = source.parent if folder is None else folder
    path = folder / _name(source.stem, f"_edited{suffix}")
    number = 2
    while os.path.lexists(path):
        path = folder / _name(source.stem, f"_edited-{number}{suffix}")
        number += 1
    return path


def _name(stem: str, end: str) -> str:
    """stem and end, with stem cut where file systems would not take the name."""
    while len(os.fsencode(stem + end)) > _LONGEST_NAME:
        stem = stem[:-1]
    return stem + end


def nearest_suffix(path: Path) -> str:
    """The suffix of path if that format can be written, and otherwise of the format that is most like it."""
    return path.suffix if path.suffix.lower() in EXPORTERS else _NEAREST.get(path.suffix.lower(), ".png")


def other_format(source: Path, target: Path) -> tuple[str, ...]:
    """A sentence if target has another format than source because source's can't be written."""
    if source.suffix.lower() in EXPORTERS or target.suffix.lower() not in EXPORTERS:
        return ()
    name = source.suffix.removeprefix(".").upper() or "The photo's format"
    return (f"{name} can't be written, so that the result is a {EXPORTERS[target.suffix.lower()].name}.",)


def _fitted(picture: Picture, said: tuple[str, ...], exporter: Exporter) -> tuple[Picture, tuple[str, ...]]:
    """The picture as the format can hold it, and what was lost on the way, after what was said."""
    pixels, metadata, name = picture.pixels, picture.metadata, exporter.name
    notices = list(said)
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
    if metadata.colours and "colours" not in exporter.holds and is_srgb(metadata.colours):
        metadata = replace(metadata, colours=())
    for field, what in _FURTHER.items():
        if getattr(metadata, field) and field not in exporter.holds:
            metadata = without(metadata, field)
            notices.append(f"{name} can't hold {what}, so that it is left out.")
    exif = metadata.exif or b""
    if len(exif) > exporter.longest_metadata >= len(shorter := shortened(exif)) > 0:
        metadata = replace(metadata, exif=shorter)
        notices.append(f"{name} has no room for all of the EXIF metadata; the camera's own notes are left out.")
    for field in ("exif", "xmp"):
        if len(getattr(metadata, field) or b"") > exporter.longest_metadata:
            metadata = without(metadata, field)
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


def _save_jpeg(picture: Picture, path: Path, quality: int | None) -> tuple[str, ...]:
    """Keeps what the source has of the coefficients, or says why it can't."""
    source, metadata = picture.source, picture.metadata
    data: bytes | None = None
    orientation, notices = 1, list[str]()
    if quality is None and picture.format == "JPEG" and source and picture.pixels.shape == source.pixels.shape:
        try:
            data = jpeg.edited(source.data, source.lying(source.pixels), source.lying(picture.pixels))
            orientation = source.orientation
        except jpeg.JpegError as error:
            notices.append(f"The JPEG was compressed anew as a whole, because {error}.")
    if data is None:
        data = _jpeg_of(picture, quality)
    segments = jpeg.with_segments(
        data,
        density=_density(metadata),
        exif=oriented(metadata.exif, orientation),
        xmp=metadata.xmp,
        icc=metadata.icc,
        photoshop=metadata.photoshop,
        comments=metadata.comments,
    )
    path.write_bytes(segments)
    return tuple(notices)


def _jpeg_of(picture: Picture, quality: int | None) -> bytes:
    """Compressed anew, without metadata."""
    settings = picture.jpeg
    options: dict[str, Any] = {"subsampling": settings.subsampling if settings else 0}  # 4:4:4, for thin lines of eyes
    if quality is None and settings:
        options["qtables"] = [list(row) for row in settings.tables]
    else:
        options["quality"] = quality or 95
    stream = BytesIO()
    _image(picture).save(stream, "JPEG", **options)
    return stream.getvalue()


def _density(metadata: Metadata) -> tuple[int, int, int]:
    """JFIF's unit, across and down; centimetres where only they are whole numbers."""
    if metadata.dpi is None:
        across, down = metadata.aspect or (1, 1)
        return 0, across, down
    per_cm = [value / 2.54 for value in metadata.dpi]
    if all(abs(value - round(value)) < 0.004 for value in per_cm) and any(value % 1 for value in metadata.dpi):
        return 2, max(1, round(per_cm[0])), max(1, round(per_cm[1]))
    return 1, max(1, round(metadata.dpi[0])), max(1, round(metadata.dpi[1]))


def _save_webp(picture: Picture, path: Path, quality: int | None) -> tuple[str, ...]:
    if quality is None and picture.lossless:
        _save_with_pillow("WEBP", picture, path, lossless=True, exact=True)  # exact: also under transparent pixels
    else:
        _save_with_pillow("WEBP", picture, path, quality=quality or 90)
    return ()


def _save_avif(picture: Picture, path: Path, quality: int | None) -> tuple[str, ...]:
    _save_with_pillow("AVIF", picture, path, quality=quality or 90, subsampling="4:4:4", speed=8)
    return ()


def _save_bmp(picture: Picture, path: Path, _quality: int | None) -> tuple[str, ...]:
    _save_with_pillow("BMP", picture, path)
    return ()


def _save_with_pillow(name: str, picture: Picture, path: Path, **options: Any) -> None:
    metadata = picture.metadata
    carried = {
        "exif": metadata.exif and b"Exif\0\0" + metadata.exif,
        "xmp": metadata.xmp,
        "icc_profile": metadata.icc,
        "dpi": metadata.dpi,
    }
    _image(picture).save(path, format=name, **options, **{key: value for key, value in carried.items() if value})


def _image(picture: Picture) -> Image.Image:
    pixels = picture.pixels
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)


def _save_png(picture: Picture, path: Path, _quality: int | None) -> tuple[str, ...]:
    png.save_png(picture.pixels, picture.metadata, path)
    return ()


def _save_tiff(picture: Picture, path: Path, _quality: int | None) -> tuple[str, ...]:
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
    return ()


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
    if metadata.photoshop:
        values[34377] = (7, metadata.photoshop)
    return values


_FURTHER = {  # field of Metadata -> what it is called, for those that some formats have no place for
    "comments": "the comment",
    "photoshop": "the IPTC metadata",
    "texts": "the texts that the PNG has beside the picture",
    "colours": "the description of its colours (gAMA, cHRM or cICP)",
}

_JPEG = Exporter(
    "JPEG",
    _save_jpeg,
    alpha=False,
    sixteen_bit=False,
    longest_side=65500,
    longest_metadata=60_000,
    holds=frozenset({"comments", "photoshop"}),
)
_PNG = Exporter("PNG", _save_png, holds=frozenset({"comments", "texts", "colours"}))
_WEBP = Exporter("WebP", _save_webp, sixteen_bit=False, grey=False, longest_side=16383)
_AVIF = Exporter("AVIF", _save_avif, sixteen_bit=False, grey=False, longest_side=65535)
_TIFF = Exporter("TIFF", _save_tiff, holds=frozenset({"photoshop"}))
_BMP = Exporter("BMP", _save_bmp, alpha=False, sixteen_bit=False, longest_metadata=0)

EXPORTERS = {
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".jfif": _JPEG,
    ".png": _PNG,
    ".webp": _WEBP,
    ".avif": _AVIF,
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".bmp": _BMP,
}

_NEAREST = {".mpo": ".jpg", ".heic": ".jpg", ".heif": ".jpg", ".hif": ".jpg", ".gif": ".png", ".apng": ".png"}
"""Suffix of a format that can only be read -> of the one to write instead."""
