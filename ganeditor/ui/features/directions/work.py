"""What the device's worker does for the Directions window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ganeditor.edits.attributes import attribute
from ganeditor.progress import Progress
from ganeditor.ui.features.directions.views import (
    AMOUNTS,
    MARKED,
    REALISM,
    Boundary,
    DiscoveryChoice,
    Found,
    ImportChoice,
    Kept,
    Layers,
    TrainingChoice,
    Vector,
)
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.bench import renewed as renewed
from ganeditor.ui.session.jobs import CHUNK, Job
from ganeditor.ui.widgets.qimage import thumbnail
from ganeditor.ui.widgets.values import Picture8

if TYPE_CHECKING:
    from ganeditor.checkpoints.packs.directions import Direction
    from ganeditor.engine.latent.boundary import Boundary as Fitted

SEARCH = 0.7  # of the progress bar; the rest is for the pictures
SCORING = 0.95  # of the progress bar of training
PAGE = 24  # random faces at a time
SIDE = 128  # pixels of a picture in a strip or in the grid

Array = npt.NDArray[np.float32]
Grid = tuple[Array, tuple[Picture8, ...]]
"""w [N, w_dim] of random faces, and the pictures there are of them."""


@dataclass(frozen=True)
class State:
    """What the window shows of the model."""

    model: str
    layers: int
    layer_names: tuple[str, ...]
    keepable: tuple[str, ...]
    labels: Mapping[str, str]
    readouts: tuple[str, ...]
    judges_realism: bool
    kept: tuple[Kept, ...]


def state(bench: Bench) -> State:
    from ganeditor.checkpoints.packs.directions import kept_directions
    from ganeditor.engine.latent.boundary import judges_realism
    from ganeditor.engine.latent.discover import layer_names

    model = bench.editor.model
    return State(
        model=bench.model,
        layers=bench.layers,
        layer_names=layer_names(model),
        keepable=model.latents.keepable,
        labels=bench.labels,
        readouts=model.latents.names,
        judges_realism=judges_realism(model),
        kept=tuple(
            Kept(row.name, row.label, row.layers, row.scale, row.source) for row in kept_directions(bench.model)
        ),
    )


# --- finding ---------------------------------------------------------------------------------------------------------


def discover(job: Job, bench: Bench, choice: DiscoveryChoice) -> tuple[Found, ...]:
    """Principal components, the strongest first; each report has what there is of them so far."""
    found = list(components(bench, choice, lambda fraction, _text: job.report(SEARCH * fraction, ())))
    for index, one in enumerate(found):
        job.report(SEARCH + (1 - SEARCH) * index / len(found), tuple(found))
        found[index] = with_strip(bench, one)
    return tuple(found)


def components(bench: Bench, choice: DiscoveryChoice, progress: Progress) -> Sequence[Found]:
    """Without strips."""
    from ganeditor.engine.latent.discover import DiscoverySettings, discover

    settings = DiscoverySettings(choice.components, choice.samples, choice.layer, choice.seed)
    found = discover(bench.editor.model, settings, progress)
    place = f"GANSpace on {choice.layer or 'w'}, component"
    rest = f"of {choice.samples} samples, seed {choice.seed}"
    return [
        Found(str(index), unit.numpy(), float(sigma), f"{place} {index} {rest}", float(share))
        for index, (unit, sigma, share) in enumerate(zip(found.units, found.sigmas, found.shares, strict=True))
    ]


def with_strip(bench: Bench, found: Found) -> Found:
    """With small pictures of the mean face along the direction, side by side."""
    pictures = [thumbnail(one, SIDE) for one in pictures_along(bench, found.step, AMOUNTS, None, None)]
    return replace(found, strip=np.hstack(pictures))


def pictures_along(
    bench: Bench, step: Vector, amounts: Sequence[float], layers: Layers | None, start: Array | None
) -> Sequence[Picture8]:
    """Pictures of a face, ws [num_ws, w_dim] or the mean one, moved by amounts of step on layers."""
    from ganeditor.engine.latent.discover import strip

    ws = None if start is None else _tensor(bench, start)
    return list(strip(bench.editor.model, _tensor(bench, step), amounts, layers, ws))


def grid(job: Job, bench: Bench, known: Grid, count: int, seed: int) -> Grid:
    """The known faces, and count more of a seed; each report has what there is of them so far."""
    w, pictures = random_w(bench, count, seed), list(known[1])
    if len(known[0]):
        w = np.concatenate([known[0], w])
    for start in range(len(pictures), len(w), CHUNK):
        pictures += [thumbnail(one, SIDE) for one in pictures_of(bench, w[start : start + CHUNK])]
        job.report(start / len(w), (w, tuple(pictures)))
    return w, tuple(pictures)


def random_w(bench: Bench, count: int, seed: int) -> Array:
    """count random w [count, w_dim]"""
    from ganeditor.engine.latent.boundary import samples

    w: Array = samples(bench.editor.model, count, seed).cpu().numpy()
    return w


def pictures_of(bench: Bench, w: Array) -> Sequence[Picture8]:
    from ganeditor.engine.latent.generate import pictures

    model = bench.editor.model
    return list(pictures(model, np.repeat(w[:, None], model.generator.num_ws, axis=1)))


def train(job: Job, bench: Bench, choice: TrainingChoice, more: Array, less: Array) -> tuple[Found, Boundary]:
    """The boundary between two kinds of faces, marked ones w [N, w_dim] or those that the model scores."""
    if choice.source == MARKED:
        found, quality = marked_boundary(bench, more, less, choice.keep)
    else:
        found, quality = scored_boundary(bench, choice, lambda fraction, _text: job.report(SCORING * fraction))
    return with_strip(bench, found), quality


def marked_boundary(bench: Bench, more: Array, less: Array, keep: Sequence[str]) -> tuple[Found, Boundary]:
    """One that leaves the attributes in keep alone."""
    from ganeditor.engine.latent import boundary

    space = bench.editor.model.latents
    found = boundary.fit(space, _tensor(bench, more), _tensor(bench, less))
    concluded = boundary.concluded(space, found, f"{found.samples} faces marked in the window", keep)
    return Found("", concluded[0].cpu().float().numpy(), found.sigma, concluded[1]), _quality(found)


def scored_boundary(bench: Bench, choice: TrainingChoice, progress: Progress) -> tuple[Found, Boundary]:
    """One between random faces that score high and low; UserError where there is none to be found."""
    from ganeditor.engine.latent import boundary

    model = bench.editor.model
    settings = boundary.ScoringSettings(None if choice.source == REALISM else choice.readout, seed=choice.seed)
    found = boundary.train_scored(model, settings, progress)
    concluded = boundary.concluded(model.latents, found, settings.words, choice.keep)
    return Found("", concluded[0].cpu().float().numpy(), found.sigma, concluded[1]), _quality(found)


def _tensor(bench: Bench, array: Array) -> Any:
    """array as the engine takes it, on the model's device."""
    return bench.editor.model.latents.mean.new_tensor(array)


def _quality(found: "Fitted") -> Boundary:
    from ganeditor.engine.latent.boundary import GUESSING

    return Boundary(found.accuracy, found.held_out, found.samples, found.accuracy < GUESSING)


# --- keeping ---------------------------------------------------------------------------------------------------------


def keep(bench: Bench, found: Found, name: str, layers: Layers | None, label: str) -> None:
    """Write it to the user's folder."""
    from ganeditor.checkpoints.packs import directions

    model, vector = bench.editor.model, _tensor(bench, found.vector)
    row = directions.made_for(model, name, vector, found.scale, found.source, label=label, layers=layers)
    directions.keep(model, row)


def bring(bench: Bench, choice: ImportChoice) -> tuple[str, str]:
    """Keep the direction in a file; its name, and a doubt about it, if there is one."""
    from ganeditor.checkpoints.packs import directions

    model = bench.editor.model
    if choice.text:
        row = _led_by_text(bench, choice)
    else:
        row = directions.read_direction(
            *(model, choice.path, choice.component),
            name=choice.name,
            label=choice.label,
            in_w=choice.in_w,
            layers=choice.layers,
        )
    row = replace(row, name=attribute(row.name).name)  # a file may be called by an alias
    directions.keep(model, row)
    return row.name, directions.doubt(model, choice.path) or ""


def _led_by_text(bench: Bench, choice: ImportChoice) -> "Direction":
    from ganeditor import paths
    from ganeditor.checkpoints.clip import open_clip
    from ganeditor.checkpoints.packs.style_tables import TextChange, read_text_direction

    model, clip, change = bench.editor.model, open_clip(paths.user_clip()), TextChange(choice.text, beta=choice.beta)
    return read_text_direction(model, choice.path, clip, change, name=choice.name, label=choice.label)[0]


def remove(bench: Bench, name: str) -> None:
    from ganeditor.checkpoints.packs import directions

    directions.remove(bench.model, name)
