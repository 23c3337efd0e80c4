"""HEIF and HEIC files (ISO/IEC 23008-12), which phones write; Pillow reads their relative AVIF by itself."""

import re
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1")
_AVIF = (b"avif", b"avis")
_UNSPECIFIED, _SRGB_PRIMARIES = 2, 1
_SRGB_TRANSFERS = (1, 6, 13)  # BT.709's and BT.601's are taken for sRGB's everywhere
_HDR_TRANSFERS = {16: "PQ", 18: "HLG"}


def is_heif(start: bytes) -> bool:
    """Whether a file that begins with start (32 bytes or more) is HEIF of a kind that is not AVIF."""
    brands = re.findall(rb".{4}", start[8 : int.from_bytes(start[:4], "big")], re.DOTALL)
    return start[4:8] == b"ftyp" and any(b in _BRANDS for b in brands) and not any(b in _AVIF for b in brands)


def avif_bits(start: bytes) -> int:
    """Bits a channel of an AVIF file, by its beginning; 8 where it does not say so (AV1-ISOBMFF, 2.3.3)."""
    place = start.find(b"av1C")
    flags = start[place + 6] if 0 <= place < len(start) - 6 else 0
    return (12 if flags & 0x20 else 10) if flags & 0x40 else 8


class Heif:
    """A file's main picture; its size is known before it is decoded."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises ValueError and its like where the file is damaged."""
        import pi_heif

        opened = pi_heif.open_heif(file, convert_hdr_to_8bit=False)
        self._image: Any = opened[opened.primary_index]
        self.width, self.height = self._image.size
        self.info: dict[str, Any] = self._image.info
        """As Pillow has it: exif, xmp, icc_profile. The orientation in exif is not to be followed (clause 6.5.10)."""

    def pixels(self) -> npt.NDArray[np.uint8] | npt.NDArray[np.uint16]:
        """Upright [H, W, C]; more than 8 bits a channel as 16."""
        stored: npt.NDArray[Any] = np.array(self._image)
        stored = stored.reshape(*stored.shape[:2], -1)
        if stored.dtype == np.uint16:
            stored |= stored >> int(self.info["bit_depth"])  # they are the upper bits: white shall be white
        if self._image.premultiplied_alpha:
            white = int(np.iinfo(stored.dtype).max)
            alpha = np.maximum(stored[..., -1:], 1).astype(np.uint32)
            stored[..., :-1] = np.minimum(stored[..., :-1].astype(np.uint32) * white // alpha, white)
        return stored

    @property
    def colours(self) -> bytes | None:
        """The colours' primaries and transfer as PNG's cICP has them, unless they are sRGB's or there is a profile."""
        profile = self.info.get("nclx_profile")
        if not profile or self.info.get("icc_profile"):
            return None
        primaries, transfer = int(profile["color_primaries"]), int(profile["transfer_characteristics"])
        if _UNSPECIFIED in (primaries, transfer) or (primaries == _SRGB_PRIMARIES and transfer in _SRGB_TRANSFERS):
            return None
        return bytes((primaries, transfer, 0, 1))

    @property
    def notices(self) -> tuple[str, ...]:
        said = []
        if self.info.get("aux") or self.info.get("depth_images"):
            said.append("The file's further pictures, such as a depth or brightness map, are left out.")
        if self.colours and self.colours[1] in _HDR_TRANSFERS:
            name = _HDR_TRANSFERS[self.colours[1]]
            said.append(f"The picture's brightness is coded for HDR screens ({name}), and elsewhere it looks dull.")
        return tuple(said)
