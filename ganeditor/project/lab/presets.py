"""PRESETS: experiments that show what GANs do, and what goes wrong with them."""

from ganeditor.project.lab.settings import LabSettings, NetworkSettings

PRESETS: dict[str, LabSettings] = {
    "first-steps": LabSettings(
        penalties=(("r1", 0.1),),
        generator=NetworkSettings(2, 64, "leaky-relu", 1e-3),
        discriminator=NetworkSettings(2, 64, "leaky-relu", 2e-3),
    ),
    "mode-collapse": LabSettings(
        data="gaussians-8",
        generator=NetworkSettings(2, 64, "relu", 1e-3),
        discriminator=NetworkSettings(2, 64, "relu", 1e-3),
    ),
    # Adam divides gradients by their size, which would hide that they vanish.
    "vanishing-gradients": LabSettings(
        data="disjoint",
        loss="minimax",
        generator=NetworkSettings(2, 32, "relu", 1e-4),
        discriminator=NetworkSettings(2, 64, "relu", 0.1),
        optimiser="sgd",
        momentum=0.9,
        discriminator_steps=10,
        batch=64,
    ),
    "oscillation": LabSettings(
        data="ring",
        generator=NetworkSettings(2, 64, "relu", 1e-3),
        discriminator=NetworkSettings(2, 64, "relu", 1e-3),
    ),
    "gaussians-25": LabSettings(
        data="gaussians-25",
        noise="uniform",
        loss="relativistic-pairing",
        penalties=(("r1", 0.01), ("r2", 0.01)),
        generator=NetworkSettings(3, 64, "relu", 2e-3),
        discriminator=NetworkSettings(3, 64, "relu", 2e-3),
        momentum=0.0,
    ),
}
"""By name, in their order; what each shows is told in the window."""
