"""What the systems are told of the program: the same files, version, page and programs everywhere."""

import configparser
import plistlib
import re
from pathlib import Path
from xml.etree import ElementTree

import icons
import pytest
from PIL import Image

from ganeditor import __version__
from ganeditor.project.folders import PICTURES
from ganeditor.project.store import SUFFIX
from ganeditor.version import PAGE

PACKAGING = Path(icons.__file__).parent
KINDS = {".jfif": "jpeg", ".jpg": "jpeg", ".mpo": "jpeg", ".tif": "tiff", ".hif": "heif"}
"""Suffixes that have no kind of their own."""
WINDOW = "ganeditor-window"


def test_linux_opens_projects_and_all_photos() -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(PACKAGING / "linux" / "ganeditor.desktop", "utf-8")
    entry = parser["Desktop Entry"]
    kinds = {f"image/{KINDS.get(suffix, suffix[1:])}" for suffix in PICTURES}
    (project,) = set(entry["MimeType"].rstrip(";").split(";")) - kinds
    assert kinds <= set(entry["MimeType"].split(";"))
    assert entry["Exec"] == f"{WINDOW} %F" and entry["Icon"] == "ganeditor"
    mime = ElementTree.parse(PACKAGING / "linux" / "ganeditor.xml").getroot()
    kind = mime.find("{*}mime-type")
    assert kind.get("type") == project and kind.find("{*}glob").get("pattern") == f"*{SUFFIX}"


def test_linux_software_centres_know_this_version() -> None:
    root = ElementTree.parse(PACKAGING / "linux" / "ganeditor.metainfo.xml").getroot()
    assert root.find("releases/release").get("version") == __version__
    assert root.findtext("url") == PAGE


def test_windows_opens_projects_and_all_photos() -> None:
    script = (PACKAGING / "windows" / "ganeditor.iss").read_text("utf-8")
    offered = re.findall(r'SupportedTypes"; ValueType: string; ValueName: "(\.\w+)"', script)
    assert offered == list(PICTURES)
    assert f'Classes\\{SUFFIX}"' in script and f'"{WINDOW}.exe"' in script and f'Page "{PAGE}"' in script


def test_macos_opens_projects_and_may_ask_for_the_camera() -> None:
    info = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    (kind,) = info["UTExportedTypeDeclarations"]
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == [SUFFIX[1:]]
    assert info["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    rights = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert rights["com.apple.security.device.camera"] and info["NSCameraUsageDescription"]


@pytest.mark.usefixtures("qapp")
def test_the_icon_is_there_in_all_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "SIDES", (16, 32, 256, 1024))
    icons.write(tmp_path)
    assert Image.open(tmp_path / "ganeditor.ico").info["sizes"] == {(16, 16), (32, 32), (256, 256)}
    large = Image.open(tmp_path / "ganeditor.icns").info["sizes"]
    assert (1024, 1024) in {(width * scale, height * scale) for width, height, scale in large}
    small = Image.open(tmp_path / "hicolor" / "16x16" / "apps" / "ganeditor.png")
    assert small.size == (16, 16) and len(small.getcolors()) > 10
