"""The Lab's small GAN of pictures: it goes on as it is told to, and says where its discriminator looks."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from ganeditor.errors import UserError
from ganeditor.progress import silent
from ganeditor.project.lab.pictures import SIDE, TASKS, PictureSettings, picture_settings_from
from ganeditor.project.lab.snapshot import PictureSnapshot, unpacked
from ganeditor.training import watched
from ganeditor.training.watched import Studio, answer, looked


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten small pictures, and one that is none."""
    place = tmp_path_factory.mktemp("pictures")
    random = np.random.default_rng(0)
    for index in range(10):
        Image.fromarray(random.integers(0, 255, (40, 36, 3), np.uint8)).save(place / f"{index}.png")
    (place / "broken.png").write_bytes(b"no picture")
    return place


def settings(folder: Path) -> PictureSettings:
    return PictureSettings(str(folder), width=8, batch=4)


def request(lab: PictureSettings, **changes: Any) -> dict[str, Any]:
    return {"settings": lab.to_json(), "anew": False, "who": "both", "steps": 1, "seconds": 9.0, **changes}


def shown(lab: PictureSettings, **changes: Any) -> PictureSnapshot:
    return unpacked(PictureSnapshot, answer(request(lab, **changes), silent))


@pytest.mark.parametrize("task", TASKS)
def test_each_kind_learns_and_shows_its_samples(folder: Path, task: str) -> None:
    found = shown(replace(settings(folder), task=task), anew=True)
    assert (found.epoch, found.steps, found.pictures, found.left_out) == (1, 1, 10, 1)
    assert found.samples.shape == (6 * SIDE, 8 * SIDE, 3)
    assert {"generator", "discriminator", "accuracy", "r1"} <= found.figures.keys()


def test_it_goes_on_with_other_settings_and_begins_anew_with_another_seed(folder: Path) -> None:
    lab = replace(settings(folder), task="r3gan")  # which has no statistics that a pass through it changes
    first = shown(lab, anew=True, steps=0)
    assert first.epoch == 0
    assert np.array_equal(shown(lab, who="discriminator").samples, first.samples), "the generator has not learnt"
    moved = shown(replace(lab, loss="hinge", generator_rate=0.01), who="generator", steps=3)
    assert (moved.epoch, moved.steps) == (3, 1)
    assert not np.array_equal(moved.samples, first.samples)
    again = shown(lab, anew=True, steps=0)
    assert np.array_equal(again.samples, first.samples)
    assert not np.array_equal(shown(replace(lab, seed=1), steps=0).samples, first.samples)


def test_photos_are_judged_as_the_discriminator_sees_them(folder: Path) -> None:
    lab = replace(settings(folder), photos=(str(folder / "0.png"), str(folder / "1.png")))
    found = shown(lab, anew=True)
    assert found.photos.shape == (2, SIDE, SIDE, 3) and np.abs(found.scores).max() <= 1
    assert found.looks.shape == (2, SIDE, SIDE) and np.allclose(found.looks.max((1, 2)), 1)
    with pytest.raises(UserError):
        shown(replace(lab, photos=(str(folder / "broken.png"),)))


def test_it_looks_where_its_score_comes_from(folder: Path) -> None:
    """A planted discriminator that sums the green of the upper left corner."""
    game = Studio(settings(folder)).game

    class Corner(torch.nn.Module):
        def forward(self, pictures: torch.Tensor, _labels: Any) -> torch.Tensor:
            return pictures[:, 1, :4, :4].sum((1, 2))

    game.discriminator = Corner()
    photos = torch.rand(2, 3, SIDE, SIDE)
    scores, looks = looked(game, photos)
    assert torch.allclose(scores, photos[:, 1, :4, :4].sum((1, 2)))
    assert (looks[:, :4, :4] == 1).all() and looks.sum() == 2 * 16


def test_settings_survive_the_way_to_the_child(folder: Path) -> None:
    lab = replace(settings(folder), photos=("a",), penalties=(("r1", 0.5), ("r2", 0.5)))
    assert picture_settings_from(json.loads(json.dumps(lab.to_json()))) == lab


def test_names_of_kinds_are_those_of_training() -> None:
    assert set(TASKS) <= set(watched.TASKS)
