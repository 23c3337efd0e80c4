"""The networks of the plane: full connections, from noise to points, from points to scores, to codes and back."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

from ganeditor.project.lab.settings import LabSettings, NetworkSettings

ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "relu": nn.ReLU,
    "leaky-relu": lambda: nn.LeakyReLU(0.2),
    "elu": nn.ELU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
}
"""By name."""


def connected(inputs: int, outputs: int, sizes: NetworkSettings) -> nn.Sequential:
    """[N, inputs] -> [N, outputs] through the hidden layers of sizes."""
    widths = [inputs, *[sizes.neurons] * sizes.layers]
    layers: list[nn.Module] = []
    for width, after in zip(widths, [*widths[1:], outputs], strict=True):
        layers += [nn.Linear(width, after), ACTIVATIONS[sizes.activation]()]
    return nn.Sequential(*layers[:-1])


class PointGenerator(nn.Module):
    """Noise -> points."""

    def __init__(self, settings: LabSettings) -> None:
        super().__init__()
        self.layers = connected(settings.noise_width, 2, settings.generator)

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        """z [N, D] -> points [N, 2]; there are no labels."""
        del labels
        points: Tensor = self.layers(z)
        return points


class PointDiscriminator(nn.Module):
    """Points -> scores."""

    def __init__(self, settings: LabSettings) -> None:
        super().__init__()
        self.layers = connected(2, 1, settings.discriminator)

    def forward(self, points: Tensor, labels: Tensor | None = None) -> Tensor:
        """points [N, 2] -> scores [N]; there are no labels."""
        del labels
        scores: Tensor = self.layers(points)
        return scores[:, 0]


def optimiser_for(parameters: Iterable[nn.Parameter], rate: float, settings: LabSettings) -> torch.optim.Optimizer:
    """The optimiser that settings name; fused, since these networks are so small that its own code takes the time."""
    if settings.optimiser == "sgd":
        return torch.optim.SGD(parameters, rate, settings.momentum, fused=True)
    if settings.optimiser == "rmsprop":
        return torch.optim.RMSprop(parameters, rate, momentum=settings.momentum)
    return torch.optim.Adam(parameters, rate, (settings.momentum, 0.99), fused=True)
