"""Every task learns in bfloat16, too, which is what processors that have it take unless told otherwise."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from test_training import discs

from ganeditor.training.loop import fabric_for, finite, train
from ganeditor.training.run import Run
from ganeditor.training.task import Data, Needs
from ganeditor.training.tasks.table import TASKS

OWN = {"crop": 32, "blocks": 1, "first": 2, "phase": 1}
"""Settings with which three steps see all that a task does."""


@pytest.mark.parametrize("name", TASKS)
def test_a_step_in_bfloat16(name: str, tmp_path: Path) -> None:
    task, first = TASKS[name], discs(8, 32)
    first.pixels[..., 0] //= 2  # some have to have colour
    alone = task.needs in (Needs.PICTURES, Needs.CLASSES)
    data = Data(first, None if alone else discs(8, 32), paired=task.needs in (Needs.PAIRS, Needs.PEOPLE))
    options = {option.name: OWN.get(option.name, option.usual) for option in task.options}
    settings = replace(task.settings, side=32, batch=2, width=4, z_dim=4, pictures=6, interval=1000, options=options)
    trainable = task.build(settings, data)
    before = [parameter.detach().clone() for parameter in trainable.parameters()]
    train(trainable, data, settings, Run(tmp_path), fabric_for("cpu", "bfloat16"))
    assert finite(trainable)
    assert any(not torch.equal(old, new) for old, new in zip(before, trainable.parameters(), strict=True))
