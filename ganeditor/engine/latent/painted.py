"""The search for latents whose picture has a painted mask (Ling et al. 2021, section 3.3).

What moves is an offset of W+, in whitened coordinates d: offset = factor · d. Inside the region of change the head's
classes are to be the painted ones; outside it the picture is to stay.
"""

import copy
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.numpy import load, save
from torch import Tensor

from ganeditor.engine.latent.invert import SEARCH_SIDE, synthesize
from ganeditor.engine.latent.space import FARTHEST, Change
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.encoder import Encoder
from ganeditor.engine.networks.segmentation import SegmentationHead, known_features
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.engine.tensors import search_dtype
from ganeditor.errors import EditError
from ganeditor.opencv import cv2
from ganeditor.segments import UNKNOWN

Labels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PaintingSettings:
    """How a painted mask is searched for."""

    steps: int = 40
    learning_rate: float = 0.1  # of Adam, in whitened coordinates
    classes: float = 2.0  # weight of the cross-entropy inside the region of change
    perceptual: float = 1.0  # weight of the perceptual distance outside it
    l2: float = 20.0  # weight of the mean squared error outside it
    identity: float = 1.0  # weight of the mean squared change of who the encoder sees
    prior: float = 0.02  # weight of the mean of d², with which less likely faces are left alone
    layers: float = 1.0  # weight of the mean squared difference of the layers' d from their mean
    reach: float = 0.04  # of the side: how far the region goes beyond what was painted


WARM_UP = 4  # steps until the full rate
COOL_DOWN = 0.4  # share of the steps, at the end, in which the rate falls
LONGEST = 3 * FARTHEST  # of an offset, as LatentSpace.distance counts; searches end within a few of the mean face
CHANGED_COUNT = 3.0  # painted pixels count this much more than those around them


@dataclass(frozen=True, eq=False)
class Painted:
    """What a search has found."""

    offset: npt.NDArray[np.float32]  # [num_ws, w_dim], to be added to the face's latents
    region: npt.NDArray[np.uint8]  # [S, S], 0 or 255: where the change is to show
    agreement: float = 0.0  # IoU with the painted mask in the region, the mean of the classes that were painted
    steps: int = 0
    seconds: float = 0.0

    @property
    def step(self) -> Tensor:
        """The offset, as a direction's."""
        return torch.from_numpy(self.offset)


@dataclass(frozen=True, eq=False)
class PaintingStep:
    """What a watcher sees of a running search."""

    fraction: float  # done, in [0, 1]
    agreement: float  # as in Painted
    image: Tensor  # [1, 3, r, r] in [-1, 1]


Watch = Callable[[PaintingStep], bool | None]
"""Sees each step; True ends the search, whose last state is the result."""


def head_of(model: FaceModel) -> SegmentationHead:
    """The model's segmentation head; EditError where it has none."""
    if model.segmentation is None:
        raise EditError(
            f"The model {model.name} can't tell a face's parts yet; train its segmentation head.",
            f"ganeditor masks train --model {model.name}",
        )
    return model.segmentation


def segments_of(model: FaceModel, ws: Tensor, replaced: Mapping[str, Tensor]) -> Labels:
    """The mask [S, S] of the picture of ws [num_ws, w_dim]."""
    head, features = head_of(model), list[Tensor]()
    with torch.no_grad():
        synthesize(model, ws[None], replaced, side=_side(model), features=features)
        found = head(known_features(features)).argmax(1)[0]
    return np.asarray(found.cpu().numpy(), np.uint8)


def along(model: FaceModel, ws: Tensor, replaced: Mapping[str, Tensor], name: str) -> tuple[Labels, Painted]:
    """The mask that ws [num_ws, w_dim] have one step along a direction, and the step, for search to refine.

    Ling et al. 2021, section 3.3: an editing vector that was learnt on another face is fitted to this one.
    """
    if name not in model.latents.directions:
        known = ", ".join(model.latents.directions) or "none"
        raise EditError(f"{model.name} has no direction '{name}'; it has {known}.")
    moved = model.latents.within(ws, model.latents.edit(ws, {name: Change(1.0)}, 0.0))
    own, painted = (segments_of(model, row, replaced) for row in (ws, moved))
    if np.array_equal(own, painted):
        raise EditError(f"'{name}' changes no part of this face's mask; move its slider instead.")
    return painted, Painted((moved - ws).cpu().numpy(), np.zeros_like(painted))


def change_of(own: Labels, painted: Labels, reach: float) -> tuple[Mask, Mask]:
    """What was painted otherwise than it is [S, S], and the region of change around it."""
    if painted.shape != own.shape:
        raise EditError(
            f"The painted mask has {painted.shape} pixels, the face's {own.shape}; paint on the face's own."
        )
    changed = (painted != own) & (painted != UNKNOWN)
    if not changed.any():
        raise EditError("The painted mask is the face's own; paint where the face is to change.")
    size = 2 * round(reach * len(own)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return changed, cv2.dilate(changed.astype(np.uint8), disc) > 0


def search(
    model: FaceModel,
    perceptual: PerceptualDistance,
    ws: Tensor,
    replaced: Mapping[str, Tensor],
    painted: Labels,
    settings: PaintingSettings,
    watch: Watch = lambda _step: None,
    start: Painted | None = None,
) -> Painted:
    """The offset that brings the mask of ws [num_ws, w_dim] to painted [S, S]; start is gone on from.

    A watcher that raises Cancelled ends it without a result.
    """
    started = time.monotonic()
    problem = _Problem(model, perceptual, ws, replaced, painted, settings)
    d = problem.begun(start)
    optimizer = torch.optim.Adam([d], lr=settings.learning_rate, betas=(0.9, 0.99))
    agreement, steps = 0.0, 0
    for step in range(settings.steps + 1):
        loss, image, agreement = problem.looked_at(d)
        if watch(PaintingStep(step / settings.steps, agreement, image)) or step == settings.steps:
            break
        warm, left = (step + 1) / WARM_UP, (settings.steps - step) / (settings.steps * COOL_DOWN)
        optimizer.param_groups[0]["lr"] = settings.learning_rate * min(1.0, warm, left)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        steps += 1
    return problem.result(d, agreement, steps + (start.steps if start else 0), time.monotonic() - started)


class _Problem:
    """One face and one painted mask."""

    def __init__(
        self,
        model: FaceModel,
        perceptual: PerceptualDistance,
        ws: Tensor,
        replaced: Mapping[str, Tensor],
        painted: Labels,
        settings: PaintingSettings,
    ) -> None:
        self.model, self.perceptual, self.replaced, self.settings = model, perceptual, replaced, settings
        self.ws, self.head, self.dtype = ws, head_of(model), search_dtype(model.device)
        changed, region = change_of(segments_of(model, ws, replaced), painted, settings.reach)
        self.region = region
        self.wanted = torch.from_numpy(painted.astype(np.int64)).to(ws.device)
        weights = region * np.where(changed, CHANGED_COUNT, 1.0) * (painted != UNKNOWN)
        self.weights = torch.from_numpy(weights / weights.sum()).to(ws)
        self.touched = sorted(set(np.unique(painted[changed]).tolist()))
        with torch.no_grad():
            self.before = synthesize(model, ws[None], replaced, self.dtype, _side(model))
            inside = torch.from_numpy(region).to(ws)[None, None]
            size = self.before.shape[2:]
            self.outside = (
                1 - F.interpolate(inside, size=size, mode="bilinear") if size != inside.shape[2:] else 1 - inside
            )
            self.features = perceptual.features(self.before)
            self.onlooker = _onlooker(model, self.dtype, self.before.shape[2])
            self.person = self._person(self.before)

    def begun(self, start: Painted | None) -> Tensor:
        """d [num_ws, w_dim] to begin with."""
        if start is None:
            return torch.zeros_like(self.ws).requires_grad_(True)
        offset = torch.from_numpy(start.offset).to(self.ws)
        return self.model.latents.whitened(offset).requires_grad_(True)

    def looked_at(self, d: Tensor) -> tuple[Tensor, Tensor, float]:
        """Loss, picture and agreement."""
        settings, features = self.settings, list[Tensor]()
        ws = (self.ws + d @ self.model.latents.factor.T)[None]
        image = synthesize(self.model, ws, self.replaced, self.dtype, _side(self.model), features)
        logits = self.head(known_features(features))
        classes = (
            F.cross_entropy(logits, self.wanted[None], reduction="none", ignore_index=UNKNOWN) * self.weights
        ).sum()
        stayed = self.before + (image - self.before) * self.outside
        loss = settings.classes * classes + settings.prior * d.square().mean()
        loss = loss + settings.layers * (d - d.mean(0)).square().mean()
        person = self._person(self.before + (image - self.before) * (1 - self.outside))
        if person is not None and self.person is not None:
            loss = loss + settings.identity * (person - self.person).square().mean()
        loss = loss + settings.perceptual * self.perceptual(stayed, self.features).sum()
        loss = loss + settings.l2 * (stayed - self.before).square().mean()
        return loss, image.detach(), self._agreement(logits.detach())

    def _person(self, image: Tensor) -> Tensor | None:
        """Who is in image [1, 3, r, r]; None where nobody can tell."""
        if self.onlooker is None:
            return None
        seen = image.to(dtype=self.dtype, memory_format=torch.channels_last)
        return self.model.latents.person(self.onlooker.codes(seen, lambda ws: ws)[0].float())

    def result(self, d: Tensor, agreement: float, steps: int, seconds: float) -> Painted:
        moved = self.model.latents.within(self.ws, self.ws + d.detach() @ self.model.latents.factor.T)
        offset = (moved - self.ws).cpu().numpy()
        return Painted(offset, self.region.astype(np.uint8) * 255, agreement, steps, seconds)

    def _agreement(self, logits: Tensor) -> float:
        said = logits.argmax(1)[0].cpu().numpy()
        wanted = self.wanted.cpu().numpy()
        return agreement_of(said, wanted, self.region & (wanted != UNKNOWN), self.touched)


def _onlooker(model: FaceModel, dtype: torch.dtype, side: int) -> Encoder | None:
    """The model's encoder, as quick as it can be; None without one that takes a moment for pictures of this side."""
    encoder = model.encoder
    if not isinstance(encoder, Encoder) or side % encoder.sizes.resolution:
        return None
    quick = copy.deepcopy(encoder).to(dtype=dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return cast(Encoder, quick)


def agreement_of(
    said: npt.NDArray[np.integer], wanted: npt.NDArray[np.integer], where: Mask, classes: list[int]
) -> float:
    """The mean over classes of the IoU of two masks [S, S], in where [S, S]."""
    found = []
    for number in classes:
        one, other = (said == number) & where, (wanted == number) & where
        found.append(float((one & other).sum() / max(1, int((one | other).sum()))))
    return float(np.mean(found))


def painted_bytes(painted: Painted) -> bytes:
    """The asset of a MaskEdit."""
    return save({"offset": np.ascontiguousarray(painted.offset), "region": np.ascontiguousarray(painted.region)})


def read_painted(data: bytes, model: FaceModel) -> Painted:
    """What painted_bytes wrote; EditError when it is damaged, something else, or made for another model."""
    try:
        arrays = load(data)
        offset, region = arrays["offset"], arrays["region"]
    except (SafetensorError, KeyError, TypeError, ValueError):
        raise EditError("What this mask's edit has found is damaged; apply the mask again.") from None
    expected = (model.generator.num_ws, model.generator.synthesis.w_dim)
    sizes = region.ndim == 2 and region.shape[0] == region.shape[1] and 4 <= len(region) <= SEARCH_SIDE
    if offset.dtype != np.float32 or region.dtype != np.uint8 or not sizes or not np.isfinite(offset).all():
        raise EditError("What this mask's edit has found is damaged; apply the mask again.")
    if offset.shape != expected:
        raise EditError(
            f"This mask's edit was made with another model: its change has shape {list(offset.shape)}, and "
            f"{model.name} takes {list(expected)}; apply the mask again."
        )
    far = model.latents.distance(model.latents.mean + torch.from_numpy(offset).to(model.device))
    if not far <= LONGEST:  # what overflows is not a number
        raise EditError("What this mask's edit has found leaves all faces behind; apply the mask again.")
    return Painted(offset, region)


def _side(model: FaceModel) -> int | None:
    return SEARCH_SIDE if SEARCH_SIDE in model.generator.synthesis.smaller else None
