"""The folder of a training as those see it who only watch: its curves, pictures and words, how far it is, and a stop.

The training holds the folder's lock as long as it works in it. It looks often whether somebody wishes that it stop, and
then keeps what it has learnt, as after Ctrl-C.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganeditor.errors import UserError
from ganeditor.files import is_locked

JOB, STATE, BEST = "job.json", "state.safetensors", "best.safetensors"
FIGURES, MEASURES, WORDS = "figures.jsonl", "measures.jsonl", "words.jsonl"
LOGS = (FIGURES, MEASURES, WORDS)
"""A row of JSON each, with the step it is of."""

GRIDS, HOW_FAR = "grids", "progress.json"
LOCK, WISH = "lock", "stop"

Curve = tuple[tuple[float, ...], tuple[float, ...]]
"""Steps, and the figure at each."""


@dataclass(frozen=True)
class Seen:
    """A training at one moment."""

    folder: Path
    task: str
    job: Mapping[str, Any]  # as job.json has it
    running: bool
    saved: bool  # whether there is a state to go on from
    fraction: float = 0.0
    left: float | None = None  # seconds
    text: str = ""  # where it is: "step 40 of 800, …"
    figures: Mapping[str, Curve] = field(default_factory=dict)
    measures: Mapping[str, Curve] = field(default_factory=dict)
    words: tuple[tuple[int, str], ...] = ()  # sentences, each once, and the step at which it was said last
    grids: tuple[tuple[int, Path], ...] = ()  # pictures of steps, in their order

    @property
    def step(self) -> int:
        """The newest that is known of."""
        told = re.match(r"step (\d+) of", self.text) if self.running else None
        ends = [steps[-1] for steps, _values in self.figures.values()]
        return int(max([*ends, int(told[1]) if told else 0]))

    @property
    def steps(self) -> int:
        """Those that were planned."""
        settings = self.job["settings"]
        return -(-int(settings["pictures"]) // int(settings["batch"]))

    @property
    def done(self) -> bool:
        return self.step >= self.steps


def seen(folder: Path) -> Seen:
    """What there is to see in a run's folder; UserError where it is none."""
    job = job_in(folder)
    how_far = _read(folder / HOW_FAR) or {}
    words = {str(row["text"]): int(row["step"]) for row in rows(folder / WORDS)}
    grids = sorted((folder / GRIDS).glob("*.png")) if (folder / GRIDS).is_dir() else []
    return Seen(
        folder,
        str(job["task"]),
        job,
        is_running(folder),
        (folder / STATE).is_file(),
        float(how_far.get("fraction", 0.0)),
        how_far.get("left"),
        str(how_far.get("text", "")),
        curves(rows(folder / FIGURES)),
        curves(rows(folder / MEASURES)),
        tuple((step, text) for text, step in words.items()),
        tuple((int(path.stem), path) for path in grids if path.stem.isdecimal()),
    )


def job_in(folder: Path) -> dict[str, Any]:
    """What is trained in folder, as job.json has it; UserError where nothing is."""
    job = _read(folder / JOB)
    if not job or "task" not in job or "settings" not in job:
        raise UserError(f"{folder} is no folder of a training: it has no {JOB}; choose the one that was given for it.")
    return job


def is_running(folder: Path) -> bool:
    """Whether a program trains in folder now."""
    return (folder / LOCK).is_file() and is_locked(folder / LOCK)


def wish_stop(folder: Path) -> None:
    """Let whatever trains in folder stop soon; it keeps what it has learnt."""
    (folder / WISH).touch()


def rows(log: Path) -> list[dict[str, Any]]:
    """The rows of a log; a last one that was cut off is left out."""
    found = []
    for line in log.read_text(encoding="utf-8").splitlines() if log.is_file() else ():
        try:
            found.append(json.loads(line))
        except ValueError:
            break
    return found


def curves(log: Iterable[Mapping[str, Any]]) -> dict[str, Curve]:
    """Each figure of a log's rows over the steps."""
    points: dict[str, list[tuple[float, float]]] = {}
    for row in log:
        for name, value in row.items():
            if name != "step" and isinstance(value, int | float):
                points.setdefault(name, []).append((float(row["step"]), float(value)))
    found = {}
    for name, pairs in points.items():
        steps, values = zip(*pairs, strict=True)
        found[name] = (steps, values)
    return found


def _read(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
