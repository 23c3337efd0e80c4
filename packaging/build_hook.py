"""Hatchling's hook: wheel and sdist carry the commit that they were made from, as resources/commit."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACES = {"wheel": "ganeditor/resources", "sdist": "resources"}


class CommitHook(BuildHookInterface[Any]):
    """An sdist has the file already; a checkout that is installed as it stands asks git."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from ganeditor.version import COMMIT_FILE, commit_of

        commit = commit_of(Path(self.root))
        if version == "editable" or not commit:
            return
        self._folder = TemporaryDirectory()
        file = Path(self._folder.name) / COMMIT_FILE
        file.write_text(f"{commit}\n", "utf-8")
        build_data["force_include"][str(file)] = f"{PLACES[self.target_name]}/{COMMIT_FILE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        if hasattr(self, "_folder"):
            self._folder.cleanup()
