"""What a task alone can be set to: declared in its row, read from text, and what it changes."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from test_training import discs

from ganeditor.checkpoints.packs import native
from ganeditor.checkpoints.packs.trained import Card
from ganeditor.cli import main
from ganeditor.engine.networks.generator import GaussianMapping
from ganeditor.errors import UserError
from ganeditor.training.options import Option, chosen, usual
from ganeditor.training.task import Data
from ganeditor.training.tasks.table import TASKS

OWN = (Option("share", 0.5, "of all"), Option("kind", "a", "which", words=("a", "b")))


def test_what_is_set_stands_beside_what_is_usual() -> None:
    assert chosen("task", OWN, {"kind": "b"}) == {"share": 0.5, "kind": "b"}
    assert chosen("task", OWN, {"share": "0.25"}) == {"share": 0.25, "kind": "a"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"shape": "1"}, "task has no setting 'shape' of its own .it has share, kind."),
        ({"share": "2"}, "share is 2; give a number from 0 to 1"),
        ({"share": "much"}, "share is 'much', which is no number"),
        ({"share": "nan"}, "share is nan"),
        ({"kind": "c"}, "kind is 'c'; choose one of a, b"),
    ],
)
def test_what_cannot_be_set_is_said(given: dict[str, str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        chosen("task", OWN, given)


def test_every_task_declares_what_its_settings_hold() -> None:
    for task in TASKS.values():
        assert task.settings.options == usual(task.options), task.name
        assert all(option.read(str(option.usual)) == option.usual for option in task.options), task.name


def test_the_command_lists_a_task_and_names_what_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "stylegan2"]) == 0
    page = capsys.readouterr().out
    assert "--set prior=" in page and "mapped, gaussian" in page and "--penalty" in page and "r1=2" in page
    command = ["train", "dcgan", str(tmp_path), "-o", str(tmp_path / "run"), "--set", "prior=gaussian"]
    assert main(command) != 0
    assert "dcgan has no setting 'prior' of its own (it has none)" in capsys.readouterr().err


def test_styles_without_a_mapping_network_and_other_architectures_become_a_model(tmp_path: Path) -> None:
    task = TASKS["stylegan2"]
    options = {**task.settings.options, "prior": "gaussian", "generator": "resnet", "discriminator": "skip"}
    settings = replace(task.settings, side=16, width=4, z_dim=8, options=options)
    networks = task.build(settings, Data(discs()))
    card = Card("styled", "1", "CC0", "none", "text")
    model = native.load(networks.write(tmp_path / "styled", card))
    assert isinstance(model.generator.mapping, GaussianMapping)
    ws = torch.randn(2, model.generator.num_ws, 8)
    with torch.no_grad():
        made = networks.generator.synthesis(ws, "const")
        assert made.shape == (2, 3, 16, 16) and torch.equal(model.generator.synthesis(ws, "const"), made)
        assert networks.discriminator(made).shape == (2,)
