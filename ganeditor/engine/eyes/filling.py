"""Filling: a face's crop with an exemplar's eyes laid in becomes one picture again."""

import hashlib
import time
from dataclasses import astuple, dataclass
from typing import Protocol

import numpy as np
import torch

from ganeditor.engine.eyes.painter import EyePainter, holes
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image, invert, resample, transform_points
from ganeditor.engine.latent.invert import Inversion, Step, Watch, overrides, synthesize
from ganeditor.engine.tensors import search_dtype


class Filling(Protocol):
    """Whoever can do it: the search below, or a network trained to (Dolhansky and Canton Ferrer 2018)."""

    def __call__(self, target: Image, mask: Image, exemplar: Image) -> Image:
        """target [R, R, 3] without what mask [R, R] covers, and exemplar [R, R, 3], right there -> crop [R, R, 3]."""


@dataclass(frozen=True)
class SearchSettings:
    """How latents are searched for; every field has been tried on ten people."""

    steps: int = 35
    learning_rate: float = 0.08  # of Adam, in whitened coordinates
    perceptual: float = 1.0  # weight of the perceptual distance, of the eyes and what is around them
    l1: float = 4.0  # weight of the mean absolute error
    inside: float = 4.0  # how much more an error counts where the exemplar is
    prior: float = 0.001  # weight of mean(u²): a likely face
    stay: float = 0.02  # weight of the mean squared way from the face's own latents


@dataclass(frozen=True, eq=False)
class Search:
    """A Filling: the generator's picture nearest to both, from the face's own latents on, in W+ (Abdal et al. 2019).

    Its latents are kept as inversions are: what processors round differently from run to run grows in a search, and a
    project that is opened again is to look as it did.
    """

    face: FaceState
    watch: Watch = lambda _step: None
    settings: SearchSettings = SearchSettings()

    def __call__(self, target: Image, mask: Image, exemplar: Image) -> Image:
        face, model = self.face, self.face.model
        goal = np.asarray(target + (exemplar - target) * mask[..., None], np.float32)
        digest = hashlib.sha256(model.fingerprint.encode())
        digest.update(repr((face.networks.perceptual.name, *astuple(self.settings))).encode())
        for array in (goal, mask, face.inversion.ws):
            digest.update(np.ascontiguousarray(array).tobytes())
        key = digest.hexdigest()
        found = face.cache.get(key)
        if found is None or found.ws.shape != face.inversion.ws.shape:
            found, whole = self._found(goal, mask)
            if whole:
                face.cache.put(key, found)
        return face.synthesis(torch.from_numpy(found.ws).to(model.device))

    def _found(self, goal: Image, mask: Image) -> tuple[Inversion, bool]:
        """The latents whose picture is nearest to goal [R, R, 3], and whether the search went to its end."""
        networks, settings, started = self.face.networks, self.settings, time.monotonic()
        model, device, latents = networks.model, networks.device, networks.model.latents
        weight = 1 + settings.inside * torch.from_numpy(mask)[None, None].to(device)
        wanted = torch.from_numpy(goal / 127.5 - 1).permute(2, 0, 1)[None].float().to(device)
        rows = _rows(mask)
        with torch.no_grad():
            features = networks.perceptual.features(wanted[:, :, rows])
        replaced = overrides(model, self.face.inversion)
        start = latents.whitened(self.face.ws - latents.mean)
        u = start.clone().requires_grad_(True)
        optimizer = torch.optim.Adam([u], lr=settings.learning_rate, betas=(0.9, 0.99))
        best, lowest, step, whole = start, float("inf"), 0, False
        while True:
            image = synthesize(model, (latents.mean + u @ latents.factor.T)[None], replaced, search_dtype(device))
            loss = settings.perceptual * networks.perceptual(image[:, :, rows], features).sum()
            loss = loss + settings.l1 * ((image - wanted).abs() * weight)[:, :, rows].mean()
            loss = loss + settings.prior * u.square().mean() + settings.stay * (u - start).square().mean()
            value = float(loss.detach())
            if value < lowest:
                best, lowest = u.detach().clone(), value
            whole = step == settings.steps
            if whole or self.watch(Step(step / settings.steps, step, lowest, image.detach())):
                break
            networks.require(device)  # a watcher lets other work pass
            optimizer.param_groups[0]["lr"] = settings.learning_rate * _rate(step / settings.steps)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        ws = (latents.mean + best @ latents.factor.T).cpu().numpy()
        return Inversion(ws, self.face.inversion.guess, lowest, step, time.monotonic() - started), whole


@dataclass(frozen=True, eq=False)
class Painted:
    """A Filling: what a painter makes of a face."""

    face: FaceState
    painter: EyePainter

    def __call__(self, target: Image, mask: Image, exemplar: Image) -> Image:
        """It paints what it was trained to, whatever mask covers: that is the crop's lids at the photo's own place."""
        del mask
        painter, size = self.painter, (target.shape[1], target.shape[0])
        anchors = transform_points(self.face.matrix, self.face.face.anchors)
        there = painter.template.transform(anchors, painter.side)
        small = [
            np.asarray(resample(picture, there, (painter.side, painter.side)), np.float32)
            for picture in (target, exemplar)
        ]
        made = resample(painter(*small), invert(there), size)
        share = resample(holes(painter.template, painter.side), invert(there), size)
        return np.asarray(target + (made - target) * np.clip(share, 0, 1)[..., None], np.float32)


def _rows(mask: Image) -> slice:
    """Those of the crop around what the mask covers, half as many again on either side."""
    covered = np.flatnonzero(mask.max(1) > 0.05)
    first, last = (int(covered[0]), int(covered[-1])) if len(covered) else (0, mask.shape[0])
    more = (last - first) // 2 + 1
    return slice(max(0, first - more), min(mask.shape[0], last + more + 1))


def _rate(fraction: float) -> float:
    """Up within the first steps, and down to zero in the last half."""
    return min(1.0, 0.2 + 8 * fraction, 2 * (1 - fraction))
