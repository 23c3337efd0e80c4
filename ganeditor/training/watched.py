"""The Lab's second child: a small GAN learns pictures of a folder while somebody watches and changes it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor import paths
from ganeditor.engine.latent.generate import contact_sheet
from ganeditor.engine.tensors import rgb8, to_image
from ganeditor.progress import Progress
from ganeditor.project.lab.pictures import SIDE, PictureSettings, picture_settings_from
from ganeditor.project.lab.snapshot import Array, PictureSnapshot, packed
from ganeditor.project.picture import read_picture
from ganeditor.training.adversarial import Adversarial
from ganeditor.training.draws import Draws, Share
from ganeditor.training.pictures import Named, gathered, in_folder, squared
from ganeditor.training.plane.look import heat_of
from ganeditor.training.stepping import DISCRIMINATOR, GENERATOR, Stepper
from ganeditor.training.supply import Supply
from ganeditor.training.task import Batch, Data, TrainSettings
from ganeditor.training.tasks.table import TASKS

SHOWN, COLUMNS = 48, 8
"""Pictures of a sheet, in rows of COLUMNS."""

MOST_PICTURES = 4000
"""That are learned from; of a larger folder they are evenly spread, so that reading them takes no minutes."""

Z_DIM = 64
CPU = torch.device("cpu")


class Studio:
    """One run: networks, their optimisers, and the folder's pictures."""

    def __init__(self, lab: PictureSettings) -> None:
        self.lab, settings = lab, _train_settings(lab)
        named = in_folder(Path(lab.folder))
        some = Named(named.files[:: math.ceil(len(named.files) / MOST_PICTURES)])
        self.data = Data(gathered(some, SIDE, paths.cache() / "pictures"))
        torch.manual_seed(lab.seed)
        trainable = TASKS[lab.task].build(settings, self.data)
        assert isinstance(trainable, Adversarial), "the Lab's tasks are such"
        self.game = trainable
        self._supply = Supply(self.data, settings, Share(), CPU)
        self.stepper = Stepper(trainable, lambda number: self._supply.draws(number), self._batch)

    def adopt(self, lab: PictureSettings) -> None:
        """Go on with other settings, which do not decide where a run starts."""
        fresh = lab.momentum != self.lab.momentum
        self.lab, self.game.settings = lab, _train_settings(lab)
        self._supply = Supply(self.data, self.game.settings, Share(), CPU)
        if fresh:
            self.stepper.renew()
        self.stepper.set_rates({GENERATOR: lab.generator_rate, DISCRIMINATOR: lab.discriminator_rate})

    def play(self, who: str, steps: int, seconds: float) -> dict[str, float]:
        """Figures of what was learned."""
        self.game.train()
        return self.stepper.play(who, steps, seconds)

    def _batch(self, number: int, index: int, draws: Draws) -> Batch:
        return self._supply.batch(number, index, draws)

    def snapshot(self, figures: dict[str, float]) -> PictureSnapshot:
        """Of now."""
        self.game.eval()
        with torch.no_grad():
            made = self.game.samples(Draws(self.lab.seed, 2**40, SHOWN, CPU, Share()), self.data)
            reals = _tensor(self.data.first.pixels[:SHOWN])
            of_reals, of_fakes = (self.game.score(part, None, self._draws()) for part in (reals, made))
        photos = [_photo(path) for path in self.lab.photos]
        scores, looks = np.zeros(0, np.float32), np.zeros((0, SIDE, SIDE), np.float32)
        if photos:
            of_photos, looks = looked(self.game, _tensor(np.stack(photos)))
            scores = heat_of(self.lab.loss, of_photos, of_reals, of_fakes).numpy()
        return PictureSnapshot(
            epoch=self.stepper.steps[GENERATOR],
            steps=self.stepper.steps[DISCRIMINATOR],
            pictures=len(self.data.first),
            left_out=len(self.data.first.left_out),
            reals=contact_sheet(list(self.data.first.pixels[:SHOWN]), COLUMNS),
            samples=contact_sheet(list(to_image(made)), COLUMNS),
            photos=np.stack(photos) if photos else np.zeros((0, SIDE, SIDE, 3), np.uint8),
            scores=scores,
            looks=looks,
            figures=figures,
        )

    def _draws(self) -> Draws:
        return Draws(self.lab.seed, 2**41, SHOWN, CPU, Share())


def looked(game: Adversarial, photos: Tensor) -> tuple[Tensor, Array]:
    """Scores [P] of photos [P, 3, S, S], and how much each place would change its photo's score [P, S, S], up to 1.

    The absolute gradient, summed over colours (Simonyan et al. 2014, section 3).
    """
    photos = photos.clone().requires_grad_(True)
    scores = game.discriminator(photos, None)
    (slope,) = torch.autograd.grad(scores.sum(), photos)
    places = slope.abs().sum(1)
    looks: Array = (places / places.amax((1, 2), keepdim=True).clamp(min=1e-12)).numpy()
    return scores.detach().float(), looks


class Room:
    """What is under way in the child."""

    def __init__(self) -> None:
        torch.set_num_threads(1)
        self._studio: Studio | None = None
        self._figures: dict[str, float] = {}

    def play(self, request: dict[str, Any]) -> dict[str, Any]:
        """A packed PictureSnapshot, after up to `steps` of `who` within `seconds`; `anew` begins the run again."""
        lab = picture_settings_from(request["settings"])
        if request["anew"] or self._studio is None or lab.starts != self._studio.lab.starts:
            self._studio, self._figures = Studio(lab), {}
        studio = self._studio
        if lab != studio.lab:
            studio.adopt(lab)
        self._figures |= studio.play(request["who"], request["steps"], request["seconds"])
        return packed(studio.snapshot(dict(self._figures)))


_room: list[Room] = []


def answer(request: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """The child's entry."""
    if not _room:
        _room.append(Room())
    return _room[0].play(request)


def _train_settings(lab: PictureSettings) -> TrainSettings:
    return replace(
        TASKS[lab.task].settings,
        side=SIDE,
        width=lab.width,
        z_dim=Z_DIM,
        batch=lab.batch,
        loss=lab.loss,
        penalties=lab.penalties,
        rate=lab.generator_rate,
        discriminator_rate=lab.discriminator_rate,
        betas=(lab.momentum, 0.99),
        discriminator_steps=lab.discriminator_steps,
        seed=lab.seed,
    )


_photos: dict[str, npt.NDArray[np.uint8]] = {}


def _photo(path: str) -> npt.NDArray[np.uint8]:
    """The middle of a photo at the side of the pictures; each is read once."""
    if path not in _photos:
        _photos[path] = squared(rgb8(read_picture(Path(path)).pixels), SIDE)
    return _photos[path]


def _tensor(pictures: Sequence[Any] | npt.NDArray[np.uint8]) -> Tensor:
    """[N, S, S, 3] -> [N, 3, S, S] in [-1, 1]."""
    return torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1
