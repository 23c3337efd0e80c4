"""Labelled photos for training: found in folders or a table, and inverted."""

import argparse
import csv
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ganeditor.cli import options
from ganeditor.errors import EditError, FaceError, PictureError, UserError
from ganeditor.progress import silent

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from torch import Tensor

    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.model import FaceModel

SEARCH_STEPS = 100  # of an inversion where there is no encoder, whose guess would be the mean face


def inverted(
    args: argparse.Namespace, editor: "FaceEditor", files: Sequence[Path], labels: Sequence[float]
) -> tuple["Tensor", "Tensor"]:
    """w [N, w_dim] of the faces in files and their labels [N]; what has no single face is passed over with a note."""
    import numpy as np
    import torch

    from ganeditor.batch.choice import face_choice
    from ganeditor.batch.photo import open_photo

    choice = face_choice(args.face, editor, options.notify)
    settings = options.inversion_settings(args)
    if editor.model.encoder is None and settings.steps == 0:
        settings = replace(settings, steps=SEARCH_STEPS)
    found, kept = [], []
    with options.progress_bar("faces") as progress:
        for index, (path, label) in enumerate(zip(files, labels, strict=True)):
            progress(index / len(files), path.name)
            try:
                if path.suffix == ".safetensors":
                    ws = _latents(editor.model, path)
                else:
                    photo = open_photo(editor, path, choice, settings, silent)
                    ws = editor.inversion(photo.chosen[0].id).ws
            except (FaceError, PictureError) as error:
                options.notify(f"passed over: {error.for_command}")
                continue
            except FileNotFoundError:
                options.notify(f"passed over: there is no file {path}.")
                continue
            found.append(ws.mean(0))
            kept.append(label)
    if not found:
        raise EditError("No face was found in any of the photos; give photos with one face each.")
    return torch.from_numpy(np.stack(found)), torch.tensor(kept)


def _latents(model: "FaceModel", path: Path) -> "npt.NDArray[np.float32]":
    """ws [num_ws, w_dim] that invert has written."""
    from ganeditor.engine.cache import read_inversion

    inversion = read_inversion(path)
    if inversion.model != model.fingerprint:
        raise EditError(f"The latents in {path} are not of the model {model.name}; invert the photo with that one.")
    return inversion.ws


def files_in(folder: Path) -> list[Path]:
    """Photos and latents in folder and below."""
    from ganeditor.project.export import EXPORTERS

    if not folder.is_dir():
        raise UserError(f"{folder} is not a folder; give one with photos, or with latents written by 'invert'.")
    suffixes = (*EXPORTERS, ".safetensors")
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes)


def csv_rows(path: Path) -> tuple[list[Path], list[float]]:
    """Files, relative to the table's folder, and labels; a first line without a number is a heading."""
    files, labels = [], []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} can't be read as a table ({error}); give lines of file,label in UTF-8.") from None
    for number, row in enumerate(rows, 1):
        try:
            label = float(row[1])
        except (IndexError, ValueError):
            label = math.nan
        if not math.isfinite(label):
            if number == 1:
                continue
            raise UserError(f"{path}, line {number}: expected file,label with a number, found '{','.join(row)[:60]}'.")
        files.append(path.parent / row[0].strip())
        labels.append(label)
    return files, labels
