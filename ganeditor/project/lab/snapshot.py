"""Snapshot: all that is drawn of a run at one moment, as arrays that fit into a line of text."""

import base64
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

Picture8 = npt.NDArray[np.uint8]

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A GAN on the plane; N points are shown of each kind."""

    epoch: int  # steps of the generator so far
    steps: int  # of the discriminator
    reals: Array  # [N, 2]
    fakes: Array  # [N, 2]
    pulls: Array  # [N, 2], where each fake should go: against the gradient of the generator's loss of it alone
    heat: Array  # [S, S], rows from the bottom: how real D finds each place, from -1 to 1
    sheet: Array  # [K+1, K+1, 2] or for one number [K+1, 1, 2]: the noise's grid of equal shares, through G
    density: Array  # [K, K] or [K, 1], how densely each of its cells is filled, from 0 to 1
    real_lines: Array  # [L, 2], contours of density; lines are parted by a row of NaN
    fake_lines: Array  # [L, 2]
    figures: dict[str, float]  # losses, accuracy, kl, js, frechet, pull (mean length of pulls), by name
    modes: int  # covered
    of_modes: int  # 0 where the data has no separate ones


@dataclass(frozen=True, eq=False)
class CoderSnapshot:
    """An autoencoder, a VAE or a GAN beside the others, with a latent space of one or two numbers."""

    reals: Array  # [N, 2]
    again: Array  # [N, 2], the same points drawn again; [0, 2] of a GAN, which can't
    samples: Array  # [M, 2], of random codes
    codes: Array  # [N, D], of reals; of a GAN the noise [M, D] of samples
    prior: Array  # [M, D], the codes of samples
    sheet: Array  # as in Snapshot
    error: float  # mean distance of again from reals; NaN of a GAN
    js: float  # between data and samples


@dataclass(frozen=True, eq=False)
class PictureSnapshot:
    """A small GAN of pictures with side S."""

    epoch: int  # steps of the generator so far
    steps: int  # of the discriminator
    pictures: int  # that it learns from
    left_out: int  # files that can't be used
    reals: Picture8  # a sheet of pictures [H, W, 3]
    samples: Picture8  # a sheet of the generator's, of the same noise each time
    photos: Picture8  # [P, S, S, 3], the chosen ones as the discriminator sees them
    scores: Array  # [P], how real it finds them, from -1 to 1
    looks: Array  # [P, S, S], where it looks: how much each place would change the score, from 0 to 1
    figures: dict[str, float]


def packed(shown: Any) -> dict[str, Any]:
    """A snapshot as JSON can hold it."""
    values = {field.name: getattr(shown, field.name) for field in fields(shown)}
    return {name: _text(value) if isinstance(value, np.ndarray) else value for name, value in values.items()}


def unpacked(kind: type[T], values: dict[str, Any]) -> T:
    """What packed() was given."""
    arrays = {name: _array(value) if isinstance(value, list) else value for name, value in values.items()}
    return kind(**arrays)


def _text(array: npt.NDArray[Any]) -> list[Any]:
    kind = "u1" if array.dtype == np.uint8 else "<f4"
    plain = np.ascontiguousarray(array, kind)
    return [kind, list(plain.shape), base64.b64encode(plain.tobytes()).decode("ascii")]


def _array(value: list[Any]) -> npt.NDArray[Any]:
    kind, shape, text = value
    array: npt.NDArray[Any] = np.frombuffer(base64.b64decode(text), kind).reshape(shape)
    return array
