"""LabSettings: what a small GAN on the plane learns from and how, as a value and as a file that reopens."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ganeditor.errors import UserError
from ganeditor.fields import FieldError, Fields, parse
from ganeditor.files import write_whole
from ganeditor.project.lab.shapes import DRAWN, EXTENT, SHAPES

DATA = (*SHAPES, DRAWN)
NOISES = ("uniform", "gaussian")
ACTIVATIONS = ("relu", "leaky-relu", "elu", "tanh", "sigmoid")
OPTIMISERS = ("adam", "rmsprop", "sgd")
LOSSES = (
    *("minimax", "non-saturating", "least-squares", "wasserstein", "hinge"),
    *("relativistic-average", "relativistic-pairing"),
)
PENALTIES = ("r1", "r2", "gradient-penalty")
"""Names of what ganeditor.training knows."""

MOST_LAYERS, MOST_NEURONS = 6, 256
MOST_STEPS, MOST_BATCH, MOST_RATE, MOST_WEIGHT = 20, 1024, 1.0, 100.0
MOST_DRAWN = 2000
HIGHEST_SEED = 2**31 - 1
SUFFIX = ".lab.json"
_FORMAT = 1
_LARGEST = 1_000_000  # bytes of a file


@dataclass(frozen=True)
class NetworkSettings:
    """A network of full connections."""

    layers: int = 2  # hidden ones
    neurons: int = 64  # of each
    activation: str = "relu"  # of ACTIVATIONS
    rate: float = 1e-3  # of its optimiser


@dataclass(frozen=True)
class LabSettings:
    """One experiment."""

    data: str = "ring"  # of DATA
    drawn: tuple[tuple[float, float], ...] = ()  # points, for DRAWN
    noise: str = "gaussian"  # of NOISES
    noise_width: int = 2  # 1 or 2 numbers
    generator: NetworkSettings = NetworkSettings()
    discriminator: NetworkSettings = NetworkSettings()
    loss: str = "non-saturating"  # of LOSSES
    penalties: tuple[tuple[str, float], ...] = ()  # of PENALTIES, with their weights
    optimiser: str = "adam"  # of OPTIMISERS
    momentum: float = 0.5  # 0 to 0.99; of Adam the first beta
    discriminator_steps: int = 1  # for each of the generator
    batch: int = 128
    seed: int = 0

    @property
    def starts(self) -> "LabSettings":
        """What decides where a run starts; all else may change while it runs."""
        usual = LabSettings()
        generator, discriminator = (replace(row, rate=0.0) for row in (self.generator, self.discriminator))
        return replace(
            usual,
            data=self.data,
            drawn=self.drawn if self.data == DRAWN else (),
            noise=self.noise,
            noise_width=self.noise_width,
            generator=generator,
            discriminator=discriminator,
            seed=self.seed,
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "format": _FORMAT,
            **asdict(self),
            "penalties": dict(self.penalties),
            "drawn": [list(one) for one in self.drawn],
        }


def settings_from(value: Any) -> LabSettings:
    """What to_json() made; FieldError names what is wrong."""
    fields = Fields(value)
    fields.whole("format", _FORMAT, _FORMAT)
    data = fields.one_of("data", DATA)
    penalties = fields.inner("penalties")
    weights = tuple((name, penalties.number(name, 0, MOST_WEIGHT)) for name in penalties.names(len(PENALTIES)))
    if unknown := [name for name, _weight in weights if name not in PENALTIES]:
        raise FieldError(f"penalties: expected {' or '.join(PENALTIES)}, found {unknown[0]!r}")
    return LabSettings(
        data=data,
        drawn=_drawn(fields, data == DRAWN),
        noise=fields.one_of("noise", NOISES),
        noise_width=fields.whole("noise_width", 1, 2),
        generator=_network(fields.inner("generator")),
        discriminator=_network(fields.inner("discriminator")),
        loss=fields.one_of("loss", LOSSES),
        penalties=weights,
        optimiser=fields.one_of("optimiser", OPTIMISERS),
        momentum=fields.number("momentum", 0, 0.99),
        discriminator_steps=fields.whole("discriminator_steps", 1, MOST_STEPS),
        batch=fields.whole("batch", 2, MOST_BATCH),
        seed=fields.whole("seed", 0, HIGHEST_SEED),
    )


def save_settings(path: Path, settings: LabSettings) -> None:
    """Write the experiment, in place of what the file held."""
    text = json.dumps(settings.to_json(), indent=1) + "\n"
    write_whole(path, text, overwrite=True)


def load_settings(path: Path) -> LabSettings:
    """The experiment in a file; UserError says what is wrong with it."""
    try:
        if path.stat().st_size > _LARGEST:
            raise FieldError(f"expected at most {_LARGEST} bytes, found {path.stat().st_size}")
        return settings_from(parse(path.read_bytes()))
    except FieldError as error:
        raise UserError(f"{path} doesn't hold the Lab's settings ({error}); choose another file.") from None
    except OSError as error:
        raise UserError(f"{path} can't be read ({error.strerror or error}); choose another file.") from None


def _network(fields: Fields) -> NetworkSettings:
    return NetworkSettings(
        fields.whole("layers", 1, MOST_LAYERS),
        fields.whole("neurons", 1, MOST_NEURONS),
        fields.one_of("activation", ACTIVATIONS),
        fields.number("rate", 0, MOST_RATE),
    )


def _drawn(fields: Fields, needed: bool) -> tuple[tuple[float, float], ...]:
    def fits(value: Any) -> bool:
        return isinstance(value, list) and needed <= len(value) <= MOST_DRAWN

    count = len(fields.take("drawn", f"a list of {int(needed)} to {MOST_DRAWN} points", fits))
    return tuple((x, y) for x, y in fields.points("drawn", count, EXTENT))
