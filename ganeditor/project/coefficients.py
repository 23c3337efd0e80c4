"""New DCT coefficients for the edited blocks of a JPEG file, in a child process, since libjpeg ends it on errors.

A block gets its old coefficients plus those of the difference that the edit makes, so that a block without a
difference keeps them exactly and one that is edited in part is not compressed a second time.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor.progress import Progress

SOURCE, SHOWN, CHANGED, MADE = "source.jpg", "shown.npy", "changed.npy", "made.jpg"
"""Files in the request's folder: read the first three, write the last."""
MCU_LINES = 64
"""A multiple of the side of every minimum coded unit that is taken, in pixels: 8, 16 or 32."""

_LARGEST = 1023  # of a coefficient with 8-bit samples (T.81, F.1.2)
_STRIP_LINES = 16 * MCU_LINES
# JFIF 1.02: R, G, B -> Y, Cb, Cr, each between -128 and 127 with the shift below.
_YCC = np.array([[0.299, 0.587, 0.114], [-0.168735892, -0.331264108, 0.5], [0.5, -0.418687589, -0.081312411]], "f4")
_DCT = np.array(  # orthonormal DCT-II (T.81, A.3.3)
    [[(0.5 if u else 0.125**0.5) * np.cos((2 * x + 1) * u * np.pi / 16) for x in range(8)] for u in range(8)], "f4"
)
_DCT_OF_ROWS_AND_COLUMNS = np.kron(_DCT, _DCT)  # one product for whole blocks, which is faster than two of 8 × 8

Floats = npt.NDArray[np.float32]


def replace_blocks(request: dict[str, Any], _progress: Progress) -> str:
    """The child's entry: writes MADE, and returns why it could not be, or nothing.

    request: "folder" with SOURCE, and with SHOWN and CHANGED, pixels [h, w, C] that lie at "top_left" (y, x) of it.
    """
    import jpeglib  # imports nothing but numpy, and its libjpeg is for this process alone

    folder = Path(request["folder"])
    top, left = request["top_left"]
    jpeg = jpeglib.read_dct(str(folder / SOURCE))
    shown, changed = (np.load(folder / name, mmap_mode="r") for name in (SHOWN, CHANGED))
    is_ycc = jpeg.jpeg_color_space.name == "JCS_YCbCr"
    planes = [plane for plane in (jpeg.Y, jpeg.Cb, jpeg.Cr) if plane is not None]
    if len(planes) != shown.shape[2]:
        return "libjpeg sees other colours in it"
    factors = [(int(down), int(across)) for down, across in jpeg.samp_factor]
    most = max(down for down, _ in factors), max(across for _, across in factors)
    for y in range(0, shown.shape[0], _STRIP_LINES):
        pair: list[npt.NDArray[np.uint8]] = [np.asarray(pixels[y : y + _STRIP_LINES]) for pixels in (shown, changed)]
        cut: npt.NDArray[np.bool_] = np.isin(pair[0], (0, 255))
        cut &= pair[0] != pair[1]
        saturated = np.asarray(cut.any(2))
        before, after = (_components(pixels, is_ycc) for pixels in pair)
        for index, (plane, (down, across)) in enumerate(zip(planes, factors, strict=True)):
            scale = most[0] // down, most[1] // across
            table = np.asarray(jpeg.get_component_qt(index), np.float32)
            old = _blocks_at(plane, (top + y) // (8 * scale[0]), left // (8 * scale[1]), before.shape[:2], scale)
            old[...] = _new(old, before[..., index], after[..., index], saturated, table, scale)
    jpeg.write_dct(str(folder / MADE), flags=["+OPTIMIZE_CODING"])
    return "" if _is_as_asked(folder / MADE, planes, jpeg) else "libjpeg has written something else"


def _components(pixels: npt.NDArray[np.uint8], is_ycc: bool) -> Floats:
    """[h, w, C] of an RGB or grey picture, as the file stores them, around 0."""
    values = pixels.astype(np.float32)
    if not is_ycc or pixels.shape[2] == 1:
        return values - 128
    components: Floats = values @ _YCC.T
    components[..., 0] -= 128
    return components


def _blocks_at(
    plane: npt.NDArray[np.int16], row: int, column: int, shape: tuple[int, ...], scale: tuple[int, int]
) -> npt.NDArray[np.int16]:
    """A view of the blocks [rows, columns, 8, 8] over shape (lines, pixels a line) of the picture."""
    rows, columns = (-(-length // (8 * step)) for length, step in zip(shape, scale, strict=True))
    return plane[row : row + rows, column : column + columns]


def _new(
    old: npt.NDArray[np.int16],
    before: Floats,
    after: Floats,
    saturated: npt.NDArray[Any],  # bool
    table: Floats,
    scale: tuple[int, int],
) -> npt.NDArray[np.float32]:
    """Coefficients for the blocks of one component; before and after [lines, pixels] are not sampled down yet."""
    count = old.shape[0], old.shape[1]
    change = _in_blocks(after - before, count, scale)
    touched = np.asarray(change.any((2, 3)))
    new = old.astype(np.float32)
    new[touched] += np.rint(_transformed(change[touched]) / table)
    # What decodes to more than white or less than black is cut off there: a difference to it would be too small.
    anew = touched & np.asarray(_in_blocks(saturated, count, scale).any((2, 3)))
    new[anew] = np.rint(_transformed(_in_blocks(after, count, scale)[anew]) / table)
    return np.where(touched[..., None, None], new.clip(-_LARGEST, _LARGEST), old)


def _in_blocks(values: npt.NDArray[Any], count: tuple[int, int], scale: tuple[int, int]) -> Floats:
    """[rows, columns, 8, 8] of values [lines, pixels], sampled down by their mean; the picture's rim is repeated."""
    lines, pixels = (number * 8 * step for number, step in zip(count, scale, strict=True))
    small = np.pad(values.astype(np.float32), ((0, lines - len(values)), (0, pixels - values.shape[1])), mode="edge")
    for axis, step in enumerate(scale):
        if step > 1:
            small = np.add.reduceat(small, np.arange(0, small.shape[axis], step), axis) / np.float32(step)
    blocks: Floats = small.reshape(count[0], 8, count[1], 8).swapaxes(1, 2)
    return blocks


def _transformed(blocks: Floats) -> Floats:
    transformed: Floats = blocks.reshape(-1, 64) @ _DCT_OF_ROWS_AND_COLUMNS.T
    return transformed.reshape(-1, 8, 8)


def _is_as_asked(path: Path, planes: list[npt.NDArray[np.int16]], asked: Any) -> bool:
    import jpeglib

    made = jpeglib.read_dct(str(path))
    return (
        all(map(np.array_equal, (made.Y, made.Cb, made.Cr), planes))
        and np.array_equal(made.samp_factor, asked.samp_factor)
        and all(np.array_equal(made.get_component_qt(i), asked.get_component_qt(i)) for i in range(len(planes)))
    )
