"""An encoder that is learnt for a generator: photos start nearer from it than from the mean."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image
from test_training import TINY, discs

from ganeditor.checkpoints.packs import native
from ganeditor.engine.latent.invert import guess
from ganeditor.errors import UserError
from ganeditor.project.runs import FIGURES, STATE
from ganeditor.training import encoding
from ganeditor.training.job import TrainJob, run_job
from ganeditor.training.result import keep
from ganeditor.training.run import Run

SETTINGS = replace(TINY, pictures=8 * 40, width=8, rate=2e-3, discriminator_rate=2e-3, encoder=8 * 60, interval=100)


@pytest.fixture
def job(tmp_path: Path) -> TrainJob:
    folder = tmp_path / "discs"
    folder.mkdir()
    for index, pixels in enumerate(discs().pixels):
        Image.fromarray(pixels).save(folder / f"{index}.png")
    return TrainJob("dcgan", folder, tmp_path / "run", SETTINGS)


def test_a_photo_starts_nearer_from_the_encoder(job: TrainJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "RATE", 5e-3)
    _outcome, data = run_job(job, precision="float32")
    encoding.learn_encoder(job, data, STATE, "cpu", "float32", lambda _part, _text: None, print)
    rows = Run(encoding.folder_of(job.folder, 40)).rows(FIGURES)
    assert rows[-1]["code"] < 0.8 * rows[0]["code"]
    model = native.load(keep(job, data, tmp_path / "models" / "discs", "CC0"))
    assert model.encoder is not None
    photos = torch.from_numpy(data.first.pixels[:16].copy()).permute(0, 3, 1, 2) / 127.5 - 1
    errors = [
        float((model.generator(guess(start, photos)[1], "const") - photos).square().mean())
        for start in (model, replace(model, encoder=None))
    ]
    assert errors[0] < 0.9 * errors[1], errors


def test_what_has_an_encoder_needs_none(job: TrainJob) -> None:
    with pytest.raises(UserError, match="an encoder of its own"):
        run_job(replace(job, task="autoencoder"))
