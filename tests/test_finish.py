"""Faces by the generator brought to the photo's resolution: where that helps, once, with the photo's grain."""

import numpy as np
import pytest
import torch
from upscalers import tiny_rrdb

from ganeditor.edits.finish import PLAIN, FinishEdit
from ganeditor.edits.latent import GENERATED, LatentEdit
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.enhance.finer import FED, Finer
from ganeditor.engine.enhance.upscaler import Upscaler
from ganeditor.errors import EditError
from ganeditor.opencv import cv2

EDIT = LatentEdit({"smile": 1.0}, mode=GENERATED)


class Counting:
    """Upscalers of which there is a tiny one; how often it was wanted is counted."""

    def __init__(self) -> None:
        self.asked = 0
        self._upscaler = Upscaler("tiny", tiny_rrdb()).to(torch.device("cpu"))

    def __call__(self, _name: str) -> Upscaler:
        self.asked += 1
        return self._upscaler


def face(side: int = 256) -> np.ndarray:
    return np.random.default_rng(0).uniform(0, 255, (side, side, 3)).astype(np.float32)


def test_what_the_photo_is_no_finer_than_stays():
    upscalers = Counting()
    finer, picture, large = Finer(upscalers), face(), face(300)
    assert finer(picture, 1.0) is picture and finer(large, 3.0) is large and not upscalers.asked


def test_a_picture_is_enlarged_once():
    upscalers = Counting()
    finer = Finer(upscalers)
    fine = finer(face(), 2.0)
    assert fine.shape == (4 * FED, 4 * FED, 3) and finer(face(), 3.0) is fine and upscalers.asked == 1
    small = finer(face(16), 9.0)
    assert small.shape == (64, 64, 3)
    # The colours of wide areas are the picture's.
    np.testing.assert_allclose(fine.mean((0, 1)), face().mean((0, 1)), atol=4)


@pytest.fixture(scope="module")
def large(astronaut):
    """The face of the astronaut, of which the photo has more pixels than the generator draws."""
    noise = np.random.default_rng(0).normal(0, 20, (900, 900, 1))
    trebled = cv2.resize(astronaut[:300, 80:380], (900, 900), interpolation=cv2.INTER_CUBIC)
    return np.clip(trebled + noise, 0, 255).astype(np.uint8)


@pytest.fixture
def drawn(editor: FaceEditor, large):
    """What operations make of the only face, and who counts the enlargements."""
    upscalers = Counting()
    editor._finer = Finer(upscalers)
    (found,) = editor.set_photo(large)
    editor.guess(found.id)

    def drawn(*operations):
        pixels = large.copy()
        editor.overlay(found.id, operations).apply_to(pixels)
        return pixels

    return drawn, upscalers


def test_generated_faces_are_as_fine_as_the_photo_unless_plain_is_chosen(drawn, editor, large):
    draw, upscalers = drawn
    plain = draw(FinishEdit(PLAIN), EDIT)
    assert not upscalers.asked
    sharp = draw(EDIT)
    assert upscalers.asked == 1
    layer = editor.overlay(editor.found.faces[0].id, [EDIT])
    x0, y0, x1, y1 = layer.box_xyxy

    def grain(pixels):
        grey = pixels[y0:y1, x0:x1].astype(np.float32).mean(2)
        return float((grey - cv2.GaussianBlur(grey, (0, 0), 1.0))[layer.mask > 0.99].std())

    assert grain(sharp) > 1.5 * grain(plain) and grain(sharp) > 0.7 * grain(large)
    outside = layer.mask == 0
    np.testing.assert_array_equal(sharp[y0:y1, x0:x1][outside], large[y0:y1, x0:x1][outside])
    draw(EDIT)
    assert upscalers.asked == 1
    draw(LatentEdit({"smile": 1.0}))
    assert upscalers.asked == 1, "what is added to the photo's own texture is as fine as that"


def test_previews_are_not_enlarged(drawn, editor):
    _draw, upscalers = drawn
    editor.overlay(editor.found.faces[0].id, [EDIT], shrink=2)
    assert not upscalers.asked


def test_the_finish_alone_changes_nothing(drawn, large):
    draw, _upscalers = drawn
    np.testing.assert_array_equal(draw(FinishEdit(PLAIN)), large)


def test_what_can_be_typed():
    assert FinishEdit.parse("plain") == FinishEdit(PLAIN) and FinishEdit.parse("sharp").neutral
    with pytest.raises(EditError, match="'dull' is no finish; give sharp or plain"):
        FinishEdit.parse("dull")
