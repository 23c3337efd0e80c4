"""The README's recipes, tried with something to throw away."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from throwaway import Glow, Shine

from ganeditor.edits.attributes import EVERYWHERE
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.stages import table as stages
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.render import Rendering


@pytest.mark.usefixtures("more_operations")
def test_a_kind_of_edit(editor: Any, astronaut: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value, a stage and a row each; whole photos may change their size."""

    def shine(_face: Any, drawing: Any, operation: Shine) -> Any:
        everywhere = replace(drawing, regions=EVERYWHERE, hold_skin=False)
        return replace(everywhere, after=drawing.after + 100 * operation.strength)

    def glow(pixels: Any, operation: Glow, *_rest: Any) -> Any:
        assert operation.strength == 0.5
        return pixels[::2, ::2].copy()

    monkeypatch.setitem(stages.STAGES, Shine, shine)
    monkeypatch.setitem(stages.PHOTO_STAGES, Glow, glow)
    (face,) = editor.set_photo(astronaut)
    editor.guess(face.id)
    rendering = Rendering(astronaut)
    document = Document(Photo("p", "", 512, 512)).with_edit(Set(face.id, Shine(0.2)))
    (box,) = rendering.update(document, editor)
    x, y = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    np.testing.assert_allclose(rendering.pixels[y, x].astype(int) - astronaut[y, x], 20, atol=1)
    document = document.with_edit(Set(face.id, LatentEdit({"smile": 1.0})))
    assert [type(operation) for operation in document.operations(face.id)] == [LatentEdit, Shine]
    rendering.update(document, editor)
    shining = rendering.pixels.copy()
    document = document.with_edit(Set(None, Glow(0.5, "")))
    assert rendering.update(document, editor) == [(0, 0, 256, 256)]
    np.testing.assert_array_equal(rendering.pixels, shining[::2, ::2])
    document = document.with_edit(Set(None, Glow()))
    assert rendering.update(document, editor) == [(0, 0, 512, 512)]
    np.testing.assert_array_equal(rendering.pixels, shining)
