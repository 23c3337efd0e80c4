"""Faces by how alike they look: pose, light and expression, whoever it is.

An encoder's w holds the person too. What a person's faces have in common is taken out of each of them: their mean,
the less of it the fewer they are, as the best linear prediction of a random effect has it (Robinson, "That BLUP is a
Good Thing", 1991).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from ganeditor.batch.people.nearest import distances
from ganeditor.likeness import SAME_PERSON
from ganeditor.project.people.values import Group, Known, Numbers

FEW = 2.0
"""Faces of a person of whom half of the mean is taken out. Of 360 photographs and mirrored ones w varies 1.2 times as
much within persons as between them; 2 leaves a little more of the look. By it, the five strangers that look nearest
differ by 0.68 of what any two do, in the mean over yaw, pitch, roll, mouth, smile and three measures of light (0.68 by
w, 0.98 by descriptor), and the nearest face of all is the same person in 15 % (42 % by w; 24 % by these measures)."""


def alike(w: Numbers, descriptor: Numbers, groups: Sequence[Group], ws: Mapping[int, Numbers]) -> list[Known]:
    """The faces of groups that are in ws, from the most alike to the least, for one with w [w_dim] and descriptor.

    ws: of one encoder, as PeopleStore.looks has them. Who the one is, is the nearest of groups, if that is near enough.
    """
    seen = [(group, [face for face in group.faces if face.id in ws]) for group in groups]
    people = [(group, faces) for group, faces in seen if faces]
    if not people:
        return []
    centre = np.mean([ws[face.id] for _group, faces in people for face in faces], 0)
    own, nearest, looks = _taken_out(w[None] - centre), SAME_PERSON, []
    for group, faces in people:
        persons = np.stack([ws[face.id] for face in faces]) - centre
        mean = _taken_out(persons)
        looks.append(persons - mean)
        far = float(distances(descriptor[None], np.stack([face.descriptor for face in group.faces])).min())
        if far < nearest:
            own, nearest = mean, far
    order = np.argsort(distances(w[None] - centre - own, np.concatenate(looks))[0], kind="stable")
    listed = [face for _group, faces in people for face in faces]
    return [listed[place] for place in order.tolist()]


def _taken_out(persons: Numbers) -> Numbers:
    """What is the person in w [N, w_dim] of its faces, counted from the mean of all."""
    mean: Numbers = persons.mean(0) * np.float32(len(persons) / (len(persons) + FEW))
    return mean
