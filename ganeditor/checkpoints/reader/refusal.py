"""The one exception of the readers of foreign files, and the one place where texts of such files become harmless.

A reason goes up to the door (serving.py), which makes a sentence of it, with the path and a remedy.
"""

from pathlib import Path
from typing import Any

from ganeditor.errors import ModelError

AGAIN = "get the file again from whoever publishes it"
"""Where nothing else is said: the file is damaged, or was never a model."""

NO_HELP = "another copy will not help: ganeditor takes "
"""For files that are whole, and of another kind; what is taken follows."""

GENERATORS = (
    "StyleGAN2 and StyleGAN3 generators as NVIDIA's .pkl, as rosinality's, e4e's, pSp's or ReStyle's .pt, or as a "
    "plain state dict"
)
SUPPORTED = NO_HELP + GENERATORS

MEMORY = "it needs more memory than a model file of its size should"

MAX_REASON = 400  # characters; a sentence of ours with two texts of a file in it has 300
MAX_ITEMS = 6  # of a list that is shown


class Refusal(Exception):  # noqa: N818 (not an error of the program)
    """Why a file is not taken; reason and remedy are clauses without capital and full stop."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        self.reason, self.remedy = clean(reason), remedy
        super().__init__(f"{self.reason}; {remedy}" if remedy else self.reason)


def refused(path: Path, reason: str, remedy: str = AGAIN, kind: type[ModelError] = ModelError) -> ModelError:
    """The sentence that says why the file at path is not taken."""
    return kind(f"{path} was refused: {reason}; {remedy}.")


class Worded:
    """A thing of a file that says itself what it is."""

    __slots__ = ()

    def words(self) -> str:
        return f"a {type(self).__name__.lstrip('_')}"


def clean(text: str, most: int = MAX_REASON) -> str:
    """text on one line, without anything that a terminal would obey or that turns the reading direction."""
    # Cut before and after: the first keeps the work small, the second the result.
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * most]).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def shown(value: object, most: int = 40) -> str:
    """A value from a file as a part of a sentence: short, and without what ends a clause or begins markup.

    Containers are not asked for their own text: a few shared lists inside each other have one without end.
    """
    return clean(_words(value)[: 4 * most].replace(";", ",").replace("<", "‹"), most)


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, list | tuple) and len(value) <= MAX_ITEMS:
        inner = [v if isinstance(v, str) else _words(v) if isinstance(v, int | float) else "…" for v in value]
        return f"[{', '.join(v[:20] for v in inner)}]"
    return value.words() if isinstance(value, Worded) else f"a {type(value).__name__}"
