"""Autoencoder, VAE and GAN side by side: the same data, the same code, the same sizes of networks."""

from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from ganeditor.project.lab.settings import LabSettings
from ganeditor.project.lab.shapes import Points, sample
from ganeditor.project.lab.snapshot import CoderSnapshot
from ganeditor.training.draws import Draws, Share
from ganeditor.training.plane import measures
from ganeditor.training.plane.game import PlaneGame
from ganeditor.training.plane.look import SHOWN, noise_grid, sheet_of
from ganeditor.training.plane.networks import connected, optimiser_for
from ganeditor.training.stepping import BOTH

SAMPLES = 1024
"""Random points that are measured; half of them are shown."""

BETA = 0.002
"""Weight of a VAE's codes' distance from the prior beside the mean squared error, which is that small on the plane."""


@dataclass
class Coder:
    """An autoencoder, or one whose codes are uncertain (Kingma and Welling 2014)."""

    lab: LabSettings
    variational: bool
    encoder: nn.Sequential = field(init=False)
    decoder: nn.Sequential = field(init=False)

    def __post_init__(self) -> None:
        torch.manual_seed(self.lab.seed)
        width = self.lab.noise_width
        self.encoder = connected(2, 2 * width if self.variational else width, self.lab.discriminator)
        self.decoder = connected(width, 2, self.lab.generator)
        parameters = [*self.encoder.parameters(), *self.decoder.parameters()]
        self._optimiser = optimiser_for(parameters, self.lab.generator.rate, self.lab)

    def learn(self, points: Tensor, draws: Draws) -> float:
        """One step on points [N, 2]; the mean squared error."""
        found = self.encoder(points)
        codes, extra = found, torch.zeros(())
        if self.variational:
            codes, logarithm = found.chunk(2, 1)
            logarithm = logarithm.clamp(-12, 12)
            extra = BETA * (codes.square() + logarithm.exp() - 1 - logarithm).sum(1).mean() / 2
            codes = codes + draws.normal(codes.shape[1]) * (logarithm / 2).exp()
        error = (self.decoder(codes) - points).square().sum(1).mean()
        self._optimiser.zero_grad(set_to_none=True)
        (error + extra).backward()
        self._optimiser.step()
        return float(error.detach())

    def codes(self, points: Tensor) -> Tensor:
        """points [N, 2] -> [N, D], the most likely ones."""
        found: Tensor = self.encoder(points)
        return found[:, : self.lab.noise_width]

    def prior(self, codes: Tensor, draws: Draws) -> Tensor:
        """Random codes [M, D]: of a VAE normally distributed, else as the codes [N, D] of points are on the whole."""
        noise = draws.normal(self.lab.noise_width)
        if self.variational:
            return noise
        covariance = torch.cov(codes.T).reshape(self.lab.noise_width, -1)
        values, vectors = torch.linalg.eigh(covariance)
        random: Tensor = codes.mean(0) + noise * values.clamp(min=0).sqrt() @ vectors.T
        return random


class SideBySide:
    """All three; a step is one of each, on the same points."""

    def __init__(self, lab: LabSettings) -> None:
        self.coders = {"autoencoder": Coder(lab, False), "vae": Coder(lab, True)}
        self.game = PlaneGame(lab)
        self.epoch = 0
        self._reals = sample(self.game.shape, SHOWN, (lab.seed, 2**40))
        self._shares = measures.histogram(sample(self.game.shape, 8 * SAMPLES, (lab.seed, 2**40)))

    def learn(self) -> None:
        """One step of each."""
        lab = self.game.lab
        points = torch.from_numpy(sample(self.game.shape, lab.batch, (lab.seed, self.epoch)))
        for coder in self.coders.values():
            coder.learn(points, Draws(lab.seed, self.epoch, lab.batch, torch.device("cpu"), Share()))
        self.game.stepper.learn(BOTH)
        self.epoch += 1

    def snapshots(self) -> dict[str, CoderSnapshot]:
        """By "autoencoder", "vae" and "gan"."""
        with torch.no_grad():
            return {name: self._coded(coder) for name, coder in self.coders.items()} | {"gan": self._played()}

    def _coded(self, coder: Coder) -> CoderSnapshot:
        lab, reals = coder.lab, torch.from_numpy(self._reals)
        codes = coder.codes(reals)
        prior = coder.prior(codes, self._draws())
        again, samples = coder.decoder(codes).numpy(), coder.decoder(prior).numpy()
        grid = noise_grid("gaussian", lab.noise_width)
        if not coder.variational:
            low, high = codes.amin(0), codes.amax(0)
            grid = low + (high - low) * (noise_grid("uniform", lab.noise_width) + 1) / 2
        error = float(np.linalg.norm(again - self._reals, axis=1).mean())
        sheet, _density = sheet_of(coder.decoder, grid)
        return CoderSnapshot(
            self._reals, again, samples[:SHOWN], codes.numpy(), prior[:SHOWN].numpy(), sheet, error, self._js(samples)
        )

    def _played(self) -> CoderSnapshot:
        lab, game = self.game.lab, self.game
        noise = game.noise(self._draws())
        samples = game.generator(noise).numpy()
        sheet, _density = sheet_of(game.generator, noise_grid(lab.noise, lab.noise_width))
        shown = noise[:SHOWN].numpy()
        nothing = np.zeros((0, 2), np.float32)
        return CoderSnapshot(
            self._reals, nothing, samples[:SHOWN], shown, shown, sheet, float("nan"), self._js(samples)
        )

    def _draws(self) -> Draws:
        return Draws(self.game.lab.seed, 2**40, SAMPLES, torch.device("cpu"), Share())

    def _js(self, samples: Points) -> float:
        return measures.js(self._shares, measures.histogram(samples))
