"""The attribute age of a trained model whose classes are ranges of ages: their w are the age path, and tell years."""

from collections.abc import Sequence

import torch
from torch import Tensor

from ganeditor.checkpoints.packs.trained import Attributes
from ganeditor.edits.attributes import AGE
from ganeditor.engine.networks.generator import LabelMapping


def ages_of(mapping: LabelMapping, years: Sequence[float]) -> Attributes:
    """years: of each class, ascending; they differ in what is embedded of the class alone, and z stays."""
    classes = embedded(mapping)
    found = torch.tensor(years)
    mean, std = found.mean(), found.std(correction=0)
    middle = classes.mean(0)
    # The shortest read-out that tells each class's years.
    weight = torch.linalg.pinv(classes - middle) @ ((found - mean) / std)
    beside = mapping.z_dim, 0
    tensors = {
        "age.knots": found,
        "age.path": torch.nn.functional.pad(classes, beside),
        "readout.weight": torch.nn.functional.pad(weight, beside)[None],
        "readout.bias": -(weight @ middle)[None],
        "readout.mean": mean[None],
        "readout.std": std[None],
    }
    return Attributes((AGE,), {name: tensor.contiguous() for name, tensor in tensors.items()})


def embedded(mapping: LabelMapping) -> Tensor:
    """What w has of each class, [C, width], on the processor."""
    assert mapping.embed is not None, "there are classes"
    return mapping.embed.weight.detach().cpu().T.contiguous()
