"""Photos whose faces are letters in a text: people with planted descriptors, and who reads them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ganeditor.errors import PictureError
from ganeditor.progress import Progress
from ganeditor.project.people.values import SIZE, Described, Drawn

PEOPLE = dict(zip("abcdefgh", np.eye(8, SIZE, dtype=np.float32) * 0.9, strict=True))
"""Whom a letter stands for: any two are at a distance of 1.27."""


def look(text: str) -> np.ndarray:
    """ "a" is a's descriptor, "a3" one at a distance of 0.3 from it, which lies between nobody."""
    row = PEOPLE[text[0]].copy()
    row[100 + ord(text[0]) % 20] = int(text[1:] or 0) / 10
    return row


def described(words: str) -> list[Described]:
    """The faces of a photo in which they are written as "a3 b"."""
    return [
        Described(f"{text}:{place}", (place, 0, place + 1, 1), look(text), b"jpeg", "tiny", w_of(text))
        for place, text in enumerate(words.split())
    ]


def w_of(text: str) -> np.ndarray:
    """What an encoder sees: who it is, and how far from how they mostly look."""
    return np.append(look(text)[:3], np.float32(int(text[1:] or 0)))


class Fake:
    """Reads whom a file shows off its text, and remembers which files it was given."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, path: Path, drawn: Sequence[Drawn], _progress: Progress) -> Sequence[Described]:
        """A drawn face is h; in a photo of h it is seen without."""
        self.asked.append(path.name)
        text = path.read_text()
        if text == "broken":
            raise PictureError(f"{path} is broken.")
        return [
            *described(text),
            *(replace(described("h")[0], key=f"h:{text}", drawn=one.id) for one in drawn if "h" not in text),
        ]
