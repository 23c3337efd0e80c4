"""What the built program takes along stands in packaging/contents.py; here it is held against what we import."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
from functools import cache
from importlib.metadata import PackageNotFoundError, PackagePath, files
from pathlib import Path

import compare
import contents
import packing
import pytest
import sizes

ROOT = Path(__file__).parent.parent
WEIGHTS = {".bin", ".dat", ".onnx", ".pb", ".pt", ".pth", ".safetensors", ".tflite"}
IMPORTED = re.compile(r"^ *(?:from (?=[\w.]+ import )|import (?=[\w.]+(?: as \w+)?$))(\w+)", re.MULTILINE)
SMALL = 100_000  # bytes; no network is smaller


@cache
def files_of(package: str) -> tuple[PackagePath, ...]:
    """None of a package that is not for this machine, as jpeglib for ARM."""
    try:
        return tuple(files(package) or ())
    except PackageNotFoundError:
        return ()


def test_every_dependency_has_a_row():
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = re.search(r"^dependencies = \[\n(.*?)^\]", project, re.DOTALL | re.MULTILINE)[1]
    assert set(contents.DATA) == set(re.findall(r'^  "([\w.-]+)', listed, re.MULTILINE)), (
        "a row of DATA says what it opens"
    )


def test_every_import_is_of_a_dependency():
    known = {path.parts[0].split(".")[0] for package in contents.DATA for path in files_of(package)}
    known |= {"ganeditor", "jpeglib", *contents.UNUSED_MODULES, *sys.stdlib_module_names}
    for path in (ROOT / "ganeditor").rglob("*.py"):
        assert {*IMPORTED.findall(path.read_text("utf-8"))} <= known | {"_winapi"}, path


@pytest.mark.parametrize("package", contents.DATA)
def test_files_that_are_opened_are_there_and_no_weights_are_forgotten(package):
    opened, there = contents.DATA[package], [path.as_posix() for path in files_of(package)]
    for pattern in opened if there else ():
        assert any(contents.matches(path, [pattern]) for path in there), pattern
    for path in files_of(package):
        if path.suffix in WEIGHTS and path.locate().stat().st_size > SMALL:
            name = path.as_posix()
            assert contents.matches(name, (*opened, *contents.LEFT_OUT)), f"is {name} opened (DATA) or not (LEFT_OUT)?"


def test_modules_of_torch_that_read_their_text_have_it():
    configs = [path for path in files_of("torch") if path.suffix == ".py" and "config" in path.name]
    reading = {
        ".".join(path.with_suffix("").parts)
        for path in configs
        if "testing" not in path.parts and "\ninstall_config_module(" in path.locate().read_text("utf-8")
    }
    assert reading and reading <= set(contents.WITH_SOURCES)
    for name in contents.WITH_SOURCES:
        assert contents.is_wanted(name.replace(".", "/") + ".py")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/bin/torch_shm_manager", True),
        ("torch/bin/test_api", False),
        ("torch/bin/protoc", False),
        ("face_recognition_models/models/shape_predictor_68_face_landmarks.dat", True),
        ("face_recognition_models\\models\\shape_predictor_5_face_landmarks.dat", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("resources/i18n/ganeditor_de.qm", True),
        ("resources/i18n/ganeditor_de.ts", False),
        ("models/face-256/generator.safetensors", True),
        ("torch-2.13.0+cpu.dist-info/METADATA", True),
        ("torch-2.13.0+cpu.dist-info/RECORD", False),
    ],
)
def test_what_goes_along(path, wanted):
    assert contents.is_wanted(path) == wanted


def test_numba_is_stood_in_for():
    spec = importlib.util.spec_from_file_location("stand_in", ROOT / "packaging" / "stand_ins" / "numba.py")
    numba = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(numba)

    @numba.jit(nopython=True)
    def doubled(number):
        return 2 * number

    assert doubled(21) == 42


def test_sizes_are_of_files_in_parts(tmp_path):
    for name, size in (("torch/lib/a.so", 3_000_000), ("cv2/b.so", 5_000_000), ("stranger/c", 1_000_000)):
        path = tmp_path / "_internal" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(bytes(size))
    (tmp_path / "_internal" / "b.so").symlink_to("cv2/b.so")
    rows = sizes.table(tmp_path).splitlines()[2:]
    assert rows == ["| OpenCV and its libraries | 5 |", "| torch | 3 |", "| other | 1 |", "| **all** | **9** |"]


@pytest.fixture
def program(tmp_path):
    """A program of one file that the system can run, and a link to it."""
    folder = tmp_path / "ganeditor"
    (folder / "_internal").mkdir(parents=True)
    shutil.copy(shutil.which("true"), folder / "ganeditor")
    (folder / "ganeditor-window").symlink_to("ganeditor")
    for name in ("NOTICE", "ganeditor.cdx.json"):
        (folder / name).touch()
    return folder


def test_builds_are_compared(program, tmp_path):
    other = shutil.copytree(program, tmp_path / "other", symlinks=True)
    assert compare.differences(compare.told(program), compare.told(other)) == []
    (other / "_internal" / "more").touch()
    os.utime(other / "ganeditor", (1, 1))
    found = compare.differences(compare.told(program), compare.told(other))
    assert [row.partition(":")[0] for row in found if "_internal:" not in row] == ["ganeditor", "only in the second"]


@pytest.mark.skipif(not all(map(shutil.which, ("dpkg-deb", "readelf", "xz"))), reason="needs Debian's tools")
def test_packages_for_linux(program, tmp_path):
    packages = packing.pack(program, tmp_path / "packages", ROOT, "1.2", 1_700_000_000)
    once = [path.read_bytes() for path in packages]
    archive, debian = packages
    inside = archive.name.removesuffix(".tar.xz")
    with tarfile.open(archive) as opened:
        names = opened.getnames()
    assert names == [inside, *(f"{inside}/{name}" for name in sorted(path.name for path in program.iterdir()))]
    told = subprocess.run(["dpkg-deb", "-f", debian], capture_output=True, text=True, check=True).stdout
    assert "\nDepends: libc6 (>= 2." in told and "\nVersion: 1.2\n" in told
    listed = subprocess.run(["dpkg-deb", "-c", debian], capture_output=True, text=True, check=True).stdout
    places = ("applications/ganeditor.desktop", "mime/packages/ganeditor.xml", "metainfo/ganeditor.metainfo.xml")
    for place in (*places, "icons/hicolor/scalable/apps/ganeditor.svg", "doc/ganeditor/NOTICE"):
        assert f"./usr/share/{place}\n" in listed
    assert "./usr/bin/ganeditor-window -> ../lib/ganeditor/ganeditor-window\n" in listed
    sum_file = archive.with_name(f"{archive.name}.sha256")
    assert sum_file.read_text() == f"{hashlib.sha256(once[0]).hexdigest()}  {archive.name}\n"
    for path in program.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000), follow_symlinks=False)
    packing.pack(program, tmp_path / "packages", ROOT, "1.2", 1_700_000_000)
    assert [path.read_bytes() for path in packages] == once
