"""Files made to do harm: each is refused with one sentence, nothing runs, and neither time nor memory runs away.

Most go through the reader in this process, which is the quicker way to many of them; some through the child, which
holds whatever the reader might let pass.
"""

import os
import pickle
import struct
import time
import types

import numpy as np
import pytest
import torch
from foreign import Persistent, nvidia_bytes, persistent, random_generator, stand_ins, torch_bytes

from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.formats.table import read_foreign
from ganeditor.checkpoints.packs import packing
from ganeditor.checkpoints.packs.installed import load_model
from ganeditor.checkpoints.reader.pickle_parts import load_storage
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.errors import ModelError

PROTO = b"\x80\x04"


class Calls:
    """Unpickled the usual way, it calls function(*arguments)."""

    def __init__(self, function, *arguments):
        self.row = function, arguments

    def __reduce__(self):
        return self.row


def refused(tmp_path, data, match=None, limit=10.0):
    """The file is refused in this process, in time, for the reason given."""
    path = tmp_path / "hostile.pkl"
    path.write_bytes(data)
    started = time.monotonic()
    with pytest.raises(Refusal, match=match) as caught:
        read_foreign(path)
    assert time.monotonic() - started < limit
    assert str(caught.value) and "\n" not in str(caught.value)


def text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def test_what_naive_loading_would_do(tmp_path):
    """The weapon of the tests below does work on an unpickler that trusts."""
    marker = tmp_path / "marker"
    pickle.loads(pickle.dumps(Calls(os.system, f"touch {marker}")))
    assert marker.exists()


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_commands_by_reduce(tmp_path, protocol):
    marker = tmp_path / "marker"
    for content in ({"G_ema": Calls(os.system, f"touch {marker}")}, Calls(eval, f"open({str(marker)!r}, 'w')")):
        refused(tmp_path, pickle.dumps(content, protocol), "asks for")
    assert not marker.exists()


def test_eval_by_stack_global(tmp_path):
    call = text("builtins") + text("eval") + b"\x93" + text("__import__('os').getcwd()") + b"\x85R."
    refused(tmp_path, PROTO + call, r"asks for builtins\.eval")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("torch", "load"),
        ("torch.storage", "_load_from_bytes.__globals__"),
        ("torch_utils.persistence", "_module_to_src"),
        ("builtins", "getattr"),
        ("builtins", "set.__class__"),
        ("collections", "OrderedDict.__reduce__"),
        ("numpy", "load"),
        ("", ""),
    ],
)
def test_only_exact_pairs_are_known(tmp_path, module, name):
    refused(tmp_path, PROTO + text(module) + text(name) + b"\x93.", "asks for")


NAMES_THAT_DO_HARM = """
os.system posix.system nt.system subprocess.Popen sys.exit importlib.import_module runpy.run_path shutil.rmtree
socket.socket ctypes.CDLL pty.spawn webbrowser.open codecs.decode operator.attrgetter operator.methodcaller
functools.partial functools.reduce builtins.eval builtins.exec builtins.compile builtins.open builtins.getattr
builtins.setattr builtins.__import__ builtins.type builtins.map builtins.print builtins.vars builtins.super
__builtin__.eval types.FunctionType types.CodeType copyreg._reconstructor copyreg.__newobj__ pickle.loads marshal.loads
numpy.load numpy.save numpy.fromfile numpy.memmap numpy.loadtxt numpy.core.multiarray.fromfile
numpy.testing._private.utils.runstring numpy.f2py.crackfortran.getlincoef numpy.ctypeslib.load_library
torch.load torch.save torch.compile torch.ops torch.hub.load torch.jit.load torch.jit.script
torch.package.PackageImporter
torch.serialization.load torch.serialization._get_layout torch.storage.TypedStorage torch.storage.UntypedStorage
torch.utils.cpp_extension.load torch.utils.collect_env.run torch._utils._import_dotted_name
torch.nn.modules torch.nn.modules.module.register_module_forward_hook torch.nn.parallel.DataParallel
torch_utils.persistence._module_to_src torch_utils.custom_ops.get_plugin dnnlib.util.call_func_by_name
dnnlib.util.open_url
timm.create_model timm.models.hub.load_state_dict_from_hf training.training_loop.training_loop trainings.Network
pathlib.os collections.namedtuple collections.abc.Callable argparse.open argparse._sys asyncio.run
"""


@pytest.mark.parametrize("harmful", NAMES_THAT_DO_HARM.split())
def test_names_that_do_harm_are_refused(tmp_path, harmful):
    module, name = harmful.rsplit(".", 1)
    pushed = text(module) + text(name) + b"\x93"
    for data in (pushed, pushed + b"0N", b"c" + f"{module}\n{name}\n".encode()):
        refused(tmp_path, PROTO + data + b".", r"it asks for .*, which is no part of a model$")


def test_memo_tricks(tmp_path):
    # A global hidden in the memo, and fetched after the name on the stack was swapped.
    swapped = text("os") + b"\x94" + text("system") + b"\x94" + b"00h\x00h\x01\x93" + text("true") + b"\x85R."
    refused(tmp_path, PROTO + swapped, r"asks for os\.system")
    refused(tmp_path, PROTO + b"r" + struct.pack("<I", 1 << 18) + b".", "stack runs empty")
    refused(tmp_path, PROTO + b"}r" + struct.pack("<I", (1 << 32) - 1) + b".", "numbers an object")
    refused(tmp_path, PROTO + b"h\x05.", "refers to object 5")


def test_tuples_that_double_are_not_hashed(tmp_path):
    double = b"".join(b"q\x00h\x00\x86" for _ in range(60))
    refused(tmp_path, PROTO + b"})" + double + b"Ns.", "tuple of more than")


def test_stand_ins_cannot_be_altered(tmp_path):
    stand = text("torch._utils") + text("_rebuild_parameter") + b"\x93"
    refused(tmp_path, PROTO + stand + b"}" + text("_make") + text("x") + b"sb.", "alters")
    for type_ in ("OrderedDict", "EasyDict"):
        module = "collections" if type_ == "OrderedDict" else "dnnlib.util"
        made = text(module) + text(type_) + b"\x93)\x81}" + text("keys") + text("x") + b"sb."
        refused(tmp_path, PROTO + made, "damaged")


def test_program_text_is_not_run(tmp_path):
    marker = tmp_path / "marker"
    source = f"open({str(marker)!r}, 'w').close()\nclass Generator: pass\n"
    generator = random_generator()
    network = Persistent("Generator", persistent(generator, "Generator").meta["state"], module_src=source)
    path = tmp_path / "network.pkl"
    path.write_bytes(nvidia_bytes(generator, network=network))
    model = load_model(path)
    assert torch.equal(model.generator.synthesis.b4.const, generator.synthesis.b4.const)
    assert not marker.exists()


def test_program_text_without_end(tmp_path):
    network = Persistent("Generator", {}, module_src="x" * (2 << 20))
    refused(tmp_path, nvidia_bytes(random_generator(), network=network), "text of 2,097,152 bytes")


def test_a_pickle_inside_a_storage(tmp_path):
    marker = tmp_path / "marker"
    inner = pickle.dumps(Calls(os.system, f"touch {marker}"), 2)
    for data in (inner, torch_bytes({"x": 1}), torch_bytes(torch.zeros(3)), b"", b"\x80\x02K\x01." * 5):
        with stand_ins():
            bomb = pickle.dumps({"G_ema": Calls(torch.storage._load_from_bytes, data)})
        refused(tmp_path, bomb)
    # The same as the first of the five pickles of a storage that is otherwise whole.
    storage = torch_bytes(torch.zeros(3).storage(), _use_new_zipfile_serialization=False)
    with pytest.raises(Refusal, match="storage in it asks for"):
        load_storage(inner + storage)
    assert load_storage(storage).count == 3
    assert not marker.exists()


def test_every_truncation(tmp_path):
    data = nvidia_bytes(random_generator(channels=(2, 2), w_dim=2), synthesis_kwargs={})
    path = tmp_path / "whole.pkl"
    path.write_bytes(data)
    read_foreign(path)
    started = time.monotonic()
    for end in range(1, len(data), 97):
        refused(tmp_path, data[:end])
    assert time.monotonic() - started < 20


def test_single_bytes_changed(tmp_path):
    """Whatever a flipped byte does, the reader ends with its own refusal or with tensors."""
    data = bytearray(nvidia_bytes(random_generator(channels=(2, 2), w_dim=2), synthesis_kwargs={}))
    path = tmp_path / "flipped.pkl"
    random = np.random.default_rng(0)
    for position in random.integers(0, len(data), 200):
        kept, data[position] = data[position], int(random.integers(256))
        path.write_bytes(data)
        data[position] = kept
        try:
            read_foreign(path)
        except Refusal as refusal:
            assert "\n" not in str(refusal)


@pytest.mark.parametrize(
    ("opcodes", "match"),
    [
        (b"\x8e" + struct.pack("<Q", 1 << 60), "announces more"),  # BINBYTES8
        (b"B" + struct.pack("<I", (1 << 32) - 1), "announces more"),
        (b"\x8d" + struct.pack("<Q", (1 << 64) - 1), "announces more"),
        (b"\x95" + struct.pack("<Q", 1 << 62), "announces more"),  # FRAME
        (b"\x8b" + struct.pack("<i", -1), "opcode LONG4"),
        (b"\x82\x01", "opcode EXT1"),
        (b"\x83\x01\x00", "opcode EXT2"),
        (b"\x84\x01\x00\x00\x00", "opcode EXT4"),
        (b"Pos\n", "opcode PERSID"),
        (b"NQ", "opcode BINPERSID"),
        (b"(ios\nsystem\n", "opcode INST"),
        (b"(cos\nsystem\no", "opcode OBJ"),
        (b"N}\x92", "opcode NEWOBJ_EX"),
        (b"F1e999\n", "opcode FLOAT"),
        (b"I" + b"9" * 100_000 + b"\n", "opcode INT"),
        (b"\xff", "0xff"),
        (b"c" + b"a" * 300 + b"\nb\n", "global without end"),
        (b"0", "stack runs empty"),
        (b"(0", "stack runs empty"),
        (b"NR", "stack runs empty"),
        (b"\x80\x06", "protocol 6"),
        (b"\x80\x00", "protocol 0"),
        (b"]" * 201 + b"a" * 200, "nests deeper"),
        (b")" + b"\x85" * 100_000, "nests deeper"),
        (b"N0" * 300_000, "more than 500,000 opcodes"),
    ],
)
def test_opcodes_and_limits(tmp_path, opcodes, match):
    refused(tmp_path, PROTO + opcodes + b".", match)


def rebuild(*arguments):
    """A network whose only parameter is _rebuild_tensor_v2(storage of 16 floats, *arguments)."""
    storage = torch.zeros(16).storage()
    tensor = Calls(torch._utils._rebuild_tensor_v2, storage, *arguments, False, {})
    return Persistent("Generator", {"_parameters": {"w": tensor}, "_buffers": {}, "_modules": {}})


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ((0, (17,), (1,)), "reaches to number 17 of a storage of 16"),
        ((13, (4,), (1,)), "reaches to number 17"),
        ((-1, (4,), (1,)), "no proper storage"),
        ((0, (4,), (-1,)), "whole numbers from 0"),
        ((0, (4, 4), (1, 1)), "overlap"),
        ((0, (1000, 1000), (0, 0)), "overlap"),
        ((0, (4,), (1, 4)), "1 axes and 2 strides"),
        ((0, (1,) * 6, (1,) * 6), "6 axes"),
        ((0, (1 << 50,), (1,)), "whole numbers"),
        ((0, (2.0,), (1,)), "whole numbers"),
        ((0, "4", (1,)), "whole numbers"),
    ],
)
def test_tensors_outside_their_storage(tmp_path, arguments, match):
    refused(tmp_path, nvidia_bytes(random_generator(), network=rebuild(*arguments)), match)


def test_many_tensors_of_one_storage(tmp_path):
    storage = torch.zeros(10_000).storage()
    tensors = {
        str(i): Calls(torch._utils._rebuild_tensor_v2, storage, 0, (10_000,), (1,), False, {}) for i in range(50)
    }
    network = Persistent("Generator", {"_parameters": tensors, "_buffers": {}, "_modules": {}})
    refused(tmp_path, nvidia_bytes(random_generator(), network=network), "larger than the file")


def test_values_that_are_not_finite(tmp_path):
    generator = random_generator()
    generator.synthesis.b8.conv1.weight[0, 0, 0, 0] = float("nan")
    refused(tmp_path, nvidia_bytes(generator), r"'synthesis\.b8\.conv1\.weight' holds values that are not finite")


def test_networks_within_networks(tmp_path):
    network = Persistent("Generator", {"_parameters": {}, "_buffers": {}, "_modules": {}})
    for _ in range(12):
        network = Persistent("Generator", {"_parameters": {}, "_buffers": {}, "_modules": {"a": network}})
    refused(tmp_path, nvidia_bytes(random_generator(), network=network), "nest too deep")


def test_huge_layers_take_no_memory(tmp_path):
    """A pack whose small tensors promise large ones is refused before those are made."""
    generator = random_generator()
    generator.synthesis.b8.torgb.weight = torch.nn.Parameter(torch.zeros(3, 200_000, 1, 1))
    path = tmp_path / "huge.pkl"
    path.write_bytes(nvidia_bytes(generator, synthesis_kwargs={}))
    with pytest.raises(ModelError, match="has shape"):
        load_model(path)


def test_tensorflow_pickles_get_the_remedy(tmp_path):
    module = types.ModuleType("dnnlib.tflib.network")
    network = type("Network", (), {"__module__": "dnnlib.tflib.network"})
    module.Network = network
    with stand_ins(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(__import__("sys").modules, "dnnlib.tflib.network", module)
        data = pickle.dumps((network(), network(), network()))
    refused(tmp_path, data, "TensorFlow pickle.*legacy.py")


def test_whole_modules_and_code_in_torch_files_get_the_remedy(tmp_path):
    marker = tmp_path / "marker"
    for options in ({}, {"_use_new_zipfile_serialization": False}):
        refused(tmp_path, torch_bytes(random_generator(), **options), r"ganeditor\.engine.*state_dict")
        refused(tmp_path, torch_bytes({"g_ema": Calls(os.system, f"touch {marker}")}, **options), "system")
    assert not marker.exists()
    whole = torch_bytes({"g_ema": {"w": torch.zeros(1000)}})
    for end in range(20, len(whole), 499):
        refused(tmp_path, whole[:end])
    refused(tmp_path, torch_bytes({"g_ema": {"w": torch.zeros(1).expand(1 << 34)}}), "larger than the file")


def test_a_program_in_torchscript(tmp_path):
    path = tmp_path / "program.pt"
    torch.jit.script(torch.nn.Linear(2, 2)).save(str(path))
    refused(tmp_path, path.read_bytes(), "TorchScript|whole module")


def test_through_the_child(tmp_path):
    """What the parent says, and that nothing is left behind."""
    marker = tmp_path / "marker"
    path = tmp_path / "evil.pkl"
    path.write_bytes(pickle.dumps({"G_ema": Calls(os.system, f"touch {marker}")}))
    with pytest.raises(
        ModelError, match=r"evil\.pkl was refused: it asks for posix\.system.*; get the file again"
    ) as caught:
        packing.import_model(path)
    assert "\n" not in str(caught.value) and not marker.exists()
    assert list(packing.paths.user_models().iterdir()) == []


@pytest.mark.parametrize(
    ("code", "match"),
    [
        ("import numpy; numpy.ones(3 << 30, 'u1').sum()", "more memory"),
        ("import time; time.sleep(60)", "too long"),
        ("import os; os._exit(7)", r"reader stopped \(7\)"),
    ],
)
def test_the_child_is_bounded(tmp_path, monkeypatch, code, match):
    """A reader that went wild is stopped: this one runs code in the child, by a patch of Python's start-up."""
    patch = tmp_path / "patch" / "sitecustomize.py"
    patch.parent.mkdir()
    patch.write_text(
        "from ganeditor.checkpoints.formats import kinds\nfrom ganeditor.checkpoints.reader import serving\n"
        f"def wild(kinds, path):\n    {code}\n"
        "kinds.read_as = wild\nserving.SECONDS = 1\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(patch.parent), os.environ.get("PYTHONPATH", "")]))
    path = tmp_path / "any.pkl"
    path.write_bytes(PROTO + b"N.")
    with pytest.raises(ModelError, match=match):
        sandbox.extract(path, tmp_path, ["face"])


def test_empty_and_unknown_files(tmp_path):
    refused(tmp_path, b"", "none of the known kinds")
    refused(tmp_path, b"GIF89a", "none of the known kinds")
    refused(tmp_path, PROTO + b"N.", "G_ema")
