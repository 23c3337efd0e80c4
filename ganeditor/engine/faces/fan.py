"""The other face backend: face-alignment's FAN landmarks (Bulat and Tzimiropoulos 2017) with a detector of its own.

Its weights are fetched from its authors' pages. They are used when they lie on disk already, or when the user has
allowed the download; nothing is fetched otherwise.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from ganeditor.engine.faces.detect import Detection, Photo8
from ganeditor.errors import ModelError

_FAN = "https://www.adrianbulat.com/downloads/python-fan/"
_BLAZE = "https://github.com/hollance/BlazeFace-PyTorch/raw/master/"
_YUNET = "https://github.com/opencv/opencv_zoo/raw/main/models/face_detection_yunet/"

LANDMARKS_URL = _FAN + "2DFAN4-11f355bf06.pth.tar"
DETECTOR_URLS = {
    "sfd": {"path_to_detector": _FAN + "s3fd-619a316812.pth"},
    "yunet": {"path_to_detector": _YUNET + "face_detection_yunet_2023mar.onnx"},
    "blazeface": {"path_to_detector": _BLAZE + "blazeface.pth", "path_to_anchor": _BLAZE + "anchors.npy"},
}
"""For each detector of face-alignment, the arguments that name its weight files and where these come from."""


class FanDetector:
    """Boxes and 68 landmarks in one; detector is 'sfd', 'yunet' or 'blazeface'."""

    def __init__(self, detector: str, device: torch.device, *, allow_download: bool = False) -> None:
        """ModelError when weights are missing and may not be, or can't be, downloaded."""
        missing = missing_weights(detector)
        if missing and not allow_download:
            raise ModelError(
                f"The face detector 'fan-{detector}' needs {', '.join(path.name for path in missing)} in "
                f"{weights_folder()}; put them there, or use the detector centerface.",
                "--allow-download fetches them",
            )
        for path, url in missing.items():
            _download(url, path)
        from face_alignment import FaceAlignment, LandmarksType

        # With paths given, face-alignment reads the files with weights_only=True.
        paths = {argument: str(_local(url)) for argument, url in DETECTOR_URLS[detector].items()}
        self._network = FaceAlignment(
            LandmarksType.TWO_D,
            device=str(device),
            face_detector=detector,
            face_detector_kwargs=paths,
            compile=False,
        )

    def detect(self, pictures: Iterable[Photo8]) -> Iterator[Sequence[Detection]]:
        return map(self._detections, pictures)

    def _detections(self, picture: Photo8) -> Sequence[Detection]:
        found = self._network.get_landmarks_from_image(picture, return_bboxes=True)
        if found is None or found[0] is None:
            return []
        shapes, _scores, rows = found
        return [
            Detection(
                (float(row[0]), float(row[1]), float(row[2]), float(row[3])),
                float(row[4]),
                np.asarray(shape, np.float32) + 0.5,
            )
            for shape, row in zip(shapes, rows, strict=True)
        ]


def weights_folder() -> Path:
    """Where torch.hub keeps what it downloads, and face-alignment looks."""
    return Path(torch.hub.get_dir()) / "checkpoints"


def missing_weights(detector: str) -> dict[Path, str]:
    """Files that the backend with this detector still needs, and where each comes from."""
    urls = (LANDMARKS_URL, *DETECTOR_URLS[detector].values())
    return {_local(url): url for url in urls if not _local(url).is_file()}


def _local(url: str) -> Path:
    return weights_folder() / url.rsplit("/", 1)[1]


def _download(url: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = re.search(r"-([0-9a-f]{8,})\.", path.name)
    try:
        torch.hub.download_url_to_file(url, str(path), digest.group(1) if digest else None, progress=False)
    except (OSError, RuntimeError) as error:  # urllib's errors are OSErrors, a wrong hash is a RuntimeError
        raise ModelError(f"{url} can't be fetched ({error}); put the file into {path.parent} yourself.") from None
