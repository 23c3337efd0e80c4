"""The pictures that a training sees: from folders and tables of labels to one mapped array of small squares."""

import csv
import hashlib
import itertools
import json
import shutil
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganeditor.engine.tensors import rgb8
from ganeditor.errors import UserError
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, silent
from ganeditor.project.folders import photos_in
from ganeditor.project.picture import read_picture

Picture8 = npt.NDArray[np.uint8]
Fit = Callable[[Picture8, int], Picture8]
"""A photo [H, W, 3] and a side -> [side, side, 3]; raises a UserError that says what it lacks."""

LARGEST_TABLE = 256 << 20  # bytes of a CSV file
PIXELS, TABLE = "pixels.npy", "pictures.json"
SPARE = 256 << 20  # bytes that have to be free on the disk beyond what is written


@dataclass(frozen=True)
class Named:
    """Files that a training is about, with the class of each, if they have any."""

    files: tuple[Path, ...]
    labels: tuple[int, ...] = ()
    names: tuple[str, ...] = ()  # of the classes


@dataclass(frozen=True, eq=False)
class Pictures:
    """What Named's files show."""

    pixels: Picture8  # [N, side, side, 3]; mapped from the disk
    labels: npt.NDArray[np.int64] | None = None  # [N]
    names: tuple[str, ...] = ()  # of the classes
    left_out: tuple[str, ...] = ()  # a sentence for each file that could not be used

    def __len__(self) -> int:
        return len(self.pixels)

    @property
    def side(self) -> int:
        return int(self.pixels.shape[1])


def in_folder(folder: Path) -> Named:
    """All pictures in folder and below; where all lie in sub-folders, those at the top are the classes."""
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}; give one with pictures.")
    files = [path for _folder, path in photos_in([folder]).photos]
    if not files:
        raise UserError(f"There are no pictures in {folder}; give another folder.")
    tops = [path.relative_to(folder).parts[0] for path in files]
    names = sorted(set(tops))
    if len(names) < 2 or any(path.parent == folder for path in files):
        return Named(tuple(files))
    return Named(tuple(files), tuple(map(names.index, tops)), tuple(names))


def in_table(folder: Path, table: Path, column: str, bounds: Sequence[float] = ()) -> Named:
    """The pictures that a CSV table names in its first column, labelled by another column.

    With bounds, which ascend, the column's numbers fall into len(bounds) + 1 classes: below the first, from the first
    on, …
    """
    if table.stat().st_size > LARGEST_TABLE:
        raise UserError(f"{table} is larger than a table of labels can be (256 MB); split it.")
    with table.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        rows = list(csv.reader(file))
    head, body = (rows[0], [row for row in rows[1:] if row]) if rows else ([], [])
    if column not in head[1:]:
        found = ", ".join(head[1:]) or "none"
        raise UserError(f"{table} has no column '{column}' (it has: {found}); name one of these.", "--label-column")
    place = head.index(column)
    short = next((number for number, row in enumerate(body, 2) if len(row) <= place), None)
    if short:
        raise UserError(f"{table}, line {short}: there is nothing in column '{column}'; fill it or remove the line.")
    files, values = tuple(folder / row[0] for row in body), [row[place] for row in body]
    if not bounds:
        names = sorted(set(values))
        return Named(files, tuple(map(names.index, values)), tuple(names))
    numbers = [_number(value, table, line) for line, value in enumerate(values, 2)]
    return Named(files, tuple(bisect_right(bounds, number) for number in numbers), _ranges(bounds))


def middles(names: Sequence[str]) -> tuple[float, ...]:
    """The middle of each class that bounds have cut out of a column, by their names; empty where these are others.

    The first class begins at 0, and the last is as wide as the one before.
    """
    try:
        bounds = [float(name.partition("-")[0]) for name in names[1:-1]] + [float(names[-1].removesuffix("+"))]
    except (ValueError, IndexError):
        return ()
    if _ranges(bounds) != tuple(names):
        return ()
    below = bounds[-2] if len(bounds) > 1 else 0.0
    edges = [0.0, *bounds, 2 * bounds[-1] - below]
    return tuple((low + high) / 2 for low, high in itertools.pairwise(edges))


def _ranges(bounds: Sequence[float]) -> tuple[str, ...]:
    """Names of the classes that bounds cut numbers into."""
    steps = [f"{bound:g}" for bound in bounds]
    return (f"<{steps[0]}", *(f"{low}-{high}" for low, high in itertools.pairwise(steps)), f"{steps[-1]}+")


def squared(photo: Picture8, side: int) -> Picture8:
    """The photo's middle square at this side."""
    height, width = photo.shape[:2]
    edge = min(height, width)
    y, x = (height - edge) // 2, (width - edge) // 2
    way = cv2.INTER_AREA if edge >= side else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(photo[y : y + edge, x : x + edge], (side, side), interpolation=way), np.uint8)


def half(first: bool) -> Fit:
    """What fits one of the two pictures that lie side by side in a photo."""

    def fit(photo: Picture8, side: int) -> Picture8:
        middle = photo.shape[1] // 2
        if abs(photo.shape[1] - 2 * photo.shape[0]) > 2:
            raise UserError(f"it is {photo.shape[1]}×{photo.shape[0]}, and a pair is twice as wide as high")
        return squared(photo[:, :middle] if first else photo[:, -middle:], side)

    return fit


def gathered(
    named: Named,
    side: int,
    cache: Path,
    fit: Fit = squared,
    fitted_by: str = "square",
    progress: Progress = silent,
) -> Pictures:
    """The pictures of named at this side, from cache where they were gathered before; bad files are left out.

    fitted_by names fit, since pictures that another has fitted are others. Files that are changed are read anew.
    """
    folder = cache / _digest(named, side, fitted_by)
    if not (folder / TABLE).is_file():
        cache.mkdir(parents=True, exist_ok=True)
        needed = len(named.files) * side * side * 3
        if (free := shutil.disk_usage(cache).free) < needed + SPARE:
            raise UserError(
                f"The pictures take {needed / 1e9:.1f} GB and {cache} has {free / 1e9:.1f} GB free; free some space."
            )
        with tempfile.TemporaryDirectory(prefix=".gather-", dir=cache) as temporary:
            made = Path(temporary) / "made"
            made.mkdir()
            _write(named, side, fit, made, progress)
            if not folder.exists():
                made.rename(folder)
    table = json.loads((folder / TABLE).read_text(encoding="utf-8"))
    pixels = np.load(folder / PIXELS, mmap_mode="r", allow_pickle=False)[: len(table["kept"])]
    labels = np.asarray(named.labels, np.int64)[table["kept"]] if named.labels else None
    return Pictures(pixels, labels, named.names, tuple(table["left_out"]))


def companions(pictures: Pictures) -> npt.NDArray[np.int64]:
    """Of each picture [N] the next of its class, around; the picture itself where there is no other."""
    found = np.arange(len(pictures))
    for label in [] if pictures.labels is None else np.unique(pictures.labels):
        rows = np.flatnonzero(pictures.labels == label)
        found[rows] = np.roll(rows, -1)
    return found


def _write(named: Named, side: int, fit: Fit, folder: Path, progress: Progress) -> None:
    shape = (len(named.files), side, side, 3)
    pixels = np.lib.format.open_memmap(folder / PIXELS, mode="w+", dtype=np.uint8, shape=shape)
    kept: list[int] = []
    left_out = []
    for index, path in enumerate(named.files):
        progress(index / len(named.files), "Reading pictures")
        try:
            pixels[len(kept)] = fit(rgb8(read_picture(path).pixels), side)
            kept.append(index)
        except UserError as error:
            left_out.append(f"{path}: {error}")
    pixels.flush()
    if not kept:
        raise UserError(f"None of the {len(named.files)} pictures can be used; the first: {left_out[0]}")
    text = json.dumps({"kept": kept, "left_out": left_out})
    (folder / TABLE).write_text(text, encoding="utf-8")


def _digest(named: Named, side: int, fitted_by: str) -> str:
    digest = hashlib.sha256(f"{side} {fitted_by}".encode())
    for path in named.files:
        known = path.stat() if path.is_file() else None
        digest.update(
            repr((str(path), known and (known.st_size, known.st_mtime_ns))).encode("utf-8", "surrogateescape")
        )
    return digest.hexdigest()[:32]


def _number(text: str, table: Path, line: int) -> float:
    try:
        return float(text)
    except ValueError:
        raise UserError(f"{table}, line {line}: '{text[:40]}' is no number; correct it.") from None
