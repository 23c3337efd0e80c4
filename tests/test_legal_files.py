"""What training programs write beside their networks is no reason for a refusal; and a refusal is one true sentence.

Harmless things become names without content; names by which a file could do harm end the reading as before.
"""

import argparse
import collections
import json
import pathlib
import pickle
import struct
import sys
import types
from pathlib import Path

import numpy as np
import pytest
import torch
from foreign import (
    EasyDict,
    Persistent,
    kwargs_of,
    nvidia_bytes,
    persistent,
    random_discriminator,
    random_generator,
    rosinality_state,
    stand_ins,
    torch_bytes,
)
from safetensors.torch import save_file

from ganeditor.checkpoints.formats.table import read_foreign
from ganeditor.checkpoints.packs import packing
from ganeditor.checkpoints.packs.installed import load_model
from ganeditor.checkpoints.reader import nvidia_pickle
from ganeditor.checkpoints.reader.pickle_names import is_network, is_value
from ganeditor.checkpoints.reader.pickle_parts import Unknown
from ganeditor.checkpoints.reader.refusal import Refusal, clean, shown
from ganeditor.errors import ModelError

PROTO = b"\x80\x04"


def text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def named(module: str, name: str) -> bytes:
    return text(module) + text(name) + b"\x93"


def write(folder: Path, data: bytes, name="network.pkl") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(folder: Path, data: bytes, name="network.pkl"):
    return read_foreign(write(folder, data, name))[1]


def equal(found, generator) -> bool:
    names = {**dict(generator.named_parameters()), **dict(generator.named_buffers())}
    return all(np.array_equal(found.generator[name], tensor.numpy()) for name, tensor in names.items())


def beside(protocol=4, network=None, **things) -> bytes:
    """A pickle of NVIDIA's with other things at its top."""
    network = network or persistent(random_generator(), "Generator", kwargs=kwargs_of(random_generator()))
    with stand_ins():
        return pickle.dumps({"G_ema": network, "training_set_kwargs": EasyDict(path="x"), **things}, protocol)


class Augmentation(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("matrix", torch.eye(3).expand(4, 3, 3))
        self.register_buffer("phase", torch.zeros(2, dtype=torch.complex64))
        self.bands = np.uint8(3)


THINGS = {
    "path": lambda: EasyDict(path=pathlib.Path("/data"), other=pathlib.PureWindowsPath("c:/data")),
    "numpy values": lambda: [
        np.uint8(1),
        np.uint32(2),
        np.int16(3),
        np.str_("a"),
        np.float32(1),
        np.datetime64("2020"),
    ],
    "numpy arrays": lambda: [
        np.zeros(3, np.uint8),
        np.zeros(0),
        np.array(["a"]),
        np.array([{}], object),
        np.zeros(2, ">f4"),
    ],
    "bfloat16": lambda: torch.zeros(3, dtype=torch.bfloat16),
    "complex": lambda: [1j, np.complex64(2), torch.zeros(2, dtype=torch.complex64)],
    "collections": lambda: [collections.defaultdict(float, a=1.0), collections.Counter("abc"), collections.deque([1])],
    "sets": lambda: [frozenset([1, "a"]), {1, "a"}, frozenset()],
    "formats": lambda: [torch.channels_last, torch.contiguous_format, torch.float16],
    "ranges": lambda: [range(3), slice(0, 1), types.SimpleNamespace(a=1), argparse.Namespace(b=2), bytearray(b"x")],
    "random state": lambda: [np.random.RandomState(0), np.random.RandomState(0).get_state()],
    "layers": lambda: torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Embedding(3, 4)),
    "expanded": lambda: persistent(Augmentation(), "AugmentPipe"),
    "numbers": lambda: [-(10**30), b"abc", None, float("inf")],
}


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("protocol", [2, 4])
def test_harmless_things_beside_the_network(tmp_path, thing, protocol):
    if (protocol, thing) == (2, "formats"):
        protocol = 5  # older ones can't write them
    assert equal(read(tmp_path, beside(protocol, thing=THINGS[thing]())), random_generator())


def test_an_unknown_discriminator_is_left_out(tmp_path):
    """As in StyleGAN-XL's and projected GAN's files: other people's layers stand in it."""
    judge = persistent(random_discriminator(), "Discriminator")
    judge.meta["state"]["_modules"]["feature_network"] = torch.nn.Conv2d(3, 4, 3)
    found = read(tmp_path, beside(D=judge))
    assert equal(found, random_generator()) and not found.discriminator
    assert "left out: its 'feature_network' is a torch.nn.modules.conv.Conv2d, which" in found.notices[-1]
    found = read(tmp_path, beside(D=torch.nn.Linear(2, 2)))
    assert "left out: it is a torch.nn.modules.linear.Linear, not a Discriminator." in found.notices[-1]


def test_what_the_generator_needs_is_named(tmp_path):
    network = persistent(random_generator(), "Generator", kwargs=kwargs_of(random_generator()))
    network.meta["state"]["_parameters"]["extra"] = pathlib.PurePosixPath("x")
    with pytest.raises(
        Refusal, match=r"its 'extra' is a pathlib\S*\.PurePosixPath, not a tensor; another copy will not"
    ):
        read(tmp_path, beside(network=network))
    del network.meta["state"]["_parameters"]["extra"]
    network.meta["state"]["_modules"]["head"] = torch.nn.Linear(2, 2)
    with pytest.raises(Refusal, match=r"its 'head' is a torch\.nn\.modules\.linear\.Linear, which ganeditor does not"):
        read(tmp_path, beside(network=network))


def test_stylegan_xl_is_named(tmp_path):
    network = persistent(random_generator(), "Generator", kwargs=kwargs_of(random_generator()))
    mapping = network.meta["state"]["_modules"]["mapping"]
    mapping.meta["state"]["_modules"]["embed"] = torch.nn.Embedding(10, 4)
    for xl in (network, Persistent("SuperresGenerator", {})):
        with pytest.raises(Refusal, match="this is a StyleGAN-XL network, which ganeditor does not know"):
            read(tmp_path, beside(network=xl))


def test_persistence_of_a_package(tmp_path):
    data = nvidia_bytes(random_generator(), 3)
    for package in (b"sg3", b"stylegan3"):
        renamed = data.replace(b"ctorch_utils.persistence\n", b"c" + package + b".torch_utils.persistence\n")
        renamed = renamed.replace(b"cdnnlib.util\n", b"c" + package + b".dnnlib.util\n")
        assert renamed.count(package) == 2 and equal(read(tmp_path, renamed), random_generator())
        with pytest.raises(Refusal, match="asks for"):
            read(tmp_path, PROTO + named(f"{package.decode()}.torch_utils.persistence", "_module_to_src") + b".")


def test_filters_as_arrays(tmp_path):
    """numpy's array of the one known filter is that filter; another one is shown."""
    generator = random_generator()
    options = {"resample_filter": np.array([1, 3, 3, 1])}
    assert equal(read(tmp_path, nvidia_bytes(generator, **options)), generator)
    for other, said in (([1, 2, 1], r"\[1, 2, 1\]"), (np.array([1, 2, 1]), r"\[1, 2, 1\]"), (np.ones(50), "an array")):
        with pytest.raises(Refusal, match=f"resample_filter is {said}, and ganeditor knows"):
            read(tmp_path, nvidia_bytes(generator, resample_filter=other))


# --- names without content -------------------------------------------------------------------------------------------


def test_dotted_names_reach_nothing(tmp_path):
    for module, name in (("pathlib", "os.system"), ("torch.nn.modules.linear", "Linear.__init__"), ("timm", "A.b")):
        with pytest.raises(Refusal, match="asks for"):
            read(tmp_path, PROTO + named(module, name) + b".")
        assert not is_value(module, name) and not is_network(module, name)


def test_nothing_is_imported(tmp_path, monkeypatch):
    """A package of a harmless name lies in wait."""
    marker = tmp_path / "marker"
    for package in ("timm", "training", "pg_modules"):
        (tmp_path / f"{package}.py").write_text(f"open({str(marker)!r}, 'w').close()\nclass Thing: pass\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    things = b"".join(named(name, "Thing") + b")R" for name in ("timm", "training", "pg_modules"))
    path = write(tmp_path, PROTO + b"(" + things + b"l.".replace(b"l", b"t"))
    content = nvidia_pickle.load(path)
    assert [type(thing).__mro__[1] for thing in content] == [Unknown] * 3
    assert not marker.exists() and not {"timm", "training", "pg_modules"} & sys.modules.keys()
    import timm  # noqa: F401 (the trap does work)

    assert marker.exists()
    del sys.modules["timm"]


def test_things_without_content_keep_nothing(tmp_path):
    """Whatever is done to one or to its class."""
    made = named("pathlib", "PosixPath") + b"\x94)R" + b"}" + text("a") + text("b") + b"sb"
    made += b"}" + text("c") + text("d") + b"s}" + text("e") + text("f") + b"s\x86b"  # state of slots
    on_class = b"h\x000" + b"h\x00N}" + text("path") + text("evil") + b"s\x86b0"
    (thing,) = [nvidia_pickle.load(write(tmp_path, PROTO + made + on_class + b"."))]
    assert not hasattr(thing, "a") and not hasattr(thing, "e") and not hasattr(thing, "__dict__")
    assert thing.words() == "a pathlib.PosixPath" and Unknown.path == ""


@pytest.mark.parametrize(("module", "name"), [("dnnlib.util", "EasyDict"), ("dnnlib", "EasyDict")])
def test_classes_of_the_reader_cannot_be_altered(tmp_path, module, name):
    """BUILD with a state of slots sets attributes of what is on the stack, which may be a class."""
    slots = b"N}" + text("update") + text("evil") + b"s\x86b"
    with pytest.raises(Refusal, match="damaged"):
        read(tmp_path, PROTO + named(module, name) + slots + b".")
    from ganeditor.checkpoints.reader.pickle_reader import Table

    assert Table.update is dict.update


# --- files by torch.save, and safetensors -------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("zipped", [True, False])
def test_all_protocols_of_torch(tmp_path, protocol, zipped):
    generator = random_generator()
    content = {"g_ema": collections.OrderedDict(rosinality_state(generator)), "latent_avg": generator.mapping.w_avg}
    options = {"pickle_protocol": protocol, "_use_new_zipfile_serialization": zipped}
    assert equal(read(tmp_path, torch_bytes(content, **options), "g.pt"), generator)
    assert equal(read(tmp_path, torch_bytes(generator.state_dict(), **options), "bare.pt"), generator)


def test_things_beside_good_weights(tmp_path):
    """numpy's numbers, paths, options and optimisers, as rosinality's and e4e's programs write them."""
    generator = random_generator()
    parameter = torch.nn.Parameter(torch.randn(3))
    parameter.sum().backward()
    optimiser = torch.optim.Adam([parameter])
    optimiser.step()
    content = {
        "g_ema": rosinality_state(generator),
        "latent_avg": generator.mapping.w_avg.expand(6, 8),
        "args": argparse.Namespace(size=16, path=pathlib.Path("x"), device=torch.device("cpu")),
        "ada_aug_p": np.float64(0.3),
        "array": np.zeros(3),
        "g_optim": optimiser.state_dict(),
        "parameter": parameter,
        "phase": torch.zeros(2, dtype=torch.complex64),
    }
    for zipped in (True, False):
        found = read(tmp_path, torch_bytes(content, _use_new_zipfile_serialization=zipped), "snapshot.pt")
        np.testing.assert_allclose(found.generator["mapping.w_avg"], generator.mapping.w_avg, rtol=1e-6)
        assert np.array_equal(found.generator["synthesis.b4.const"], generator.synthesis.b4.const.numpy())


def test_tensors_that_stand_in_two_tables(tmp_path):
    """They count once."""
    generator = random_generator()
    state = rosinality_state(generator) | {"more": torch.zeros(100_000)}
    content = {name: dict(state) for name in ("g_ema", "g", "copy", "again")} | {"latent_avg": generator.mapping.w_avg}
    assert equal(read(tmp_path, torch_bytes(content), "tied.pt"), generator)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float64])
def test_other_precisions(tmp_path, dtype):
    generator = random_generator()
    state = {name: tensor.to(dtype).contiguous() for name, tensor in generator.state_dict().items()}
    save_file(state, tmp_path / "g.safetensors")
    files = [tmp_path / "g.safetensors", write(tmp_path, torch_bytes(state), "g.pt")]
    network = persistent(generator.to(dtype), "Generator", kwargs=kwargs_of(generator))
    files.append(write(tmp_path, nvidia_bytes(generator, network=network)))
    for path in files:
        found = read_foreign(path)[1]
        for name, tensor in state.items():
            assert np.array_equal(found.generator[name], tensor.float().numpy()), (path, name)
    assert load_model(files[0]).generator.synthesis.b4.const.dtype == torch.float32


def test_a_precision_that_is_not_known(tmp_path):
    save_file({"a": torch.zeros(3).to(torch.float8_e4m3fn)}, tmp_path / "g.safetensors")
    with pytest.raises(Refusal, match="'a' is of type F8_E4M3; save its tensors as float32"):
        read_foreign(tmp_path / "g.safetensors")


# --- sentences ----------------------------------------------------------------------------------------------------


def sentence(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        packing.import_model(path)
    said = str(caught.value)
    assert said.isprintable() and said.startswith(f"{path} was refused: ") and said.endswith(".") and len(said) < 700
    return said


NASTY = "os;\nLoading finished.\x1b[31m\u202e<b>"


def test_texts_of_a_file_become_harmless(tmp_path):
    for data in (
        PROTO + named(NASTY, "x\ny") + b".",
        nvidia_bytes(random_generator(), img_resolution=NASTY),
        nvidia_bytes(random_generator(), network=Persistent(NASTY, {"_modules": {NASTY: 1}})),
        nvidia_bytes(random_generator(), network=Persistent("G", {}, version=NASTY)),
    ):
        said = sentence(write(tmp_path, data))
        assert said.count(";") == 1 and "<b>" not in said
    said = sentence(write(tmp_path, torch_bytes({NASTY: 1, "x": torch.zeros(2)}), "keys.pt"))
    assert "os, Loading finished. [31m" in said and "; another copy" in said
    save_file({NASTY: torch.zeros(2)}, tmp_path / "keys.safetensors")
    sentence(tmp_path / "keys.safetensors")


def test_notices_are_few_and_harmless(tmp_path):
    options = {NASTY: 1} | {f"option{index}": index for index in range(9000)}
    notices = packing.import_model(write(tmp_path, nvidia_bytes(random_generator(), **options))).pack.notices
    assert len(notices) == 22 and "… and 8,981 more options." in notices
    assert all(notice.isprintable() for notice in notices) and "‹b>" in notices[0]


def test_showing_values():
    assert shown("a;b\n\tc\x00<i>") == "a,b c ‹i>" and shown("x" * 99, 10) == "x" * 9 + "…"
    assert [shown(value) for value in (None, True, 3, 0.5, [1, 2], (1, "a"))] == [
        *("None", "True", "3", "0.5", "[1, 2]", "[1, a]")
    ]
    assert shown({1: 2}) == "a dict" and shown(object()) == "a object" and len(clean("x" * 10_000)) == 400
    lists: list = []
    for _ in range(100):
        lists = [lists, lists]
    assert shown(lists) == "[…, …]"


@pytest.mark.parametrize(
    ("name", "data", "remedy"),
    [
        ("cut.pkl", nvidia_bytes(random_generator())[:-50], "get the file again"),
        ("cut.pt", torch_bytes({"a": torch.zeros(9)})[:-50], "get the file again"),
        ("page.pkl", b"<html>", "get the file again"),
        ("other.pt", torch_bytes({"params_ema": {"a": torch.zeros(9)}}), "another copy will not help"),
        ("list.pt", torch_bytes([1, 2]), "another copy will not help"),
        ("other.pkl", pickle.dumps({"a": 1}), "another copy will not help"),
        ("option.pkl", nvidia_bytes(random_generator(), img_channels=1), "another copy will not help"),
        ("module.pt", torch_bytes(torch.nn.Linear(2, 2)), "where you trust it, load it with the program that made it"),
    ],
)
def test_the_remedy_fits(tmp_path, name, data, remedy):
    assert f"; {remedy}" in sentence(write(tmp_path, data, name))


@pytest.mark.parametrize(
    "opcodes", [b"N}b.", b"\x8fN}b.", b"]}b.", b"NNa.", b"N)\x81.", b"}]Ns.", b"N)R.", b"\x8c\x01\xff."]
)
def test_malformed_pickles_get_a_sentence_of_ours(tmp_path, opcodes):
    said = sentence(write(tmp_path, PROTO + opcodes))
    assert "it is damaged, or no pickle that a model is made of" in said or "neither a text nor" in said
    assert not any(word in said for word in ("object", "__", "Error", "NoneType"))


@pytest.mark.parametrize(
    ("module", "name"),
    [("dnnlib.tflib.network", "Network"), ("tfutil", "Network"), ("network", "Network"), ("dnnlib.tflib.tfutil", "x")],
)
def test_all_tensorflow_pickles_get_the_remedy(tmp_path, module, name):
    said = sentence(write(tmp_path, PROTO + named(module, name) + b")\x81."))
    assert "TensorFlow" in said and "; convert it with legacy.py" in said


@pytest.mark.usefixtures("qapp")
def test_a_window_shows_texts_as_they_are():
    from PySide6.QtCore import Qt

    from ganeditor.ui.widgets.said import SaidLabel

    label = SaidLabel()
    label.say("<h1>big</h1>", False)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_kept_directions_texts_are_harmless(tmp_path):
    from ganeditor.checkpoints.packs.directions import read_stored

    fields = {"name": "x", "label": NASTY, "source": NASTY, "model": "m", "fingerprint": "f", "scale": 1, "space": "W"}
    metadata = {"ganeditor.direction": json.dumps(fields | {"layers": None})}
    save_file({"vector": torch.ones(8)}, tmp_path / "x.safetensors", metadata=metadata)
    found = read_stored(tmp_path / "x.safetensors")
    assert found.label.isprintable() and found.source.isprintable() and "<" not in found.label + found.source
