"""Out of memory: on a device whose card is full, in the middle of other work, and on the processor itself."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.cache import MEMORY_BYTES, LatentCache
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.latent.invert import Inversion, InversionSettings, Step
from ganeditor.engine.latent.space import LatentSpace
from ganeditor.engine.model import FaceModel
from ganeditor.engine.shared import SharedNetworks
from ganeditor.errors import UserError
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.render import Rendering

CARD = torch.device("meta")
"""Torch's device without memory plays the card: what mixes its tensors with the processor's fails, as on a real one."""

OLDER = LatentEdit({"age": 30.0})


class Failing(TorchDispatchMode):
    """Every convolution on one device fails."""

    def __init__(self, device: torch.device, error: Exception) -> None:
        super().__init__()
        self._device, self._error = device, error

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is torch.ops.aten.convolution.default and args[0].device == self._device:
            raise self._error
        return func(*args, **(kwargs or {}))


class OnCard(FaceModel):
    """A model whose weights come back from the card as they were."""

    real: FaceModel

    def to(self, device: torch.device) -> FaceModel:
        assert device.type == "cpu"
        return self.real


def on_card(model: FaceModel) -> FaceModel:
    moved = replace(
        model,
        generator=copy.deepcopy(model.generator).to(CARD),
        encoder=copy.deepcopy(model.encoder).to(CARD),
        latents=model.latents.to(CARD),
    )
    card = OnCard(**vars(moved))
    object.__setattr__(card, "real", model)
    return card


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def full_card(shared_editor: Any, told: list[str]) -> FaceEditor:
    shared = shared_editor
    networks = SharedNetworks(lambda: (on_card(shared.model), shared.networks.perceptual), told.append)
    return FaceEditor(
        networks,
        shared.finder,
        shared.identifier,
        shared.anatomy,
        LatentCache(),
        shared.upscalers,
        shared.translators,
    )


@pytest.fixture
def inversion(shared_editor: Any, astronaut: Any) -> Inversion:
    editor = shared_editor.sibling()
    (face,) = editor.set_photo(astronaut)
    found: Inversion = editor.guess(face.id)
    return found


def colours(editor: FaceEditor, photo: Any, inversion: Inversion, known: bool = False) -> Any:
    (face,) = editor.set_photo(photo)
    editor.use_inversion(face.id, inversion)
    if known:  # the picture before the edit was made while there was memory
        editor._states[face.id]._known["before"] = np.zeros((256, 256, 3), np.float32)
    overlay = editor.overlay(face.id, [OLDER])
    assert overlay is not None
    return overlay.colour


@pytest.mark.parametrize("known", [False, True])
def test_an_edit_goes_on_with_the_cpu(
    full_card: FaceEditor,
    shared_editor: Any,
    astronaut: Any,
    inversion: Inversion,
    told: list[str],
    known: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ganeditor.engine.stages.latent._age", lambda _face: 30.0)  # meta has no values to read
    monkeypatch.setattr(LatentSpace, "within", lambda _space, _ws, moved: moved)
    sibling = full_card.sibling()
    with Failing(CARD, torch.OutOfMemoryError()):
        found = colours(full_card, astronaut, inversion, known)
    np.testing.assert_array_equal(found, colours(shared_editor.sibling(), astronaut, inversion, known))
    assert sibling.model is full_card.model is shared_editor.model  # it shares the networks, so it had to move too
    assert told == ["The device 'meta' ran out of memory; the CPU goes on."]


def test_a_guess_goes_on_with_the_cpu(full_card: FaceEditor, astronaut: Any, told: list[str]) -> None:
    (face,) = full_card.set_photo(astronaut)
    with Failing(CARD, torch.OutOfMemoryError()):
        assert full_card.guess(face.id).ws.shape == (14, 512)
    assert len(told) == 1


def test_a_search_begins_again_when_a_picture_between_two_steps_moved_the_networks(
    full_card: FaceEditor, astronaut: Any, inversion: Inversion, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = full_card.sibling()
    devices = []

    def search(model: Any, _perceptual: Any, image: Any, _settings: Any, watch: Callable[[Step], Any]) -> Inversion:
        devices.append((model.device.type, image.device.type))
        watch(Step(0.5, 1, 1.0, torch.zeros(1, 3, 8, 8)))
        return inversion

    def render(_step: Step) -> None:
        if other.model.device == CARD:
            with Failing(CARD, torch.OutOfMemoryError()):
                other.reconstruction(other_face.id)

    monkeypatch.setattr("ganeditor.engine.editor.invert", search)
    (face,) = full_card.set_photo(astronaut)
    (other_face,) = other.set_photo(astronaut)
    other.use_inversion(other_face.id, inversion)
    full_card.invert(face.id, InversionSettings(), render)
    assert devices == [("meta", "meta"), ("cpu", "cpu")]


def test_the_processors_own_end_of_memory_is_a_sentence(
    shared_editor: Any, astronaut: Any, inversion: Inversion
) -> None:
    cpu = torch.device("cpu")
    full = RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes.")
    with Failing(cpu, full), pytest.raises(UserError, match="not enough memory for this edit; close other programs"):
        colours(shared_editor.sibling(), astronaut, inversion)
    with Failing(cpu, RuntimeError("a bug")), pytest.raises(RuntimeError, match="a bug"):
        colours(shared_editor.sibling(), astronaut, inversion)


def test_inversions_kept_in_memory_are_bounded() -> None:
    cache = LatentCache()
    large = np.zeros((MEMORY_BYTES // 4 // 3, 1), np.float32)  # a third of the memory
    for number in range(5):
        cache.put(str(number), Inversion(large, large[0], 0.0, 0, 0.0))
    assert [cache.get(str(number)) is not None for number in range(5)] == [False, False, False, True, True]
    cache.put("huge", Inversion(np.zeros((MEMORY_BYTES // 4 + 1, 1), np.float32), large[0], 0.0, 0, 0.0))
    assert cache.get("huge") is None and cache.get("4") is not None


def test_latents_of_another_perceptual_distance_are_not_taken(
    shared_editor: Any, astronaut: Any, tmp_path: Any
) -> None:
    shared, quick = shared_editor, InversionSettings(steps=2)
    other = copy.copy(shared.networks.perceptual)
    other.name = "another"
    for perceptual, count in ((shared.networks.perceptual, 1), (other, 2), (other, 2)):
        networks = SharedNetworks(lambda pair=(shared.model, perceptual): pair)
        editor = FaceEditor(
            networks, shared.finder, shared.identifier, shared.anatomy, LatentCache(tmp_path), shared.upscalers, None
        )
        (face,) = editor.set_photo(astronaut)
        editor.invert(face.id, quick)
        assert len(list(tmp_path.iterdir())) == count


class Patch:
    """An overlay that may fail half-way."""

    def __init__(self, box: tuple[int, int, int, int], fails: bool = False) -> None:
        self.box_xyxy, self._fails = box, fails

    def apply_to(self, pixels: Any) -> None:
        x0, y0, x1, y1 = self.box_xyxy
        pixels[y0:y1, x0:x1] = 200
        if self._fails:
            raise MemoryError


def test_what_a_failed_edit_left_is_mended_by_the_next() -> None:
    class Editor:
        overlays: dict[str, Any]

        def overlay(self, face: str, _operations: Any) -> Any:
            return self.overlays[face]

    editor: Any = Editor()
    rendering = Rendering(np.zeros((8, 8, 3), np.uint8))
    empty = Document(Photo("p", "", 8, 8))
    one, two = empty.with_edit(Set("a", OLDER)), empty.with_edit(Set("b", OLDER))
    editor.overlays = {"a": Patch((0, 0, 2, 2)), "b": Patch((4, 4, 8, 8), fails=True)}
    rendering.update(one, editor)
    with pytest.raises(MemoryError):
        rendering.update(two, editor)
    boxes = rendering.update(empty, editor)
    assert not rendering.pixels.any()
    assert set(boxes) == {(0, 0, 2, 2), (4, 4, 8, 8)}


def test_a_photo_is_copied_when_something_is_drawn_and_not_before() -> None:
    class Editor:
        def overlay(self, _face: str, _operations: Any) -> Any:
            return Patch((0, 0, 2, 2))

    editor: Any = Editor()
    photo = np.zeros((8, 8, 3), np.uint8)
    rendering, empty = Rendering(photo), Document(Photo("p", "", 8, 8))
    assert rendering.update(empty, editor) == []
    assert rendering.pixels is photo
    assert rendering.update(empty.with_edit(Set("a", OLDER)), editor) == [(0, 0, 2, 2)]
    assert rendering.pixels[:2, :2].all() and not photo.any()
    rendering.update(empty, editor)
    assert not rendering.pixels.any()
