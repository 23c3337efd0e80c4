"""Texts as CLIP's tokens: byte pairs, joined in the order of a list of merges (Sennrich et al. 2016)."""

import re
from collections.abc import Sequence
from itertools import pairwise

END_OF_WORD = "</w>"

_WORDS = re.compile(r"'(?:s|t|re|ve|m|ll|d)|[^\W\d_]+|\d|[^\s\w]+|_+")


def _letters() -> dict[int, str]:
    """A character that shows for each byte: itself, or for one that doesn't show one behind 255; in CLIP's order."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {byte: chr(byte) for byte in shown} | {byte: chr(256 + index) for index, byte in enumerate(hidden)}


class Tokens:
    """A vocabulary: each byte, each byte at a word's end, each merge, then start and end."""

    def __init__(self, merges: Sequence[tuple[str, str]], length: int) -> None:
        """length: tokens of a text, start and end among them; what is longer is cut."""
        self._letters, self._length = _letters(), length
        letters = self._letters.values()
        entries = [*letters, *(letter + END_OF_WORD for letter in letters), *map("".join, merges)]
        self._numbers = {entry: number for number, entry in enumerate(entries)}
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self.count = len(entries) + 2

    def __call__(self, text: str) -> list[int]:
        """Start, the text, and ends up to the full length."""
        found = []
        for word in _WORDS.findall(text.lower()):
            parts = [self._letters[byte] for byte in word.encode()]
            found += [self._numbers[part] for part in self._merged([*parts[:-1], parts[-1] + END_OF_WORD])]
        end = self.count - 1
        kept = [self.count - 2, *found[: self._length - 2], end]
        return kept + [end] * (self._length - len(kept))

    def _merged(self, parts: list[str]) -> list[str]:
        while len(parts) > 1:
            pairs = list(pairwise(parts))
            best = min(pairs, key=lambda pair: self._ranks.get(pair, len(self._ranks)))
            if best not in self._ranks:
                break
            joined, place = [], 0
            while place < len(parts):
                if place + 1 < len(parts) and (parts[place], parts[place + 1]) == best:
                    joined.append("".join(best))
                    place += 2
                else:
                    joined.append(parts[place])
                    place += 1
            parts = joined
        return parts
