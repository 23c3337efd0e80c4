"""A CLIP of a person's own: read from disk in two layouts, its texts cut into tokens, and directions found by it."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from planted import planted_model
from safetensors.torch import save_file

from ganeditor import paths
from ganeditor.checkpoints import clip
from ganeditor.checkpoints.clip import open_clip
from ganeditor.checkpoints.packs.directions import kept_directions, read_direction
from ganeditor.checkpoints.packs.style_tables import TextChange, read_text_direction
from ganeditor.cli import said
from ganeditor.edits.words.clause import Move
from ganeditor.engine.clip import Clip
from ganeditor.engine.latent import channels
from ganeditor.engine.latent.generate import pictures
from ganeditor.engine.latent.meant import ranked
from ganeditor.engine.networks.clip import PICTURE, TEXT, ClipNetwork, ClipSizes
from ganeditor.engine.tokens import Tokens
from ganeditor.errors import EditError, ModelError
from ganeditor.ui.features.attributes import work
from ganeditor.ui.features.directions import work as directions_work
from ganeditor.ui.features.directions.views import ImportChoice

MERGES = [("f", "a"), ("c", "e</w>"), ("fa", "ce</w>"), ("h", "a")]
SIZES = ClipSizes(6, 8, 2, 512 + len(MERGES) + 2, 12, 8, 1, 4, 8, quick=False, text_head=4, picture_head=4)


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return ClipNetwork(SIZES).eval().requires_grad_(False)


@pytest.fixture
def folder(tmp_path, network):
    """As transformers keeps it, whose networks gave the same numbers when this was written."""
    save_file(
        {name: tensor.contiguous() for name, tensor in network.state_dict().items()}, tmp_path / "model.safetensors"
    )
    heads = {"num_attention_heads": 2, "hidden_act": "gelu"}
    (tmp_path / "config.json").write_text(json.dumps({"text_config": heads, "vision_config": heads}))
    (tmp_path / "merges.txt").write_text("#version: 0.2\n" + "\n".join(map(" ".join, MERGES)))
    return tmp_path


def same(own_clip: Clip, network: ClipNetwork) -> bool:
    texts, pictures = ["a face", "A FACE!"], np.random.default_rng(0).integers(0, 255, (2, 8, 8, 3), np.uint8)
    own = Clip(network, Tokens(MERGES, SIZES.length))
    return all(
        torch.allclose(one, other, atol=1e-5)
        for one, other in (
            (own_clip.texts(texts), own.texts(texts)),
            (own_clip.pictures(pictures), own.pictures(pictures)),
        )
    )


def test_a_folder_of_transformers(folder, network):
    assert same(open_clip(folder), network)
    torch.save(network.state_dict(), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    assert same(open_clip(folder), network)


def test_a_folder_of_open_clip(folder, network):
    state = network.state_dict()
    torch.save(open_clip_names(state), folder / "open_clip_pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    (folder / "config.json").unlink()
    told = {"model_cfg": {"text_cfg": {"heads": 2}, "vision_cfg": {"head_width": 4}}}
    (folder / "open_clip_config.json").write_text(json.dumps(told))
    assert same(open_clip(folder), network)


def open_clip_names(state):
    """The tensors as OpenAI called them."""
    found = {"text_projection": state["text_projection.weight"].T, "visual.proj": state["visual_projection.weight"].T}
    for part, prefix, count in ((TEXT, "", 2), (PICTURE, "visual.", 1)):
        for index in range(count):
            layer, block = f"{part}.encoder.layers.{index}.", f"{prefix}transformer.resblocks.{index}."
            for kind in ("weight", "bias"):
                parts = [state[f"{layer}self_attn.{which}_proj.{kind}"] for which in "qkv"]
                found[f"{block}attn.in_proj_{kind}"] = torch.cat(parts)
                for own, other in (
                    ("self_attn.out_proj", "attn.out_proj"), ("layer_norm1", "ln_1"), ("layer_norm2", "ln_2"),
                    ("mlp.fc1", "mlp.c_fc"), ("mlp.fc2", "mlp.c_proj"),
                ):  # fmt: skip
                    found[f"{block}{other}.{kind}"] = state[f"{layer}{own}.{kind}"]
    for own, other in (
        (f"{TEXT}.embeddings.token_embedding.weight", "token_embedding.weight"),
        (f"{TEXT}.embeddings.position_embedding.weight", "positional_embedding"),
        (f"{TEXT}.final_layer_norm.weight", "ln_final.weight"),
        (f"{TEXT}.final_layer_norm.bias", "ln_final.bias"),
        (f"{PICTURE}.embeddings.class_embedding", "visual.class_embedding"),
        (f"{PICTURE}.embeddings.patch_embedding.weight", "visual.conv1.weight"),
        (f"{PICTURE}.embeddings.position_embedding.weight", "visual.positional_embedding"),
        (f"{PICTURE}.pre_layrnorm.weight", "visual.ln_pre.weight"),
        (f"{PICTURE}.pre_layrnorm.bias", "visual.ln_pre.bias"),
        (f"{PICTURE}.post_layernorm.weight", "visual.ln_post.weight"),
        (f"{PICTURE}.post_layernorm.bias", "visual.ln_post.bias"),
    ):
        found[other] = state[own]
    return found


def test_words_become_the_longest_pieces_that_are_known():
    tokens = Tokens(MERGES, 6)
    start, end = tokens.count - 2, tokens.count - 1
    letters = {letter: number for number, letter in enumerate(map(chr, range(33, 127)))}
    assert tokens("Face a") == [start, 512 + 2, 256 + letters["a"], end, end, end]
    assert tokens("caf")[1:4] == [letters["c"], letters["a"], 256 + letters["f"]]
    assert len(tokens("face " * 20)) == 6 and tokens("face " * 20)[-1] == end, "what is longer is cut"
    assert tokens("ü")[1:3] == tokens("Ü")[1:3], "of two bytes"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "model.safetensors").unlink(), "There is no CLIP in"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"GIF89a"), "can't be read as a table of tensors"),
        (lambda folder: save_file({"a": torch.zeros(1)}, folder / "model.safetensors"), "no CLIP with a vision"),
        (lambda folder: (folder / "merges.txt").unlink(), "which tells how texts are cut"),
        (lambda folder: (folder / "merges.txt").write_text("#version\na b"), "has not the 4 merges"),
        (lambda folder: (folder / "config.json").write_text("[]"), "config.json can't be read"),
        (lambda folder: (folder / "config.json").write_text('{"text_config": {"num_attention_heads": 3}}'), "fill"),
    ],
)
def test_what_is_wrong_in_the_folder_is_one_sentence(folder, spoil, said):
    spoil(folder)
    with pytest.raises(ModelError, match=said) as caught:
        open_clip(folder)
    assert str(caught.value).endswith(".")


# --- StyleCLIP ------------------------------------------------------------------------------------------------------


class PlantedClip:
    """A CLIP of four axes: a text is the one that it names, a picture its mean colour."""

    width = 4
    axes = ("smile", "hat", "red", "blue")

    def change(self, text, _neutral):
        return torch.nn.functional.one_hot(torch.tensor(self.axes.index(text.split(", ")[-1])), 4).float()

    def pictures(self, pictures):
        colours = torch.from_numpy(pictures).float().mean((1, 2))
        return torch.stack([*torch.zeros(2, len(colours)), colours[:, 0], colours[:, 2]], 1)


@pytest.fixture
def table(tmp_path):
    """Channel 3 moves along the smile; channel 8 along the hat, and a little along the smile."""
    rows = np.zeros((channels.channel_count(planted_model()), 4), np.float32)
    rows[3, 0], rows[8, :2] = 0.9, (0.2, 0.9)
    np.save(tmp_path / "fs3.npy", rows)
    return tmp_path / "fs3.npy"


def style_changes(model, step):
    """What a step in W+ does to all channels of convolutions, in their deviations."""
    found = []
    for one in (one for one in channels._styles(model) if not one.colours):
        spread = (one.weight @ model.latents.factor).norm(dim=1)
        found.append(one.weight @ step[one.row] / spread)
    return torch.cat(found)


def test_a_text_moves_the_channel_that_the_table_names(table):
    model = planted_model(torch.ones(8))
    row, found = read_text_direction(model, table, PlantedClip(), TextChange("smile", beta=0.3), label="Smile!")
    assert (row.name, row.label, row.scale, found.channels) == ("smile", "Smile!", 1.0, 1)
    moved = style_changes(model, row.step)
    assert int(moved.abs().argmax()) == 3 and 0 < float(moved[3]) <= channels.STRENGTH * 1.001
    assert not row.step[1:].any(), "its layer alone is moved"
    assert "from 'a face' to 'smile'" in row.source


def test_beta_says_how_much_else_comes_along(table):
    model = planted_model(torch.ones(8))
    strict, loose = (
        read_text_direction(model, table, PlantedClip(), TextChange("smile", beta=beta))[0].step for beta in (0.3, 0.1)
    )
    assert not strict[1:].any() and loose[1:].any() and torch.equal(strict[0], loose[0])
    with pytest.raises(EditError, match=r"the most relevant has 0\.900, and 0\.95 is the least"):
        read_text_direction(model, table, PlantedClip(), TextChange("smile", beta=0.95))
    hat = read_text_direction(model, table, PlantedClip(), TextChange("hat"))[0].step
    assert int(style_changes(model, hat).abs().argmax()) == 8


def test_colours_stay_where_they_can():
    """Styles of colours share their w with a convolution; the direction bends away from them."""
    model = planted_model(torch.ones(8))
    rows = torch.zeros(channels.channel_count(model), 4)
    rows[8, 0] = 1  # of a layer whose w a step to colours uses too
    step = channels.text_direction(model, rows, torch.eye(4)[0]).step
    colours = next(one for one in channels._styles(model) if one.colours and one.row == 1)
    convolution = next(one for one in channels._styles(model) if not one.colours and one.row == 1)
    free = torch.linalg.pinv(convolution.weight)[:, 2]
    free = free * float(convolution.weight[2] @ step[1])  # as far, whatever colours do
    assert float((colours.weight @ step[1]).norm()) < float((colours.weight @ free).norm())


def test_what_does_not_fit_is_one_sentence(table, tmp_path):
    model = planted_model()
    with pytest.raises(ModelError, match=r"has shape .* style channels; give the table"):
        np.save(tmp_path / "other.npy", np.ones((90, 4), np.float32))
        read_text_direction(model, tmp_path / "other.npy", PlantedClip(), TextChange("smile"))
    with pytest.raises(ModelError, match="CLIP of width 4, and yours has 5"):
        read_text_direction(model, table, SimpleNamespace(width=5), TextChange("smile"))
    with pytest.raises(ModelError, match="is a table of 90 style channels, as StyleCLIP has it"):
        read_direction(model, tmp_path / "other.npy")


def test_without_a_clip_a_table_can_not_be_led(run, tmp_path):
    code, _out, err = run("directions", "import", tmp_path / "fs3.npy", "--text", "smile")
    assert code == 1 and f"There is no CLIP in {paths.user_clip()}" in err


# --- words that are not known ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def coloured():
    """A model with directions of which one makes pictures bluer, and one less red."""
    model = planted_model(torch.ones(8))
    w = torch.randn(200, 8, generator=torch.Generator().manual_seed(0)) @ model.latents.factor.T + model.latents.mean
    drawn = pictures(model, w[:, None].repeat(1, model.generator.num_ws, 1).numpy())
    colours = torch.from_numpy(drawn).float().mean((1, 2))
    answers = torch.linalg.lstsq(w - w.mean(0), colours - colours.mean(0)).solution.T  # of colours to w
    red, _green, blue = torch.linalg.pinv(answers).T  # each colour alone
    own = model.latents.with_directions({"sea": blue / blue.norm(), "pale": -red / red.norm()})
    return replace(model, latents=own)


def test_directions_are_ranked_by_what_their_pictures_show(coloured):
    first, *others = ranked(PlantedClip(), coloured, "red", ("sea", "pale"))
    assert (first.name, first.sign) == ("pale", -1) and first.likeness > 0.8
    assert all(other.likeness < 0.5 for other in others)
    assert ranked(PlantedClip(), coloured, "hat", ("sea", "pale")) == (), "no picture shows one"


def test_the_window_gets_the_move_that_may_be_meant(coloured, monkeypatch):
    monkeypatch.setattr(clip, "open_clip", lambda _folder: PlantedClip())
    bench = SimpleNamespace(editor=SimpleNamespace(model=coloured))
    job = SimpleNamespace(report=lambda _fraction: None)
    assert work.meant(job, bench, ("red", "hat"), ("sea", "pale")) == {"red": Move("pale", -1.5, "red"), "hat": None}


def test_the_window_brings_a_table_by_a_text(table, monkeypatch):
    monkeypatch.setattr(clip, "open_clip", lambda _folder: PlantedClip())
    bench = SimpleNamespace(editor=SimpleNamespace(model=planted_model()))
    choice = ImportChoice(table, label="My smile", text="smile", beta=0.3)
    assert directions_work.bring(bench, choice) == ("My_smile", "")
    (kept,) = kept_directions("tiny")
    assert kept.label == "My smile" and "beta 0.3" in kept.source


def test_the_command_names_the_direction_that_may_be_meant(coloured, monkeypatch, capsys):
    labels = {"sea": "Sea", "pale": "Pale skin"}
    said.guess(coloured, ["red"], labels)
    assert capsys.readouterr().err == "", "nobody has a CLIP here"
    monkeypatch.setattr(clip, "is_here", lambda _folder: True)
    monkeypatch.setattr(clip, "open_clip", lambda _folder: PlantedClip())
    said.guess(coloured, ["red"], labels)
    assert "'Pale skin' looks most like it" in (told := capsys.readouterr().err) and "say: less Pale skin" in told
