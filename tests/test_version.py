"""The program tells which version and commit it is, in a checkout and when it was built."""

import shutil
import subprocess
from pathlib import Path

import pytest

from ganeditor import __version__, paths, version


@pytest.fixture(autouse=True)
def ask_again():
    version.commit.cache_clear()
    yield
    version.commit.cache_clear()


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The resources of a program that was built."""
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    return tmp_path / version.COMMIT_FILE


def test_a_built_program_tells_the_commit_it_was_made_from(built: Path, run) -> None:
    built.write_text("1234567\n")
    assert run("--version") == (0, f"ganeditor {__version__} (1234567)\n", "")
    assert version.surroundings().startswith(f"ganeditor {__version__} (1234567), Python 3.")


@pytest.mark.skipif(not shutil.which("git"), reason="asks git")
def test_a_checkout_asks_git(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        named = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", "-C", tmp_path, *named, *arguments], check=True, capture_output=True)

    assert version.commit_of(tmp_path) == ""
    git("init")
    assert version.commit_of(tmp_path) == ""
    (tmp_path / "file").write_text("one")
    git("add", "file")
    git("commit", "-m", "First")
    known = version.commit_of(tmp_path)
    assert len(known) == 7 and int(known, 16)
    (tmp_path / "file").write_text("two")
    assert version.commit_of(tmp_path) == f"{known}-dirty"


@pytest.mark.usefixtures("built")
def test_without_git_the_version_stands_alone(monkeypatch: pytest.MonkeyPatch, run) -> None:
    monkeypatch.setenv("PATH", "")
    assert run("--version").out == f"ganeditor {__version__}\n"
