"""`animate drive`: a photo and a clip become an animation in which the photo's face follows."""

import numpy as np
import pytest
from PIL import Image
from small_clips import ffmpeg, from_pictures, tone
from test_swap import latents_of

from ganeditor.engine.latent.generate import pictures
from ganeditor.project.clips.clip import read_clip
from ganeditor.project.metadata import AI_NOTE

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


def test_a_film_has_the_times_and_the_sound_of_its_driver(run, portrait, driver, tmp_path):
    sounding = tmp_path / "sounding.mp4"
    ffmpeg("-i", driver, *tone(0.4), "-c:v", "copy", "-metadata", "title=private", sounding)
    options = ("--by", sounding, "--size", 256, "--steps", 1, "--neutral", 0)
    code, out, err = run("animate", "drive", portrait, *options, "-o", tmp_path / "film.mp4")
    assert code == 0, err
    assert "4 frames, 256×256, 0.4 s" in out
    film = read_clip(tmp_path / "film.mp4")
    assert (film.frames, film.rate, film.size_wh, film.sounds) == (4, 10, (256, 256), ("aac",))
    said = ffmpeg("-i", film.path, "-f", "ffmetadata", "-").decode()
    assert AI_NOTE in said and "private" not in said
    code, _out, err = run("animate", "drive", portrait, *options, "-o", tmp_path / "still.mp4", "--no-sound")
    assert code == 0, err
    assert read_clip(tmp_path / "still.mp4").sounds == ()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_driver_is_never_replaced(refused, portrait, driver):
    before = driver.read_bytes()
    said = refused("animate", "drive", portrait, "--by", driver, "-o", driver, "--overwrite", "--steps", 1)
    assert "is the driver itself" in said
    assert driver.read_bytes() == before


def test_what_can_not_drive_is_refused(refused, portrait, tmp_path):
    nobody = from_pictures(tmp_path / "nobody.mp4", [np.full((64, 64, 3), 90, np.uint8)] * 2)
    assert "no face" in refused("animate", "drive", portrait, "--by", nobody, "-o", tmp_path / "a.gif")
    assert "window" not in refused(
        "animate", "drive", portrait, "--by", tmp_path / "none.mp4", "-o", tmp_path / "a.gif"
    )
