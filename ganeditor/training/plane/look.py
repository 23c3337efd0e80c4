"""What is drawn of a game on the plane: a Snapshot."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
from scipy.ndimage import gaussian_filter
from skimage.measure import find_contours
from torch import Tensor, nn

from ganeditor.project.lab.shapes import EXTENT, Points, Shape, sample
from ganeditor.project.lab.snapshot import Array, Snapshot
from ganeditor.training.draws import Draws, Share
from ganeditor.training.losses import LOSSES
from ganeditor.training.plane import measures
from ganeditor.training.plane.game import PlaneGame
from ganeditor.training.stepping import DISCRIMINATOR, GENERATOR

SHOWN = 256
"""Points of each kind."""

MEASURED = 2048
"""Fakes that figures are made of; reals are eight times as many, since they are drawn only once."""

HEAT = 48
"""Places along each side at which D is asked."""

SHEET = 20
"""Cells of the noise's grid along each side; of noise of one number, STRIP."""

STRIP = 200

LEVELS = (0.15, 0.45, 0.75)
"""Of the highest density, where contours run."""

SMOOTH = 1.0
"""Cells by which densities are smoothed before contours are looked for."""


class Look:
    """What stays the same over all snapshots of a run."""

    def __init__(self, game: PlaneGame) -> None:
        self.game = game
        lab = game.lab
        # Numbers of steps are never that high: these points are no batch's.
        self._reals = sample(game.shape, 8 * MEASURED, (lab.seed, 2**40))
        self._real_shares = measures.histogram(self._reals)
        self._real_lines = contours(self._real_shares)
        draws = Draws(lab.seed, 2**40, MEASURED, torch.device("cpu"), Share())
        self._noise = game.noise(draws)
        self._grid = noise_grid(lab.noise, lab.noise_width)
        places = (np.arange(HEAT, dtype=np.float32) + 0.5) * (2 * EXTENT / HEAT) - EXTENT
        self._places = torch.from_numpy(np.stack(np.meshgrid(places, places), 2).reshape(-1, 2))

    def snapshot(self, figures: Mapping[str, float]) -> Snapshot:
        """Of now; figures are what was told of the steps before."""
        game, reals = self.game, self._reals[:SHOWN]
        with torch.no_grad():
            made = game.generator(self._noise)
            scores = game.discriminator(torch.cat([self._places, torch.from_numpy(reals), made[:SHOWN]]))
        at_places, at_reals, at_fakes = scores.split([len(self._places), SHOWN, SHOWN])
        fakes = made.numpy()
        pulls = pulls_at(game, made[:SHOWN], at_reals)
        shares, shape = measures.histogram(fakes), game.shape
        sheet, density = sheet_of(game.generator, self._grid)
        return Snapshot(
            epoch=game.stepper.steps[GENERATOR],
            steps=game.stepper.steps[DISCRIMINATOR],
            reals=reals,
            fakes=fakes[:SHOWN],
            pulls=pulls,
            heat=heat_of(game.lab.loss, at_places, at_reals, at_fakes).numpy().reshape(HEAT, HEAT),
            sheet=sheet,
            density=density,
            real_lines=self._real_lines,
            fake_lines=contours(shares),
            figures={**figures, **self.distances(fakes), "pull": float(np.linalg.norm(pulls, axis=1).mean())},
            modes=modes_of(shape, fakes),
            of_modes=len(shape.modes),
        )

    def distances(self, fakes: Points) -> dict[str, float]:
        """Of fakes from the data."""
        shares = measures.histogram(fakes)
        return {
            "kl": measures.kl(self._real_shares, shares, len(fakes)),
            "js": measures.js(self._real_shares, shares),
            "frechet": measures.frechet(self._reals, fakes),
        }


def modes_of(shape: Shape, points: Points) -> int:
    """How many of the distribution's modes points cover."""
    return measures.covered(points, shape.modes, shape.deviation) if shape.modes else 0


def noise_grid(noise: str, width: int) -> Tensor:
    """Corners of cells that all have the same share of the noise: [K+1, K+1, 2] or [K+1, 1, 1]."""
    cells = SHEET if width == 2 else STRIP
    shares = torch.linspace(0, 1, cells + 1)
    # The outermost cells of a Gaussian reach to infinity; they are drawn up to where 1 % of them is left out.
    edge = 0.01 / cells
    places = torch.special.ndtri(shares.clamp(edge, 1 - edge)) if noise == "gaussian" else shares * 2 - 1
    if width == 1:
        return places[:, None, None]
    return torch.stack(torch.meshgrid(places, places, indexing="xy"), 2)


def sheet_of(generator: nn.Module, grid: Tensor) -> tuple[Array, Array]:
    """The noise's grid [K+1, L, D] where G puts it [K+1, L, 2], and how densely its cells are filled."""
    with torch.no_grad():
        points = generator(grid.flatten(0, 1)).numpy().reshape(*grid.shape[:2], 2)
    if grid.shape[1] == 1:
        size = np.linalg.norm(np.diff(points, axis=0), axis=2)
        even = 2 * EXTENT / len(size)
    else:
        across, up = points[1:, 1:] - points[:-1, :-1], points[1:, :-1] - points[:-1, 1:]
        size = np.abs(across[..., 0] * up[..., 1] - across[..., 1] * up[..., 0]) / 2
        even = (2 * EXTENT) ** 2 / size.size
    # Half where a cell is as large as if all of them covered the plane evenly.
    return points, (even / (even + size)).astype(np.float32)


def heat_of(loss: str, places: Tensor, reals: Tensor, fakes: Tensor) -> Tensor:
    """Scores at places [N] as how real they are found, from -1 to 1; where a loss knows no zero, between both means."""
    if loss in ("wasserstein", "relativistic-average", "relativistic-pairing"):
        middle, unit = (reals.mean() + fakes.mean()) / 2, (reals.mean() - fakes.mean()).abs().clamp(min=1e-3)
        scale = 4 / unit if loss == "wasserstein" else torch.ones(())
    else:
        middle = torch.tensor(0.5 if loss == "least-squares" else 0.0)
        scale = torch.tensor(4.0 if loss == "least-squares" else 1.0)
    return torch.tanh((places - middle) * scale / 2)


def pulls_at(game: PlaneGame, fakes: Tensor, real_scores: Tensor) -> npt.NDArray[np.float32]:
    """Where each of fakes [N, 2] should go to lower the generator's loss, if that were of it alone."""
    loss = LOSSES[game.lab.loss]
    points = fakes.detach().requires_grad_(True)
    paid = loss.generator(real_scores, game.discriminator(points)) * len(points)
    (slope,) = torch.autograd.grad(paid, points)
    return (-slope).numpy()


def contours(shares: npt.NDArray[np.float64]) -> Array:
    """Lines [L, 2] of equal density around shares [S, S], parted by rows of NaN."""
    cells = len(shares)
    smooth = gaussian_filter(np.pad(shares, 1), SMOOTH)
    gap = np.full((1, 2), np.nan)
    parts = [np.zeros((0, 2))]
    for level in LEVELS:
        for line in find_contours(smooth, level * smooth.max()):
            parts += [line[:, ::-1], gap]
    return ((np.concatenate(parts) - 0.5) * (2 * EXTENT / cells) - EXTENT).astype(np.float32)
