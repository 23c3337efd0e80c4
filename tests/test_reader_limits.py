"""What files from outside may take: time and memory come with the tensors they hold, and padding brings none."""

import contextlib
import copy
import io
import json
import os
import pickle
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from foreign import nvidia_bytes, random_generator, rosinality_state, torch_bytes

from ganeditor import child
from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.formats.table import read_foreign
from ganeditor.checkpoints.packs.installed import load_model
from ganeditor.checkpoints.reader import direction_files, nvidia_pickle, torch_pickle
from ganeditor.checkpoints.reader.pickle_scan import LEGACY
from ganeditor.checkpoints.reader.refusal import MEMORY, Refusal
from ganeditor.errors import ModelError

PROTO = b"\x80\x04"
MEGABYTE = 1 << 20


def text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def named(module: str, name: str) -> bytes:
    return text(module) + text(name) + b"\x93"


def measured(path: Path, folder: Path, entry: str = sandbox.NETWORK) -> tuple[dict, float, float]:
    """What the child that reads path says, its seconds, and the most megabytes it had."""
    folder.mkdir()
    started = time.monotonic()
    request, answer = folder / "request.json", folder / "answer.json"
    request.write_text(json.dumps({"path": str(path), "folder": str(folder), "kinds": ["face"]}))
    command = [sys.executable, "-m", "ganeditor", child.ARGUMENT, entry]
    with request.open() as asked, answer.open("w") as pipe:
        process, peak = subprocess.Popen(command, stdin=asked, stdout=pipe, stderr=subprocess.DEVNULL), 0
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        peak = max([peak, *(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))])
        time.sleep(0.01)
    lines = answer.read_text().splitlines()
    kind, *rest = json.loads(lines[-1]) if lines else ("error", None, f"stopped {process.returncode}")
    said = {"refusal": rest[1]} if kind == "error" else rest[0]
    return said, time.monotonic() - started, peak / 1e3


LIST = b"](" + b"".join(b"J" + struct.pack("<i", number) for number in range(100_000)) + b"e\x94"
SETS = LIST + named("builtins", "set") + b"\x940](" + b"h\x01h\x00\x85R" * 90_000 + b"e"
TEXTS = text("a" * MEGABYTE) + b"\x940" + named("_codecs", "encode") + b"\x940](" + b"h\x01h\x00\x85R" * 90_000 + b"e"
LARGE_PRIME = (1 << 61) - 1  # what Python takes the hash of a number from
COLLIDING = b"}(" + b"".join(b"\x8a\x0c" + (k * LARGE_PRIME).to_bytes(12, "little") + b"N" for k in range(1, 50_000))
COLLIDING += b"u"
HASHED = b"(" + b"K\x01" * 90_000 + b"t\x940}(" + b"h\x00N" * 100_000 + b"u"
STORAGE = torch_bytes(torch.zeros(1)._typed_storage(), _use_new_zipfile_serialization=False)
STORAGES = (
    b"B"
    + struct.pack("<I", len(STORAGE))
    + STORAGE
    + b"\x940"
    + named("torch.storage", "_load_from_bytes")
    + b"\x940"
    + b"h\x01h\x00\x85R0" * 90_000
)
STORAGES += b"N"
NAMES = b"".join(text("timm") + text(f"A{number}") + b"\x930" for number in range(90_000)) + b"N"


def write_padded(path: Path, head: bytes, zeros: int, tail: bytes) -> None:
    """A file with a hole of zeros, which takes no room on the disk."""
    with path.open("wb") as file:
        file.write(head)
        file.seek(zeros, os.SEEK_CUR)
        file.write(tail)
        file.truncate()


def string_of(length: int) -> bytes:
    return b"\x8e" + struct.pack("<Q", length)


ZEROS = 300 * MEGABYTE
PADDINGS = {
    "behind": lambda core: (PROTO + core + b".", b"\0"),
    "inside": lambda core: (PROTO + string_of(ZEROS), b"0" + core + b"."),
    # The zeros pretend to be a tensor, so that the file may take four times as much memory.
    "tensor": lambda core: (PROTO + string_of(ZEROS + len(LEGACY)) + LEGACY, b"0" + core + b"."),
}
CORES = {"sets": SETS, "texts": TEXTS, "keys": COLLIDING, "hashes": HASHED, "storages": STORAGES, "names": NAMES}


PADDED = [*(("tensor", core) for core in CORES), ("behind", "sets"), ("inside", "storages"), ("inside", "texts")]
"""Under the padding that buys most each content, and what else is padded with those that took most."""


@pytest.mark.parametrize(("padding", "core"), PADDED)
def test_padding_buys_neither_time_nor_memory(tmp_path, core, padding):
    path = tmp_path / "hostile.pkl"
    head, tail = PADDINGS[padding](CORES[core])
    write_padded(path, head, ZEROS, tail)
    said, seconds, megabytes = measured(path, tmp_path / "out")
    assert "refusal" in said, said
    assert seconds < 10 and megabytes < 1000, (seconds, megabytes, said)


def test_bytes_behind_the_end_are_refused(tmp_path):
    path = tmp_path / "network.pkl"
    path.write_bytes(nvidia_bytes(random_generator()) + b"\n")
    with pytest.raises(Refusal, match="1 bytes follow the end of its pickle"):
        read_foreign(path)


@pytest.mark.parametrize("zeros", [0, 400 * MEGABYTE])
def test_memory_comes_with_tensors_alone(tmp_path, zeros):
    """A reader that went wild in a padded file gets no more than in a small one."""
    path = tmp_path / "padded.pkl"
    write_padded(path, PROTO + string_of(zeros), zeros, b"0N.")
    code = (
        "import sys, numpy; from ganeditor.checkpoints.formats import kinds;"
        "kinds.read_as = lambda kinds, path: numpy.ones(600 << 20, 'u1').sum();"
        "kinds.serve({'path': sys.argv[1], 'folder': sys.argv[2], 'kinds': ['face']}, None)"
    )
    command = [sys.executable, "-c", code, str(path), str(tmp_path)]
    said = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    assert said.returncode == 1 and f"ModelError: {path} was refused: {MEMORY};" in said.stderr


def test_what_counts_as_tensors(tmp_path):
    """All of a whole file's tensors, in each kind of file."""
    generator = random_generator()
    state = generator.state_dict()
    numbers = sum(tensor.numel() for tensor in state.values()) * 4
    path = tmp_path / "network.pkl"
    path.write_bytes(nvidia_bytes(generator))
    assert numbers <= nvidia_pickle.tensor_bytes(path) < path.stat().st_size
    for zipped in (True, False):
        path.write_bytes(torch_bytes(state, _use_new_zipfile_serialization=zipped))
        assert torch_pickle.tensor_bytes(path) == numbers


# --- files by torch.save ------------------------------------------------------------------------------------------


def rewritten(data: bytes, change, compression=zipfile.ZIP_STORED) -> bytes:
    """A zip file with each part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", compression) as target:
        for row in source.infolist():
            for name, content in change(row.filename, source.read(row)):
                target.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def whole():
    return torch_bytes({"g_ema": rosinality_state(random_generator())})


def test_compressed_parts_are_refused(tmp_path, whole):
    path = tmp_path / "bomb.pt"
    path.write_bytes(rewritten(whole, lambda name, content: [(name, content)]))
    read_foreign(path)
    path.write_bytes(rewritten(whole, lambda name, content: [(name, content)], zipfile.ZIP_DEFLATED))
    with pytest.raises(Refusal, match="compressed parts"):
        read_foreign(path)


def test_parts_that_share_bytes_are_refused(tmp_path):
    """The list of parts names one part many times."""
    data = torch_bytes({"x": torch.zeros(5000)})
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        for index in range(1, 20):
            row = copy.copy(archive.getinfo("archive/data/0"))
            row.filename = f"archive/data/{index}"
            archive.filelist.append(row)
        archive._didModify = True
    path = tmp_path / "shared.pt"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(Refusal, match="larger than the file"):
        read_foreign(path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda name, content: [] if name.endswith("data.pkl") else [(name, content)],
            r"without the table \(data\.pkl\)",
        ),
        (lambda name, content: [] if name.endswith("data/3") else [(name, content)], "is missing or of another size"),
        (
            lambda name, content: [(name, content[:-4] if "data/3" in name else content)],
            "is missing or of another size",
        ),
        (lambda name, content: [(name, content + b"\n" if "data.pkl" in name else content)], "1 bytes follow the end"),
        (
            lambda name, content: [(name, b"big" if "byteorder" in name else content)],
            "another byte order; save it again",
        ),
        (lambda name, content: [(name, content), (f"b/{name.split('/', 1)[1]}", content)], "some of the same name"),
    ],
)
def test_zip_files_that_are_not_whole(tmp_path, whole, change, reason):
    path = tmp_path / "changed.pt"
    path.write_bytes(rewritten(whole, change))
    with pytest.raises(Refusal, match=reason):
        read_foreign(path)


def test_changed_numbers_are_noticed(tmp_path, whole):
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        row = archive.getinfo("archive/data/5")
    position = row.header_offset + 200 if row.file_size > 200 else row.header_offset + 64
    data = bytearray(whole)
    data[position] ^= 1
    path = tmp_path / "flipped.pt"
    path.write_bytes(data)
    with pytest.raises(Refusal, match=r"not what was written|not where its list says|same name"):
        read_foreign(path)


def test_lists_of_parts_that_point_outside(tmp_path, whole):
    """The offsets in a zip file's list are any numbers."""
    position = whole.index(b"PK\x01\x02") + 42
    start = whole.rindex(b"PK\x06\x06") + 48  # of the list; a wrong one shifts all offsets
    changes = [(position, offset) for offset in (0xFFFFFFFE, len(whole), len(whole) - 4, 1)]
    for place, number in (*changes, (start, len(whole))):
        path = tmp_path / "outside.pt"
        path.write_bytes(whole[:place] + struct.pack("<I", number) + whole[place + 4 :])
        with pytest.raises(Refusal, match=r"not where its list says|ends early|can't be read"):
            read_foreign(path)


def test_single_bytes_changed(tmp_path, whole):
    """Whatever a flipped byte does, the end is a refusal of ours or tensors, for directions too."""
    random = np.random.default_rng(0)
    arrays, plain = io.BytesIO(), io.BytesIO()
    np.savez_compressed(arrays, lat_comp=random.standard_normal((3, 1, 8)), lat_stdev=np.ones(3))
    np.save(plain, np.ones((1, 8)))
    files = {"a.pt": torch_bytes(torch.ones(1, 8)), "b_w.npz": arrays.getvalue(), "c.npy": plain.getvalue()}
    old = torch_bytes({"g_ema": rosinality_state(random_generator())}, _use_new_zipfile_serialization=False)
    models = {"d.pt": whole, "e.pt": old}
    for name, data in (*files.items(), *models.items()):
        for position in random.integers(0, len(data), 150):
            changed = bytearray(data)
            changed[position] = int(random.integers(256))
            (tmp_path / name).write_bytes(changed)
            with contextlib.suppress(Refusal):
                (direction_files.read if name in files else read_foreign)(tmp_path / name)


def test_bytes_behind_an_old_file_are_refused(tmp_path):
    path = tmp_path / "old.pt"
    data = torch_bytes({"g_ema": rosinality_state(random_generator())}, _use_new_zipfile_serialization=False)
    path.write_bytes(data)
    read_foreign(path)
    path.write_bytes(data + bytes(1000))
    with pytest.raises(Refusal, match="1,000 bytes follow the end of its tensors"):
        read_foreign(path)
    for end in range(20, len(data), 997):
        path.write_bytes(data[:end])
        with pytest.raises(Refusal):
            read_foreign(path)


def test_tables_that_double(tmp_path):
    """Five tables, each in the next one 60 times, are a thousand million when they are walked."""
    table: dict = {"x": 1}
    for _ in range(5):
        table = {str(index): table for index in range(60)}
    path = tmp_path / "doubling.pt"
    path.write_bytes(torch_bytes(table))
    started = time.monotonic()
    with pytest.raises(Refusal, match="more than 200,000 entries"):
        read_foreign(path)
    assert time.monotonic() - started < 5


def test_options_that_are_set_again_and_again(tmp_path):
    options = (
        named("argparse", "Namespace") + b"\x940" + b"}\x94(" + b"".join(text(f"o{n}") + b"N" for n in range(2_000))
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a/data.pkl", PROTO + options + b"u0" + b"h\x00)\x81h\x01b0" * 80_000 + b"}.")
    path = tmp_path / "options.pt"
    path.write_bytes(data.getvalue())
    with pytest.raises(Refusal, match="options that are no table of up to 1,000"):
        read_foreign(path)


def test_a_file_by_torch_is_read_without_torch(tmp_path, whole):
    path = tmp_path / "g.pt"
    path.write_bytes(whole)
    code = (
        "import sys; from pathlib import Path; from ganeditor.checkpoints.formats.table import read_foreign;"
        "from ganeditor.checkpoints.reader.direction_files import read;"
        "read_foreign(Path(sys.argv[1])); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


# --- directions ---------------------------------------------------------------------------------------------------


def hostile_directions(folder: Path) -> list[Path]:
    tensor, rows = torch_bytes(torch.zeros(1, 512)), {"lat_comp": np.zeros((160, 1, 1 << 17))}
    files = {
        "sets.pkl": PROTO + SETS + b".",
        "bomb.pt": rewritten(tensor, lambda name, content: [(name, content)], zipfile.ZIP_DEFLATED),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    np.savez_compressed(folder / "bomb_w.npz", **rows)  # 168 MB of zeros
    return [folder / name for name in (*files, "bomb_w.npz")]


def test_hostile_directions_take_little(tmp_path):
    for path in hostile_directions(tmp_path):
        said, seconds, megabytes = measured(path, tmp_path / f"out-{path.stem}", sandbox.DIRECTION)
        assert "refusal" in said and seconds < 10 and megabytes < 600, (path, said, seconds, megabytes)


def test_directions_are_read_in_a_child_but_for_plain_arrays(tmp_path, monkeypatch):
    read = []
    monkeypatch.setattr(direction_files, "read", read.append)
    torch.save(torch.ones(1, 8), tmp_path / "a.pt")
    (tmp_path / "b.pkl").write_bytes(pickle.dumps({"lat_comp": np.ones((1, 8))}))
    np.savez(tmp_path / "c_w.npz", lat_comp=np.ones((2, 1, 8)))
    np.save(tmp_path / "d.npy", np.ones((1, 8)))
    for name in ("a.pt", "b.pkl", "c_w.npz"):
        assert sandbox.read_directions(tmp_path / name).vectors.shape[-1] == 8
    assert read == []
    sandbox.read_directions(tmp_path / "d.npy")
    assert read == [tmp_path / "d.npy"]


def test_all_of_a_direction_comes_back(tmp_path):
    edit = {"lat_comp": np.ones((1, 8)), "lat_stdev": 2.5, "edit_start": 1, "edit_end": 4, "latent_space": "Z"}
    path = tmp_path / "pggan.pkl"
    path.write_bytes(pickle.dumps(edit))
    found = sandbox.read_directions(path)
    assert (found.space, found.family, found.layers, found.mean) == ("Z", "PGGAN", (1, 3), None)
    assert found.sigmas.tolist() == [2.5] and found.vectors.tolist() == [[1.0] * 8]


def test_a_stored_direction_has_a_size_limit(tmp_path):
    from ganeditor.checkpoints.packs.directions import read_stored

    path = tmp_path / "huge.safetensors"
    path.write_bytes(b"")
    os.truncate(path, 200 * MEGABYTE)
    with pytest.raises(ModelError, match="it has 200 MB"):
        read_stored(path)


def test_a_full_size_child_has_room(tmp_path):
    """150 MB of tensors beside each other, as in large files, are no hostile ones."""
    generator = random_generator()
    state = rosinality_state(generator) | {"more": torch.zeros(40_000_000)}
    path = tmp_path / "large.pt"
    path.write_bytes(torch_bytes({"g_ema": state}))
    model = load_model(path)
    assert torch.equal(model.generator.synthesis.b4.const, generator.synthesis.b4.const)
