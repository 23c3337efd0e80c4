"""Faces of the same person brought together: by HDBSCAN, by what was said, and by who can't be twice in a photo.

Campello, Moulavi, Sander, "Density-Based Clustering Based on Hierarchical Density Estimates" (2013). That bursts are
not divided follows Malzer and Baum, "A Hybrid Approach To Hierarchical Density-based Cluster Selection" (2020).
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganeditor.batch.people.nearest import distances
from ganeditor.progress import Progress
from ganeditor.project.people.store import open_people
from ganeditor.project.people.values import Group, Known, Numbers

GROUPED = 0.48
"""Distance below which faces may be grouped. likeness.SAME_PERSON asks of one pair; of many faces some strangers' pairs
are below that. In three sets of photos, 502 of them, labelled by eye, with 72 pairs of one person, 68 were brought
together and 8 pairs of strangers: F1 0.92. At 0.45 they were 58 and 6 (0.85), at 0.5 71 and 17 (0.89)."""

SURELY_SAME = 0.4
"""Distance below which a group is not divided: pictures of one burst are nearer to each other than to others."""

_BLOCK = 256  # rows of distances at once
_Home = tuple[bool, int]  # whether it is a person of whom something was said, and whose number it is


def grouped(
    faces: Sequence[Known],
    said: Mapping[tuple[str, int], bool],
    names: Mapping[int, str],
    likeness: Sequence[Sequence[int]] | None = None,
) -> tuple[Group, ...]:
    """Each of faces in one group, the largest first; said and names as PeopleStore has them.

    likeness: the rows of each person by looks alone, where clusters() has found them already; what it takes grows with
    the square of the number of faces.
    """
    if not faces:
        return ()
    placing = _Placing(faces, said, likeness)
    groups = []
    for home, members in placing.homes.items():
        centre = placing.centre(members)
        far = distances(centre[None], placing.looks[members])[0]
        typical = tuple(faces[members[place]] for place in np.argsort(far, kind="stable").tolist())
        groups.append(Group(typical, home[1], names.get(home[1], "")) if home[0] else Group(typical))
    return tuple(sorted(groups, key=lambda group: (-len(group.faces), group.name, str(group.faces[0].photo))))


def write_likeness(path: str, _progress: Progress) -> None:
    """clusters() of all faces that are known, for a child process; path gets a JSON list of each person's faces' keys.

    Keys stay true while photos are looked at meanwhile.
    """
    with open_people() as people:
        faces = people.faces()
    rows = clusters(np.stack([face.descriptor for face in faces])) if faces else []
    Path(path).write_text(json.dumps([[faces[row].key for row in members] for members in rows]), "utf-8")


class _Placing:
    """Which face belongs where."""

    def __init__(
        self,
        faces: Sequence[Known],
        said: Mapping[tuple[str, int], bool],
        likeness: Sequence[Sequence[int]] | None,
    ) -> None:
        self.faces, self.said = faces, said
        self.looks = np.stack([face.descriptor for face in faces])
        told = {key: person for (key, person), belongs in said.items() if belongs}
        self.told = {index: told[face.key] for index, face in enumerate(faces) if face.key in told}
        self.homes: dict[_Home, list[int]] = {}
        self._photos: dict[_Home, set[Path]] = defaultdict(set)
        wanted: dict[_Home, list[int]] = defaultdict(list)
        for number, members in enumerate(clusters(self.looks) if likeness is None else likeness):
            for index, home in self._wishes(members, number):
                wanted[home].append(index)
        left = [index for home, members in wanted.items() for index in self._settle(home, members)]
        self._place(left)

    def centre(self, members: Sequence[int]) -> Numbers:
        """What is typical of members."""
        mean: Numbers = self.looks[members].mean(0)
        return mean

    def _wishes(self, members: Sequence[int], number: int) -> Iterator[tuple[int, _Home]]:
        """Where each face of a cluster belongs by what was said of it, or of the nearest of which something was."""
        told = [index for index in members if index in self.told]
        for index in members:
            if not told:
                yield index, (False, number)
                continue
            far = distances(self.looks[[index]], self.looks[told])[0]
            yield index, (True, self.told.get(index, self.told[told[int(far.argmin())]]))

    def _settle(self, home: _Home, members: list[int]) -> list[int]:
        """Let members into home: who was said to be there first, then the nearest; those who may not come in."""
        far = distances(self.centre(members)[None], self.looks[members])[0]
        order = sorted(zip(members, far.tolist(), strict=True), key=lambda row: (row[0] not in self.told, row[1]))
        return [index for index, _far in order if not self._enters(index, home)]

    def _enters(self, index: int, home: _Home) -> bool:
        face = self.faces[index]
        refused = home[0] and self.said.get((face.key, home[1])) is False
        if refused or face.photo in self._photos[home]:
            return False
        self._photos[home].add(face.photo)
        self.homes.setdefault(home, []).append(index)
        return True

    def _place(self, left: Sequence[int]) -> None:
        """Each of left comes to the nearest who might be the same person, or stays alone."""
        if not left:
            return
        homes = list(self.homes)
        far = distances(self.looks[left], np.stack([self.centre(self.homes[home]) for home in homes]))
        for row in np.argsort(far.min(1), kind="stable").tolist():
            near = (homes[place] for place in np.argsort(far[row]).tolist() if far[row, place] < GROUPED)
            if not any(self._enters(left[row], home) for home in near):
                self._enters(left[row], (False, -1 - left[row]))


def clusters(looks: Numbers) -> list[list[int]]:
    """Descriptors [N, 128] -> the rows of each person; chains of rows below GROUPED are divided by density."""
    from sklearn.cluster import HDBSCAN

    alone = np.arange(len(looks), dtype=np.int32)
    labels = alone.copy()
    for members in _rows(_joined(looks, alone, GROUPED)):
        if len(members) > 1:
            found = HDBSCAN(min_cluster_size=2, copy=True).fit(_with_strangers(looks[members])).labels_[:-2]
            for label in range(found.max() + 1):
                rows = np.array(members)[found == label]
                labels[rows] = rows[:1]
    return _rows(_joined(looks, labels, SURELY_SAME))


def _with_strangers(looks: Numbers) -> Numbers:
    """A chain [N, 128] and two more rows, in a dimension of their own at GROUPED from it [N + 2, 129].

    HDBSCAN never takes all rows for one cluster; beside strangers the whole chain can be one.
    """
    rows = np.vstack([looks, looks[:1], looks[:1]])
    own = np.zeros((len(rows), 1), np.float32)
    own[-2:, 0] = GROUPED, GROUPED + 0.1
    return np.hstack([rows, own])


def _joined(looks: Numbers, labels: npt.NDArray[np.int32], limit: float) -> npt.NDArray[np.int32]:
    """Labels [N], each below N, of which those are one that have rows at a distance below limit."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    for start in range(0, len(looks), _BLOCK):
        near = np.nonzero(distances(looks[start : start + _BLOCK], looks) < limit)
        ends = labels[near[0] + start], labels[near[1]]
        graph = coo_matrix((np.ones(len(ends[0]), np.int8), ends), (len(looks), len(looks)))
        labels = connected_components(graph, directed=False)[1][labels]
    return labels


def _rows(labels: npt.NDArray[np.int32]) -> list[list[int]]:
    """The rows of each label."""
    order = np.argsort(labels, kind="stable")
    return [rows.tolist() for rows in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)]
