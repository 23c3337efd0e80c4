"""Reading a picture file into upright 8-bit or 16-bit pixels, with the metadata that saving it again needs."""

import struct
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np
import numpy.typing as npt
import tifffile
from PIL import Image, ImageCms, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from ganeditor.errors import PictureError
from ganeditor.opencv import cv2
from ganeditor.project import jpeg, png
from ganeditor.project.complaints import heard
from ganeditor.project.dimensions import with_dimensions, xmp_with_dimensions
from ganeditor.project.heif import Heif, avif_bits, is_heif
from ganeditor.project.metadata import Metadata, fitting_profile, from_info, from_tiff, lost_tags, upright

_Depth = TypeVar("_Depth", np.uint8, np.uint16)
Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]

_START = 1024  # bytes of a file that tell its kind
_DEPTHS = (np.uint8, np.uint16)
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "TIFF", "BMP", "GIF")
_TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_MODES = {  # Pillow's mode -> the mode to edit in, and what the notice calls the first if they differ
    "1": ("L", "Black and white"),
    "L": ("L", ""),
    "LA": ("LA", ""),
    "La": ("LA", "Premultiplied alpha"),
    "P": ("RGB", "A colour palette"),
    "PA": ("RGBA", "A colour palette with alpha"),
    "RGB": ("RGB", ""),
    "RGBX": ("RGB", "RGB with an unused channel"),
    "RGBA": ("RGBA", ""),
    "RGBa": ("RGBA", "Premultiplied alpha"),
    "YCbCr": ("RGB", "YCbCr"),
}
_NAMES = {"L": "8-bit grey", "LA": "8-bit grey with alpha", "RGB": "8-bit RGB", "RGBA": "8-bit RGB with alpha"}
# TIFF's numbers of the compressions that tifffile undoes by itself: none and deflate; OpenCV undoes LZW.
_TIFFFILE_COMPRESSIONS = (1, 8, 32946)
_LOSSY_TIFF = (6, 7)  # JPEG
_TIFF_WHITE_IS_ZERO, _TIFF_RGB = 0, 2
_TIFF_LIGHT = (_TIFF_WHITE_IS_ZERO, 1, _TIFF_RGB)
TURNS = {
    2: (False, False, True),
    3: (False, True, True),
    4: (False, True, False),
    5: (True, False, False),
    6: (True, False, True),
    7: (True, True, True),
    8: (True, True, False),
}
"""EXIF orientation -> swap rows and columns, then reverse the rows, reverse the columns; the eight of the standard."""

INVERSE_TURN = {6: 8, 8: 6}  # the others undo themselves

# read_picture has a limit of its own, checked before any pixel is decoded; Pillow's would warn below it.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class JpegSettings:
    """How strongly a JPEG file is compressed."""

    tables: tuple[tuple[int, ...], ...]  # quantisation tables of Y, Cb and Cr; Cr's is left out if it is Cb's
    subsampling: int  # Pillow's number: 0 is 4:4:4, 1 is 4:2:2, 2 is 4:2:0


@dataclass(frozen=True, eq=False)
class Source:
    """The file of a lossy format that a picture was read from; a picture whose pixels are still these is that file."""

    data: bytes
    pixels: Pixels  # upright, as they were read
    orientation: int  # EXIF's, of what is stored
    complete: bool  # reading has converted nothing and left nothing out

    def lying(self, pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Upright pixels turned as they lie in the file."""
        return _turned(pixels, INVERSE_TURN.get(self.orientation, self.orientation))


@dataclass(frozen=True, eq=False)
class Picture:
    """Upright pixels and what is needed to save them as they came."""

    pixels: Pixels  # [H, W, C] contiguous; C: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA
    metadata: Metadata = field(default_factory=Metadata)
    format: str = "PNG"  # Pillow's name of the source's format
    lossless: bool = True  # the source's compression keeps every value
    jpeg: JpegSettings | None = None  # the source's, if that is known
    notices: tuple[str, ...] = ()  # one sentence each: what reading has changed or left out
    source: Source | None = None  # what it was read from, if its format is lossy

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] not in (1, 2, 3, 4) or self.pixels.dtype not in _DEPTHS:
            raise ValueError(
                f"Picture: expected uint8 or uint16 [H, W, 1..4], found {self.pixels.dtype} {self.pixels.shape}"
            )

    def with_pixels(self, pixels: Pixels) -> "Picture":
        """The same picture with other pixels; a colour profile that doesn't fit their channels is left out."""
        icc, exif, xmp = fitting_profile(self.metadata.icc, pixels.shape[2]), self.metadata.exif, self.metadata.xmp
        height, width = pixels.shape[:2]
        if (height, width) != self.pixels.shape[:2]:
            exif, xmp = with_dimensions(exif, width, height), xmp_with_dimensions(xmp, width, height)
        return replace(self, pixels=pixels, metadata=replace(self.metadata, icc=icc, exif=exif, xmp=xmp))


def read_picture(path: Path, max_megapixels: float = 200) -> Picture:
    """Read a still PNG, JPEG, WebP, AVIF, HEIC, TIFF, BMP or GIF; PictureError says in one sentence why it can't be."""
    try:
        _require_file(path)
        with path.open("rb") as file:
            start = file.read(_START)
            is_tiff = start[:4] in _TIFF_STARTS
            read = _read_tiff if is_tiff else _read_heif if is_heif(start) else _read
            file.seek(0)
            with heard() as complaints:
                picture = read(file, path, max_megapixels)
        if is_tiff and (lost := lost_tags(complaints)):
            tags = f"tag{'s' * (len(lost) > 1)} {', '.join(map(str, lost))}"
            notice = f"Some of the file's metadata is damaged and left out (TIFF {tags})."
            picture = replace(picture, notices=(*picture.notices, notice))
        return _with_fitting_profile(picture)
    except PictureError:
        raise
    except MemoryError as error:
        raise PictureError(f"{path} needs more memory than is free; close other programs or scale it down.") from error
    except UnidentifiedImageError as error:
        raise _unknown_kind(path) from error
    except Exception as error:  # a damaged file makes the decoders raise nearly anything
        if isinstance(error, OSError) and error.errno is not None:  # the file system's, not a decoder's
            reason = f"can't be opened ({error.strerror}); check its name and your permissions"
        else:
            said = " ".join(str(error).split())  # libheif's has lines
            reason = f"is damaged or cut short ({said}); copy it once more from its source"
        raise PictureError(f"{path} {reason}.") from error


def _unknown_kind(path: Path) -> PictureError:
    return PictureError(
        f"{path} is damaged or not a PNG, JPEG, WebP, AVIF, HEIC, TIFF, BMP or GIF picture of a kind that can be read; "
        "save it as a PNG or JPEG with another program."
    )


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise PictureError(f"{path} is a folder; open a picture in it.")
    if not path.exists():
        if path.is_symlink():
            raise PictureError(f"{path} is a link to {path.readlink()}, which doesn't exist; open the picture itself.")
        raise PictureError(f"There is no file {path}; check its name and folder.")
    if not path.is_file():
        raise PictureError(f"{path} is a device or a pipe; open a picture file.")
    if path.stat().st_size == 0:
        raise PictureError(f"{path} is empty (0 bytes); copy it once more from its source.")


def _require_still(path: Path, width: int, height: int, frames: int, max_megapixels: float) -> None:
    """Refuse what is too large or moves, from the header alone."""
    if width * height > max_megapixels * 1e6:
        raise PictureError(
            f"{path} has {width * height / 1e6:.1f} megapixels ({width} × {height}) and the limit is "
            f"{max_megapixels:g}; scale it down with another program."
        )
    if frames > 1:
        raise PictureError(f"{path} is an animation with {frames} frames; save one frame as a picture and open that.")


def _read(file: BinaryIO, path: Path, max_megapixels: float) -> Picture:
    with Image.open(file, formats=FORMATS) as image:
        is_jpeg = isinstance(image, JpegImageFile)
        frames = 1 if is_jpeg else getattr(image, "n_frames", 1)  # a JPEG's further pictures are not frames
        _require_still(path, image.width, image.height, frames, max_megapixels)
        image.load()  # in a PNG the metadata may come after the pixels
        try:
            orientation = image.getexif().get(274, 1)
            orientation = orientation if orientation in TURNS else 1
        except Exception:  # Pillow raises nearly anything on damaged EXIF, which doesn't spoil the pixels
            orientation = 1
        metadata, notices = _metadata(image, file)
        if "mp" in image.info:
            notices += ("The file's further pictures, such as a depth or brightness map, are left out.",)
        pixels: Pixels
        if image.format == "PNG" and _bytes_at(file, 24, 1) == b"\x10":  # 16 bits, of which Pillow would keep 8
            pixels = np.ascontiguousarray(_turned(_sixteen_bit_png(file), orientation))
            more: tuple[str, ...] = ()
        else:
            pixels, more = _eight_bit(image, orientation)
        lossless = image.format in ("PNG", "BMP", "GIF") or (image.format == "WEBP" and _is_lossless_webp(file))
        settings = _jpeg_settings(image) if isinstance(image, JpegImageFile) else None
        if image.format == "AVIF" and (bits := avif_bits(_bytes_at(file, 0))) > 8:
            more += (f"The {bits}-bit values were converted to 8 bits.",)
        notices += more
        source = None if lossless else Source(_bytes_at(file, 0), pixels, orientation, not notices)
        return Picture(pixels, metadata, "JPEG" if is_jpeg else str(image.format), lossless, settings, notices, source)


def _read_heif(file: BinaryIO, path: Path, max_megapixels: float) -> Picture:
    heif = Heif(file)
    _require_still(path, heif.width, heif.height, 1, max_megapixels)
    metadata, notices = upright(from_info(heif.info))
    if heif.colours:
        metadata = replace(metadata, colours=((b"cICP", heif.colours),))
    return Picture(heif.pixels(), metadata, "HEIF", False, None, (*notices, *heif.notices))


def _metadata(image: Image.Image, file: BinaryIO) -> tuple[Metadata, tuple[str, ...]]:
    metadata, notices = upright(from_info(image.info))
    if isinstance(image, JpegImageFile):
        said = jpeg.said_in(_bytes_at(file, 0))
        return upright(replace(metadata, comments=said.comments, photoshop=said.photoshop))[0], notices
    if image.format == "PNG":
        texts, colours, more = png.said_in(file)
        return replace(metadata, texts=texts, colours=colours), notices + more
    return metadata, notices


def _read_tiff(file: BinaryIO, path: Path, max_megapixels: float) -> Picture:
    with tifffile.TiffFile(file) as tiff:
        page = tiff.pages[0]
        if page.is_reduced:
            raise PictureError(f"{path} is a camera's raw file; develop it with a raw converter and open the result.")
        if len(tiff.pages) > 1:
            raise PictureError(f"{path} has {len(tiff.pages)} pages; save one page as a picture and open that.")
        _require_still(path, page.imagewidth, page.imagelength, 1, max_megapixels)
        tags = Image.Exif()
        tags.bigtiff, tags.endian = tiff.is_bigtiff, tiff.byteorder
        tags.load_from_fp(file, page.offset)
        orientation = tags.get(274, 1)
        metadata, notices = upright(from_tiff(tags))
        bits = 8 * page.dtype.itemsize if page.dtype else 8
        pixels: Pixels
        if bits > 8 and page.photometric in _TIFF_LIGHT:
            pixels, more = _sixteen_bit_tiff(page, file, path)
            pixels = np.ascontiguousarray(_turned(pixels, orientation))
        else:
            with Image.open(file, formats=("TIFF",)) as image:
                image.load()  # which turns a TIFF upright
                pixels, more = _eight_bit(image, 1)
            if bits > 8:
                more += (f"The {bits}-bit values were converted to 8 bits.",)
        lossless = page.compression not in _LOSSY_TIFF
        return Picture(pixels, metadata, "TIFF", lossless, None, notices + more)


def _with_fitting_profile(picture: Picture) -> Picture:
    fitted = picture.with_pixels(picture.pixels)
    before = picture.metadata.icc
    if before is None or before[16:20] == b"CMYK" or fitted.metadata.icc is not None:
        return fitted
    source = fitted.source and replace(fitted.source, complete=False)
    notice = "The colour profile doesn't fit the pixels and is left out."
    return replace(fitted, notices=(*fitted.notices, notice), source=source)


def _eight_bit(image: Image.Image, orientation: int) -> tuple[npt.NDArray[np.uint8], tuple[str, ...]]:
    """A loaded image's pixels [H, W, C], turned upright, and what had to be converted."""
    notices: tuple[str, ...] = ()
    if image.mode in ("CMYK", "LAB"):
        image, notice = _srgb(image)
        notices = (notice,)
    else:
        target, name = _MODES[image.mode]
        if target in ("L", "RGB") and image.has_transparency_data:
            target, name = ("LA" if target == "L" else "RGBA"), name or "A transparent colour"
        if target != image.mode:
            image = image.convert(target)
            notices = (f"{name} was converted to {_NAMES[target]}.",)
    width, height = image.size
    channels = len(image.getbands())
    shape = (width, height) if orientation in TURNS and TURNS[orientation][0] else (height, width)
    pixels = np.empty((*shape, channels), np.uint8)
    stored = _turned(pixels, INVERSE_TURN.get(orientation, orientation))
    # In strips and turned on the way: np.asarray(image) would hold two copies more, and turning another.
    for top in range(0, height, 256):
        strip = image.crop((0, top, width, min(top + 256, height)))
        stored[top : top + 256] = np.asarray(strip).reshape(-1, width, channels)
    return pixels, notices


def _turned(pixels: npt.NDArray[_Depth], orientation: int) -> npt.NDArray[_Depth]:
    """A view of stored pixels [H, W, C] as an EXIF orientation wants them shown."""
    swap, reverse_rows, reverse_columns = TURNS.get(orientation, (False, False, False))
    if swap:
        pixels = pixels.swapaxes(0, 1)
    return pixels[:: -1 if reverse_rows else 1, :: -1 if reverse_columns else 1]


def _srgb(image: Image.Image) -> tuple[Image.Image, str]:
    """A CMYK or LAB image as sRGB, through its own colour profile if it has one that works."""
    notice = f"{image.mode} was converted to sRGB"
    try:
        profile = ImageCms.createProfile("LAB") if image.mode == "LAB" else BytesIO(image.info["icc_profile"])
        source = ImageCms.ImageCmsProfile(profile)
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        assert converted is not None
        return converted, f"{notice}."
    except (KeyError, OSError, ImageCms.PyCMSError):
        return image.convert("RGB"), f"{notice} without a colour profile, so that its colours are approximate."


def _sixteen_bit_png(file: BinaryIO) -> npt.NDArray[np.uint16]:
    """[H, W, C] of a PNG with 16 bits a channel."""
    data = _bytes_at(file, 0)
    pixels = _opencv_pixels(data)
    return pixels[..., [0, 3]] if data[25] == 4 else pixels  # grey and alpha come as RGBA


def _sixteen_bit_tiff(page: Any, file: BinaryIO, path: Path) -> tuple[npt.NDArray[np.uint16], tuple[str, ...]]:
    """[H, W, C] of a grey or RGB TIFF page with 16 bits, 32 bits or floats a channel, and what had to be converted."""
    notices: tuple[str, ...] = ()
    if page.compression in _TIFFFILE_COMPRESSIONS and page.bitspersample in (16, 32, 64):
        stored = page.asarray(squeeze=False)[:, 0]  # [planes, H, W, samples]
        pixels = stored.transpose(1, 2, 0, 3).reshape(page.imagelength, page.imagewidth, -1)
    elif page.planarconfig == 1 and page.samplesperpixel != 2:
        data = bytearray(_bytes_at(file, 0))
        if 274 in page.tags:  # OpenCV turns some of the orientations by itself
            struct.pack_into(page.parent.byteorder + "H", data, page.tags[274].valueoffset, 1)
        pixels = _opencv_pixels(bytes(data))
    else:
        raise _unknown_kind(path)
    if pixels.dtype != np.uint16:
        notices = (f"{page.dtype.name} values were converted to 16 bits, the brightest to white.",)
        white = 1.0 if pixels.dtype.kind == "f" else 65535.0
        pixels = np.nan_to_num(pixels.astype(np.float32), nan=0, posinf=white, neginf=0).clip(0)
        pixels = (pixels * (65535 / max(white, float(pixels.max()))) + 0.5).astype(np.uint16)
    colours = 3 if page.photometric == _TIFF_RGB else 1
    has_alpha = page.samplesperpixel > colours and page.extrasamples[:1] != (0,)  # 0 is a channel of unknown use
    pixels = pixels[..., : colours + has_alpha]
    if page.photometric == _TIFF_WHITE_IS_ZERO:
        pixels[..., 0] = 65535 - pixels[..., 0]
    if page.extrasamples[:1] == (1,):
        notices += ("Premultiplied alpha was converted.",)
        alpha = np.maximum(pixels[..., colours:], 1).astype(np.uint32)
        pixels[..., :colours] = np.minimum(pixels[..., :colours].astype(np.uint32) * 65535 // alpha, 65535)
    return pixels, notices


def _opencv_pixels(data: bytes) -> npt.NDArray[Any]:
    """[H, W, C] as stored, in RGB order."""
    decoded: npt.NDArray[Any] | None = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if decoded is None:
        raise ValueError("OpenCV can't decode it")
    decoded = decoded.reshape(*decoded.shape[:2], -1)
    return decoded[..., [2, 1, 0, 3][: decoded.shape[2]]] if decoded.shape[2] >= 3 else decoded


def _jpeg_settings(image: JpegImageFile) -> JpegSettings | None:
    if image.layers not in (1, 3):
        return None
    tables = [tuple(image.quantization[layer[3]]) for layer in image.layer]
    if tables[2:] == tables[1:2]:
        del tables[2:]
    return JpegSettings(tuple(tables), max(get_sampling(image), 0))


def _is_lossless_webp(file: BinaryIO) -> bool:
    data = _bytes_at(file, 0)
    place = 12
    while place < len(data) and data[place : place + 4] not in (b"VP8 ", b"VP8L"):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        place += 8 + size + size % 2
    return data[place : place + 4] == b"VP8L"


def _bytes_at(file: BinaryIO, place: int, count: int = -1) -> bytes:
    file.seek(place)
    return file.read(count)
