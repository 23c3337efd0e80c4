"""Directions that are kept: the user's store, and how a model gets them."""

import json

import pytest
import torch
from planted import planted_axes, planted_model
from safetensors.torch import save_file
from test_direction_files import refused
from tiny import W

from ganeditor import paths
from ganeditor.checkpoints import assembly
from ganeditor.checkpoints.packs.directions import (
    keep,
    made_for,
    read_direction,
    read_stored,
    remove,
    stored_files,
    with_stored,
)
from ganeditor.errors import ModelError


@pytest.fixture
def model():
    return planted_model()


@pytest.mark.parametrize(
    "changed",
    [
        {"layers": [float("inf"), 1]},
        {"scale": 10**400},
        {"scale": None},
        {"layers": 3},
        {"source": 1},
        "[" * 100_000,
        "[1]",
    ],
)
def test_strange_fields_of_a_kept_direction(model, tmp_path, changed):
    fields = {"name": "x", "label": "X", "source": "s", "model": "tiny", "fingerprint": "f", "scale": 1, "space": "W"}
    texts = changed if isinstance(changed, str) else json.dumps(fields | {"layers": None} | changed)
    path = tmp_path / "strange.safetensors"
    save_file({"vector": torch.ones(W)}, path, metadata={"ganeditor.direction": texts})
    assert "is not a direction of ganeditor" in refused(model, path)


def test_kept_and_given_to_the_model(model):
    row = made_for(model, "extra", planted_axes()[0], 2.0, "test", label="Extra!", layers=(1, 2))
    path = keep(model, row)
    assert path.parent == paths.user_directions() / "tiny" and stored_files("tiny") == [path]
    again = read_stored(path)
    assert torch.equal(again.vector, row.vector)
    fields = ("name", "label", "scale", "layers", "source", "model", "fingerprint")
    assert [getattr(again, field) for field in fields] == [getattr(row, field) for field in fields]
    opened = with_stored(model)
    assert opened.latents.editable == ("extra",) and opened.latents.layers == {"extra": (1, 2)}
    torch.testing.assert_close(opened.latents.directions["extra"], 2 * planted_axes()[0])
    assert with_stored(opened.to(torch.device("cpu"))).latents.editable  # a second time does no harm
    with pytest.raises(ModelError, match="already; choose another name, or replace it"):
        keep(model, row)
    keep(opened, row, overwrite=True)
    assert [file.name for file in path.parent.iterdir()] == ["extra.safetensors"]  # nothing half-written is left
    remove("tiny", "extra")
    assert with_stored(model).latents.editable == ()
    with pytest.raises(ModelError, match="no direction 'extra' for tiny; it has none"):
        remove("tiny", "extra")


def test_names_that_cannot_be_kept():
    model = planted_model(bare=False)
    for name, said in (
        ("smile", "attribute 'smile' of its own"),
        ("age", "in years"),
        ("../x", "can't name"),
        (".x", "can't name"),
        ("", "can't name"),
        ("a" * 65, "can't name"),
    ):
        with pytest.raises(ModelError, match=said):
            keep(model, made_for(model, name, torch.ones(W), 1.0, "test"))


def test_what_does_not_fit_is_told_and_left_out(model):
    told = []
    for name in ("good", "smile"):
        keep(model, made_for(model, name, torch.ones(W), 1.0, "test"))
    folder = paths.user_directions() / "tiny"
    (folder / "broken.safetensors").write_bytes(b"nonsense")
    rich = planted_model(bare=False)
    opened = with_stored(rich, told.append)
    assert opened.latents.editable == (*rich.latents.editable, "good")
    assert len(told) == 2 and "broken" in told[0] and "'smile' of its own" in told[1]
    told.clear()
    newer = type(model)(**{**vars(model), "fingerprint": "other"})
    assert with_stored(newer, told.append).latents.editable == ("good", "smile")
    assert any("another version of tiny" in text for text in told)


def test_a_file_of_the_store_for_another_model(model):
    path = keep(model, made_for(model, "x", torch.ones(W), 1.0, "test"))
    other = type(model)(**{**vars(model), "name": "other"})
    assert "made for the model tiny, not other" in refused(other, path)
    assert read_direction(model, path, name="y").name == "y"


def test_a_stored_direction_reaches_every_editor(monkeypatch):
    """open_editor merges what is kept; the model's own part is not built again for this."""
    model = planted_model()
    keep(model, made_for(model, "extra", torch.ones(W), 1.0, "test"))
    for name in ("find_model", "open_perceptual", "finder", "Identifier"):
        monkeypatch.setattr(assembly, name, lambda *_args: None)
    monkeypatch.setattr(assembly, "load_model", lambda _path, _notify: model)
    opened = assembly.open_editor(assembly.EditorOptions(device="cpu", cache_megabytes=0))
    assert opened.model.latents.editable == ("extra",)
