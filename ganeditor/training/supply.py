"""Pictures for a step: which ones is known from the step alone, and they are flipped as chance has it."""

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.training.draws import Draws, Share, order, sow
from ganeditor.training.pictures import Pictures
from ganeditor.training.task import Batch, Data, TrainSettings

ON_DEVICE = 8 << 30
"""Bytes of pictures up to which a graphics card keeps them all."""


class Supply:
    """All pictures of a training, in an order that depends on the seed only."""

    def __init__(self, data: Data, settings: TrainSettings, share: Share, device: torch.device) -> None:
        self._data, self._settings, self._share, self._device = data, settings, share, device
        self._orders: dict[tuple[int, int, int], npt.NDArray[np.int64]] = {}
        self._first = self._near(data.first)
        self._second = self._near(data.second) if data.second else None

    def draws(self, number: int) -> Draws:
        """The chance of step number; torch's own is sown for it."""
        sow(self._settings.seed, number, self._share)
        return Draws(self._settings.seed, number, self._settings.batch, self._device, self._share)

    def batch(self, number: int, index: int, draws: Draws) -> Batch:
        """What the index-th call in step number gets."""
        settings, data = self._settings, self._data
        place = number * settings.discriminator_steps + index
        rows = self._rows(len(data.first), place, settings.seed)
        pictures = self._shown(self._first, rows)
        others: Tensor | None = None
        if data.second and self._second is not None:
            theirs = rows if data.paired else self._rows(len(data.second), place, settings.seed + 1)
            others = self._shown(self._second, theirs)
        elif data.companions is not None:
            others = self._shown(self._first, data.companions[rows])
            alone = torch.from_numpy(data.companions[rows] == rows).to(self._device)
            others = torch.where(alone[:, None, None, None], others.flip(3), others)
        if settings.flips:
            turned = draws.uniform()[:, None, None, None] < 0.5
            pictures = torch.where(turned, pictures.flip(3), pictures)
            others = None if others is None else torch.where(turned, others.flip(3), others)
        labels = None if data.first.labels is None else torch.from_numpy(data.first.labels[rows]).to(self._device)
        return Batch(pictures, labels, others)

    def _near(self, pictures: Pictures) -> Tensor | npt.NDArray[np.uint8]:
        """All pixels on a graphics card that holds them, else where they are mapped."""
        if self._device.type == "cuda" and pictures.pixels.nbytes <= ON_DEVICE:
            return torch.from_numpy(np.array(pictures.pixels)).to(self._device)
        return pictures.pixels

    def _shown(self, pixels: Tensor | npt.NDArray[np.uint8], rows: npt.NDArray[np.int64]) -> Tensor:
        taken = pixels[rows] if isinstance(pixels, np.ndarray) else pixels[torch.from_numpy(rows).to(self._device)]
        levels = torch.from_numpy(taken) if isinstance(taken, np.ndarray) else taken
        return levels.to(self._device).permute(0, 3, 1, 2).float() / 127.5 - 1

    def _rows(self, count: int, place: int, seed: int) -> npt.NDArray[np.int64]:
        """Of count pictures those that this process sees in the place-th batch."""
        each = self._settings.batch * self._share.count
        positions = np.arange(place * each, (place + 1) * each)
        found = [self._order(seed, int(epoch), count)[at] for epoch, at in zip(*divmod(positions, count), strict=True)]
        return np.array_split(np.asarray(found, np.int64), self._share.count)[self._share.rank]

    def _order(self, seed: int, epoch: int, count: int) -> npt.NDArray[np.int64]:
        key = seed, epoch, count
        if key not in self._orders:
            self._orders = {old: rows for old, rows in self._orders.items() if old[1] >= epoch - 1}
            self._orders[key] = order(seed, epoch, count)
        return self._orders[key]
