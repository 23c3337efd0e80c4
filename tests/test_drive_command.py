"""`animate drive`: a photo and a clip become an animation in which the photo's face follows."""

import numpy as np
import pytest
from PIL import Image
from small_clips import from_pictures
from test_swap import latents_of

from ganeditor.engine.latent.generate import pictures

pytestmark = pytest.mark.usefixtures("one_editor")


@pytest.fixture(scope="module")
def driver(shared_editor, tmp_path_factory):
    """A clip of a generated person who looks aside; in its last frame nobody is seen."""
    model = shared_editor.model
    frames = [pictures(model, latents_of(model, 8, **one)[None])[0] for one in ({}, {}, {"yaw": 1.2})]
    path = tmp_path_factory.mktemp("driver") / "driver.mp4"
    return from_pictures(path, [*frames, np.full_like(frames[0], 90)], "10")


@pytest.fixture(scope="module")
def portrait(shared_editor, tmp_path_factory):
    """A generated face as a photo."""
    path = tmp_path_factory.mktemp("photo") / "portrait.png"
    Image.fromarray(pictures(shared_editor.model, latents_of(shared_editor.model, 3)[None])[0]).save(path)
    return path


def test_a_photo_follows_a_clip_frame_by_frame(run, portrait, driver, tmp_path):
    options = ("--crop", "photo", "--size", 256, "--steps", 1, "--neutral", 0)
    code, _out, err = run("animate", "drive", portrait, "--by", driver, "-o", tmp_path / "frames", *options)
    assert code == 0, err
    assert "1 of the driver's 4 frames" in err
    frames = [np.asarray(Image.open(path)).astype(int) for path in sorted((tmp_path / "frames").iterdir())]
    assert len(frames) == 4
    assert np.array_equal(frames[0], np.asarray(Image.open(portrait))), "the driver at rest"
    assert np.abs(frames[2] - frames[0]).mean() > 1


def test_what_can_not_drive_is_refused(refused, portrait, tmp_path):
    nobody = from_pictures(tmp_path / "nobody.mp4", [np.full((64, 64, 3), 90, np.uint8)] * 2)
    assert "no face" in refused("animate", "drive", portrait, "--by", nobody, "-o", tmp_path / "a.gif")
    assert "window" not in refused(
        "animate", "drive", portrait, "--by", tmp_path / "none.mp4", "-o", tmp_path / "a.gif"
    )
