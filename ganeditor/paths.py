"""Where resources, models, cache and settings live; no other module builds such a path."""

import os
import sys
import warnings
from pathlib import Path

import platformdirs

_APP = "ganeditor"
_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """A folder that ships with the program: in the installer's bundle, in the wheel or in the repository."""
    bundle = getattr(sys, "_MEIPASS", None)
    places = [Path(bundle) / name] if bundle else [_PACKAGE / name, _PACKAGE.parent / name]
    return next((place for place in places if place.is_dir()), places[-1])


def resources() -> Path:
    """Icons, translations and styles."""
    return _shipped("resources")


DEFAULT_MODEL = "face-256"
"""Name of the bundled pack that is used unless a person chooses another."""

DEFAULT_UPSCALER = "real-esrgan-x4plus"
"""Name of the network that enlarges photos unless a person chooses another."""


def bundled_models() -> Path:
    """Model packs that ship with the program."""
    return _shipped("models")


def user_models() -> Path:
    """Model packs the user has imported."""
    return user_data() / "models"


def user_clip() -> Path:
    """The user's own CLIP, or a link to the folder that it is in."""
    return user_models() / "clip"


def user_directions() -> Path:
    """Directions the user has imported, found or trained, a folder for each model."""
    return user_data() / "directions"


def user_faces() -> Path:
    """Faces the user has kept, to be put on others."""
    return user_data() / "faces"


def user_people() -> Path:
    """What is known of the people in the user's photos."""
    return user_data() / "people"


def user_queue() -> Path:
    """The photos that wait in the user's queue: a file."""
    return user_data() / "queue.json"


def user_data() -> Path:
    """The user's own folder; GANEDITOR_HOME moves it together with cache and settings."""
    return _home("data") or platformdirs.user_data_path(_APP, appauthor=False)


def cache() -> Path:
    """Results that can be computed again."""
    return _home("cache") or platformdirs.user_cache_path(_APP, appauthor=False)


def settings() -> Path:
    """The user's settings and window layout."""
    return _home("settings") or platformdirs.user_config_path(_APP, appauthor=False)


def runtime() -> Path:
    """Locks and sockets of the programs that run now, of this user on this machine; GANEDITOR_HOME does not move it,
    since the path of a socket has to be short."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # /tmp does where the system has none
        return platformdirs.user_runtime_path(_APP, appauthor=False)


def _home(kind: str) -> Path | None:
    home = os.environ.get("GANEDITOR_HOME")
    return Path(home) / kind if home else None
