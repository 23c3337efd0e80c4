"""The bill of materials: nothing goes into the program whose licence, and what that asks for, is not written down."""

import json
from datetime import datetime, timezone
from importlib.metadata import distributions
from pathlib import Path

import pytest
import sbom

ROOT = Path(__file__).parent.parent
tomllib = pytest.importorskip("tomllib")


@pytest.fixture(scope="module")
def packages() -> list[sbom.Part]:
    """All that ganeditor needs to run, as it is installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return sbom.packages(project["dependencies"])


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Every library that the wheels here bring along, as empty files, and what they do not have."""
    names = {
        str(file)
        for package in distributions()
        for file in package.files or ()
        if sbom.LIBRARY.search(file.name) and (".libs/" in str(file) or ".dylibs/" in str(file))
    }
    for name in (*names, "pillow_heif.libs/libx265-0.so.217", "models/face-256/manifest.json", "PySide6/Qt/lib/a.so"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_every_dependency_has_a_licence(packages) -> None:
    found = {part.name: part.licence for part in packages}
    assert len(found) > 40 and "pytest" not in found
    assert found["torch"].startswith("Apache-2.0") and found["pyside6-essentials"] == "LGPL-3.0-only"


def test_every_row_of_the_table_is_of_a_package_that_needs_it(packages) -> None:
    needed = {part.name for part in packages} | {"opencv-python-headless", "colorama", "tzdata"}
    assert set(sbom.PACKAGES) <= needed


def test_what_copyleft_asks_for_is_written_down(packages, program) -> None:
    asked = sbom.obligations([*packages, *sbom.inside(program)])
    names = {licence: {part.name for part in parts} for licence, parts in asked.items()}
    assert {"pyside6-essentials", "shiboken6", "Qt 6"} <= names["LGPL-3.0-only"]
    assert names["GPL-2.0-or-later"] == {"x265"} and names["CC-BY-NC-4.0"] == {"face-256"}
    assert {"jpeglib", "tqdm"} <= names["MPL-2.0"]
    with pytest.raises(SystemExit, match="AGPL"):
        sbom.obligations([sbom.Part("new", "1", "MIT AND AGPL-3.0-only")])


def test_an_unknown_library_stops_the_build(program) -> None:
    (program / "new.libs").mkdir()
    (program / "new.libs" / "libnew-1234.so.5").touch()
    with pytest.raises(SystemExit, match="libnew-1234"):
        sbom.inside(program)


def test_a_package_without_a_licence_stops_the_build(monkeypatch) -> None:
    monkeypatch.setattr(sbom, "PACKAGES", {})
    with pytest.raises(SystemExit, match="tqdm"):
        sbom.packages(["tqdm"])


def test_bill_and_notice_hold_all_of_it(packages, program) -> None:
    parts = [sbom.Part("ganeditor", "1", "Apache-2.0", is_package=True), *packages, *sbom.inside(program)]
    moment = datetime(2026, 11, 27, tzinfo=timezone.utc)
    text = sbom.bill(parts, moment)
    bom = json.loads(text)
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert bom["metadata"]["component"]["name"] == "ganeditor"
    known = {one["name"]: one for one in bom["components"]}
    assert set(known) == {part.name for part in parts[1:]}
    assert known["x265"]["licenses"] == [{"expression": "GPL-2.0-or-later"}]
    assert known["pillow"]["purl"].startswith("pkg:pypi/pillow@")
    assert sbom.bill(parts, moment) == text
    told = sbom.notice(parts)
    assert "- x265: GPL-2.0-or-later" in told and "GNU LESSER GENERAL PUBLIC LICENSE" in told
    assert all(line in told for line in sbom.OBLIGATIONS["GPL-2.0-or-later"].splitlines())
