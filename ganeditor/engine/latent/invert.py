"""Inversion: find the latents whose picture is the given face, by optimisation from the encoder's guess.

The search runs in W+ (one w for each layer; Abdal et al. 2019) in whitened coordinates u, w = mean + factor · u,
where every direction has the prior's own scale. Pivotal tuning (Roich et al. 2021) then lets the generator's
weights adapt to the face, as low-rank differences.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.engine.model import FaceModel
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.engine.tensors import search_dtype
from ganeditor.errors import EditError

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class InversionSettings:
    """How an inversion is done; every field is part of the cache's key."""

    steps: int | None = 100  # None goes on until it stops improving, at most MAX_STEPS
    learning_rate: float = 0.1  # of Adam, in whitened coordinates
    perceptual: float = 1.0  # weight of the perceptual distance
    l2: float = 8.0  # weight of the mean squared error
    l1: float = 1.0  # weight of the mean absolute error
    prior: float = 0.001  # weight of mean(u²): a likely face
    editability: float = 0.2  # weight of the mean squared offset of the layers from their mean: near W, edits hold
    noise_maps: bool = False  # optimise the noise inputs too, where the model has them
    tune_steps: int = 0  # of pivotal tuning; 0 leaves the generator as it is
    tune_rank: int = 4  # of the weight differences
    seed: int = 0  # of the start of noise maps and weight differences


MAX_STEPS = 500
WARM_UP = 5  # steps until the full rate: the first gradients are the largest
PATIENCE = 25  # steps without IMPROVEMENT that count as "stopped improving"
IMPROVEMENT = 0.01  # share by which the loss has to fall
COOL_DOWN = 0.4  # share of the steps, at the end, in which the rate falls to zero
REPORT_EVERY = 1  # steps between two reports: a listener can cancel, or let a preview pass, within one step
SEARCH_SIDE = 256  # pixels of the picture that is searched with, where the generator has a larger one
REST_EVERY = 25  # steps between two looks at what the larger blocks add to it
MAX_FAILURES = 5  # non-finite steps in a row after which the best latent so far is the result


@dataclass(frozen=True, eq=False)
class Step:
    """What a watcher sees of a running inversion."""

    fraction: float  # done, in [0, 1]
    step: int
    loss: float  # the best so far; it never rises
    image: Tensor  # [1, 3, R, R] in [-1, 1], the current reconstruction


Watch = Callable[[Step], bool | None]
"""Sees each reported Step; returns True for "good enough", or raises Cancelled."""


@dataclass(frozen=True, eq=False)
class Inversion:
    """A face in latent space; arrays, so that it can be stored and shared."""

    ws: Array  # [num_ws, w_dim]
    guess: Array  # [w_dim], the encoder's guess: what the read-outs are made for
    loss: float
    steps: int  # taken
    seconds: float
    tuning: Mapping[str, Array] = field(default_factory=dict)  # NAME.left [O, r] and NAME.right [r, I · k²]
    noise: Mapping[str, Array] = field(default_factory=dict)  # NAME.noise_const [r, r]
    model: str = ""  # fingerprint of the one whose latent space this is


def guess(model: FaceModel, images: Tensor) -> tuple[Tensor, Tensor]:
    """images [N, 3, R, R] -> w [N, w_dim] and ws [N, num_ws, w_dim] from the encoder.

    An encoder with a code for each layer gives these as ws and their mean as w; the others' w is repeated. Without an
    encoder both are the mean face. ReStyle's encoder runs several times, and the generator before each run.
    """
    with torch.no_grad():
        if model.encoder is None:
            codes = model.latents.mean.expand(len(images), 1, -1)
        else:
            codes = model.encoder.codes(images, lambda ws: synthesize(model, ws, {}))
        return codes.mean(1), codes.repeat(1, model.generator.num_ws // codes.shape[1], 1)


def guess_w(model: FaceModel, images: Tensor) -> Tensor:
    """images [N, 3, R, R] -> w [N, w_dim]: what the read-outs are made for."""
    return guess(model, images)[0]


def overrides(model: FaceModel, inversion: Inversion) -> dict[str, Tensor]:
    """Tensors of the synthesis network that differ for this face, ready for synthesize()."""
    found = {name: torch.from_numpy(array).to(model.device) for name, array in inversion.noise.items()}
    factors = {name: torch.from_numpy(array).to(model.device) for name, array in inversion.tuning.items()}
    return found | _tuned_weights(model, factors)


def synthesize(
    model: FaceModel,
    ws: Tensor,
    replaced: Mapping[str, Tensor],
    dtype: torch.dtype = torch.float32,
    side: int | None = None,
    features: list[Tensor] | None = None,
) -> Tensor:
    """ws [N, num_ws, w_dim] -> images [N, 3, R, R], with some of the network's tensors replaced.

    With side, one of the network's smaller, its own picture of that many pixels. features: as in Synthesis.forward.
    """
    synthesis = model.generator.synthesis
    arguments = (ws, "const" if model.noise else "none", dtype, side, features)
    if not replaced:
        return synthesis(*arguments)  # type: ignore[no-any-return]
    return torch.func.functional_call(synthesis, dict(replaced), arguments)  # type: ignore[no-any-return]


def invert(
    model: FaceModel,
    perceptual: PerceptualDistance,
    image: Tensor,
    settings: InversionSettings,
    watch: Watch = lambda _step: None,
) -> Inversion:
    """The latents of image [1, 3, R, R] in [-1, 1]; deterministic for a seed.

    What is kept is the best so far. A watcher may raise Cancelled between two steps, and nothing is kept then.
    """
    if settings.noise_maps and not model.noise:
        raise EditError(f"The model {model.name} has no noise inputs; run without noise maps.")
    return Problem(model, perceptual, image, settings).solved(guess(model, image), watch)


class Problem:
    """One face to be inverted: the target, what may move, and the best so far."""

    def __init__(
        self, model: FaceModel, perceptual: PerceptualDistance, image: Tensor, settings: InversionSettings
    ) -> None:
        self.model, self.perceptual, self.settings = model, perceptual, settings
        self.dtype = search_dtype(model.device)
        smaller = SEARCH_SIDE in model.generator.synthesis.smaller and not settings.noise_maps
        self.side = SEARCH_SIDE if smaller else None
        self.rest: Tensor | None = None  # what larger blocks add to the picture of that side; None is to be looked at
        self.exact = True  # whether the last picture had a rest of its own
        self.image = image if self.side is None else _reduced(image, self.side)
        with torch.no_grad():
            self.features = perceptual.features(self.image)
        self.random = torch.Generator().manual_seed(settings.seed)
        self.steps = 0
        self.loss = float("inf")
        self.ws = torch.zeros(0)
        self.noise: dict[str, Tensor] = {}
        self.factors: dict[str, Tensor] = {}

    def solved(self, start: tuple[Tensor, Tensor], watch: Watch) -> Inversion:
        """What is found from start on, a guess."""
        started, (w, ws) = time.monotonic(), start
        share = 1.0 if not self.settings.tune_steps else 0.6
        self.search_latents(ws, lambda step: watch(replace(step, fraction=step.fraction * share)))
        if self.settings.tune_steps:
            self.search_weights(lambda step: watch(replace(step, fraction=share + step.fraction * (1 - share))))
        return self.result(w, time.monotonic() - started)

    def search_latents(self, start: Tensor, watch: Watch) -> None:
        """Move u, one for each layer, from start [1, num_ws, w_dim], and the noise maps if asked for."""
        latents = self.model.latents
        offsets = (start - latents.mean)[0]
        u = latents.whitened(offsets)[None]
        noise = self._start_noise() if self.settings.noise_maps else {}

        def render() -> tuple[Tensor, Tensor]:
            image = self._picture(latents.mean + u @ latents.factor.T, noise)
            offsets = u - u.mean(1, keepdim=True)
            penalty = self.settings.prior * u.square().mean() + self.settings.editability * offsets.square().mean()
            penalty = penalty + self.latents_penalty(u)
            return image, penalty + sum((_noise_correlation(map_) for map_ in noise.values()), torch.zeros(()))

        best = self._descend([u, *noise.values()], render, self.settings.steps, self.settings.learning_rate, watch)
        self.ws = (latents.mean + best[0] @ latents.factor.T)[0]
        self.noise = dict(zip(noise, best[1:], strict=True))

    def search_weights(self, watch: Watch) -> None:
        """Pivotal tuning: with the latents fixed, move low-rank differences of the convolutions' weights."""
        rank, ws = self.settings.tune_rank, self.ws[None]
        factors: dict[str, Tensor] = {}
        for name, weight in _tunable(self.model).items():
            inputs = weight[0].numel()
            right = torch.randn(rank, inputs, generator=self.random).to(weight.device) / inputs**0.5
            factors |= {f"{name}.left": torch.zeros(len(weight), rank, device=weight.device), f"{name}.right": right}

        def render() -> tuple[Tensor, Tensor]:
            tuned = _tuned_weights(self.model, factors)
            return self._picture(ws, self.noise | tuned), torch.zeros(())

        self.loss = float("inf")  # the penalties of the latents are no longer part of it
        best = self._descend(list(factors.values()), render, self.settings.tune_steps, 0.01, watch)
        self.factors = dict(zip(factors, best, strict=True))

    def latents_penalty(self, u: Tensor) -> Tensor:
        """What further speaks against u [1, num_ws, w_dim]."""
        return u.new_zeros(())

    def result(self, w: Tensor, seconds: float) -> Inversion:
        def arrays(tensors: Mapping[str, Tensor]) -> dict[str, Array]:
            return {name: tensor.cpu().numpy() for name, tensor in tensors.items()}

        return Inversion(
            ws=self.ws.cpu().numpy(),
            guess=w[0].cpu().numpy(),
            loss=self.loss,
            steps=self.steps,
            seconds=seconds,
            tuning=arrays(self.factors),
            noise=arrays(self.noise),
            model=self.model.fingerprint,
        )

    def _picture(self, ws: Tensor, replaced: Mapping[str, Tensor]) -> Tensor:
        """What is compared with the target: the picture, or from a large generator a smaller one that stands for it.

        What the blocks left out add changes slowly, so it is looked at every few steps only, and needs no gradient.
        """
        image = synthesize(self.model, ws, replaced, self.dtype, self.side)
        if self.side is None:
            return image
        rest = None if self.steps % REST_EVERY == 0 else self.rest
        self.exact = rest is None
        if rest is None:
            with torch.no_grad():
                rest = _reduced(synthesize(self.model, ws, replaced, self.dtype), self.side) - image
        self.rest = rest
        return image + rest

    def _shown(self, image: Tensor) -> Tensor:
        """image as large as the generator's."""
        size, image = self.model.resolution, image.detach()
        return torch.nn.functional.interpolate(image, size=(size, size), mode="bilinear") if self.side else image

    def _descend(
        self,
        moving: list[Tensor],
        render: Callable[[], tuple[Tensor, Tensor]],
        steps: int | None,
        rate: float,
        watch: Watch,
    ) -> list[Tensor]:
        """Adam on the tensors in moving; returns their best values."""
        for tensor in moving:
            tensor.requires_grad_(True)
        optimizer = torch.optim.Adam(moving, lr=rate, betas=(0.9, 0.99))
        schedule = _Schedule(steps)
        best = [tensor.detach().clone() for tensor in moving]
        lowest, failures = float("inf"), 0
        self.rest = None
        while not schedule.finished:
            image, penalty = render()
            loss = self.distance(image) + penalty
            value = float(loss.detach())
            if not np.isfinite(value):
                failures += 1
                if failures > MAX_FAILURES:
                    break
                rate *= 0.5
                _restore(moving, best)
                optimizer.state.clear()
                schedule.advance(value)
                continue
            failures = 0
            lowest = min(lowest, value)
            if self.exact and value < self.loss:
                self.loss = value
                best = [tensor.detach().clone() for tensor in moving]
            if schedule.step % REPORT_EVERY == 0 and watch(
                Step(schedule.fraction, self.steps, lowest, self._shown(image))
            ):
                break
            for group in optimizer.param_groups:
                group["lr"] = rate * schedule.rate
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            self.steps += 1
            schedule.advance(lowest)
        if self.side or schedule.finished:
            best = self._better_of(best, moving, render)
        for tensor in moving:
            tensor.requires_grad_(False)
        return best

    def _better_of(
        self, best: list[Tensor], moving: list[Tensor], render: Callable[[], tuple[Tensor, Tensor]]
    ) -> list[Tensor]:
        """The last step's result has not been looked at yet, or not with a rest of its own."""
        self.rest = None
        with torch.no_grad():
            image, penalty = render()
            value = float(self.distance(image) + penalty)
        if value < self.loss:  # False for NaN
            self.loss = value
            return [tensor.detach().clone() for tensor in moving]
        return best

    def distance(self, image: Tensor) -> Tensor:
        """Of a picture [1, 3, r, r] to the target."""
        difference = image - self.image
        settings = self.settings
        total: Tensor = settings.perceptual * self.perceptual(image, self.features).sum()
        return total + settings.l2 * difference.square().mean() + settings.l1 * difference.abs().mean()

    def _start_noise(self) -> dict[str, Tensor]:
        buffers = self.model.generator.synthesis.named_buffers()
        return {
            name: torch.randn(buffer.shape, generator=self.random).to(buffer.device)
            for name, buffer in buffers
            if name.endswith("noise_const")
        }


class _Schedule:
    """How far a descent is and how fast it may go: warm up, full rate, and a cool-down at the end."""

    def __init__(self, steps: int | None) -> None:
        self.step = 0
        self._end = MAX_STEPS if steps is None else steps
        self._cooling = round(self._end * (1 - COOL_DOWN))
        self._open = steps is None
        self._mark, self._mark_step = float("inf"), 0

    @property
    def finished(self) -> bool:
        return self.step >= self._end

    @property
    def fraction(self) -> float:
        return min(1.0, self.step / max(1, self._end))

    @property
    def rate(self) -> float:
        warm = min(1.0, (self.step + 1) / WARM_UP)
        return warm * min(1.0, (self._end - self.step) / max(1, self._end - self._cooling))

    def advance(self, best_loss: float) -> None:
        """Count a step; an open schedule begins to cool down once the loss has stopped falling."""
        self.step += 1
        if not self._open or not np.isfinite(best_loss):
            return
        if best_loss < self._mark * (1 - IMPROVEMENT):
            self._mark, self._mark_step = best_loss, self.step
        elif self.step - self._mark_step >= PATIENCE:
            self._open = False
            self._cooling, self._end = self.step, min(self._end, self.step + round(self.step * COOL_DOWN))


def _tunable(model: FaceModel) -> dict[str, Tensor]:
    """The convolutions' weights [O, I, k, k] by name, but those that only make colours."""
    parameters = model.generator.synthesis.named_parameters()
    return {name: value for name, value in parameters if value.ndim == 4 and len(value) > 3}


def _tuned_weights(model: FaceModel, factors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    if not factors:
        return {}
    return {
        name: weight + (factors[f"{name}.left"] @ factors[f"{name}.right"]).reshape(weight.shape)
        for name, weight in _tunable(model).items()
    }


def _noise_correlation(map_: Tensor) -> Tensor:
    """Keeps a noise map [r, r] noise: its correlation with itself one pixel on (Karras et al. 2020, appendix D)."""
    total = torch.zeros((), device=map_.device)
    while map_.shape[0] >= 8:
        for axis in (0, 1):
            total = total + (map_ * map_.roll(1, axis)).mean().square()
        map_ = torch.nn.functional.avg_pool2d(map_[None, None], 2)[0, 0] * 2
    return total


def _reduced(image: Tensor, side: int) -> Tensor:
    return torch.nn.functional.interpolate(image, size=(side, side), mode="area")


def _restore(moving: list[Tensor], values: list[Tensor]) -> None:
    with torch.no_grad():
        for tensor, value in zip(moving, values, strict=True):
            tensor.copy_(value)
