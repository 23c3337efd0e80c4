"""The workbench: a FaceEditor built from its parts, the same for the window and the command line."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeVar

import torch

from ganeditor import paths
from ganeditor.checkpoints.packs.directions import with_stored
from ganeditor.checkpoints.packs.installed import find_model, load_model, state_of
from ganeditor.checkpoints.packs.pack import EYES, TRANSLATOR, UPSCALER
from ganeditor.checkpoints.painters import open_painter
from ganeditor.checkpoints.perceptual import open_perceptual
from ganeditor.checkpoints.translators import open_translator
from ganeditor.checkpoints.upscalers import open_upscaler
from ganeditor.engine.cache import LatentCache
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.centerface import CenterFaceDetector
from ganeditor.engine.faces.detect import Detector
from ganeditor.engine.faces.fan import DETECTOR_URLS, FanDetector
from ganeditor.engine.faces.finder import FaceFinder, open_finder
from ganeditor.engine.faces.identity import Identifier
from ganeditor.engine.faces.landmarks import LandmarkPredictor, UprightJudge
from ganeditor.engine.faces.shapes import Shapes, ShapesHere
from ganeditor.engine.model import FaceModel
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.engine.shared import SharedNetworks
from ganeditor.engine.tensors import choose_device, search_dtype

T = TypeVar("T")

DETECTORS = ("centerface", *(f"fan-{name}" for name in DETECTOR_URLS))


@dataclass(frozen=True)
class EditorOptions:
    """Everything a person can choose about the machinery."""

    device: str = "auto"
    threads: int = 0  # 0 leaves it to torch
    model: str = paths.DEFAULT_MODEL
    detector: str = "centerface"
    allow_download: bool = False  # of a detector's weights
    perceptual: str = "efficientnet"
    cache_megabytes: int = 200  # on disk; 0 keeps inversions for the session only


def open_editor(
    options: EditorOptions, notify: Callable[[str], None] = lambda _text: None, shapes: Shapes | None = None
) -> FaceEditor:
    """A FaceEditor ready for its first photo; shapes are dlib's models, if not here.

    Its networks for faces, which take about a second, are opened when they are first asked for.
    """
    if options.threads:
        torch.set_num_threads(options.threads)
    device = choose_device(options.device)
    folder = paths.cache() / "latents" if options.cache_megabytes else None
    cache = LatentCache(folder, options.cache_megabytes * 1_000_000)
    shapes = shapes or ShapesHere()

    def face_networks() -> tuple[FaceModel, PerceptualDistance]:
        model = with_stored(load_model(find_model(options.model), notify), notify).to(device)
        return model, open_perceptual(options.perceptual, paths.user_models(), device, search_dtype(device))

    upscaler = _kept(lambda name: open_upscaler(name).to(device), UPSCALER)
    translator = _kept(lambda name: open_translator(name).to(device), TRANSLATOR)
    painter = _kept(lambda name: open_painter(name).to(device), EYES)
    networks = SharedNetworks(face_networks, notify, painter)
    return FaceEditor(networks, finder(options, shapes), Identifier(shapes), Anatomy(), cache, upscaler, translator)


def _kept(opener: Callable[[str], T], kind: str) -> Callable[[str], T]:
    """opener, which knows what it opened last until other networks of this kind are here."""

    @lru_cache(maxsize=3)  # a pair, and one to compare with
    def opened(name: str, _state: Hashable) -> T:
        return opener(name)

    return lambda name: opened(name, state_of(name, kind))


def finder(options: EditorOptions, shapes: Shapes | None = None) -> FaceFinder:
    """Detector and landmark predictor alone, for commands that need no model."""
    device = choose_device(options.device)
    builders: dict[str, Callable[[], Detector]] = {"centerface": CenterFaceDetector}
    for name in DETECTOR_URLS:
        builders[f"fan-{name}"] = partial(FanDetector, name, device, allow_download=options.allow_download)
    shapes = shapes or ShapesHere()
    return open_finder(options.detector, builders, LandmarkPredictor(shapes), UprightJudge(shapes))
