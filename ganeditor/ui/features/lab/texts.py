"""What the Lab's names are called, and what its presets and stages show, in words."""

from PySide6.QtCore import QCoreApplication, QLocale

from ganeditor.ui.i18n import QT_TRANSLATE_NOOP

DATA = {
    "line": QT_TRANSLATE_NOOP("Lab", "Line"),
    "ring": QT_TRANSLATE_NOOP("Lab", "Ring"),
    "two-rings": QT_TRANSLATE_NOOP("Lab", "Two rings"),
    "gaussians-1": QT_TRANSLATE_NOOP("Lab", "One Gaussian"),
    "gaussians-2": QT_TRANSLATE_NOOP("Lab", "Two Gaussians"),
    "gaussians-8": QT_TRANSLATE_NOOP("Lab", "Eight Gaussians"),
    "gaussians-25": QT_TRANSLATE_NOOP("Lab", "25 Gaussians"),
    "moons": QT_TRANSLATE_NOOP("Lab", "Moons"),
    "spiral": QT_TRANSLATE_NOOP("Lab", "Spiral"),
    "disjoint": QT_TRANSLATE_NOOP("Lab", "Two bars, far apart"),
    "drawn": QT_TRANSLATE_NOOP("Lab", "Draw your own"),
}
NOISES = {
    ("uniform", 1): QT_TRANSLATE_NOOP("Lab", "One number, uniform"),
    ("gaussian", 1): QT_TRANSLATE_NOOP("Lab", "One number, Gaussian"),
    ("uniform", 2): QT_TRANSLATE_NOOP("Lab", "Two numbers, uniform"),
    ("gaussian", 2): QT_TRANSLATE_NOOP("Lab", "Two numbers, Gaussian"),
}
ACTIVATIONS = {"relu": "ReLU", "leaky-relu": "Leaky ReLU", "elu": "ELU", "tanh": "tanh", "sigmoid": "sigmoid"}
OPTIMISERS = {"adam": "Adam", "rmsprop": "RMSprop", "sgd": "SGD"}
LOSSES = {
    "minimax": QT_TRANSLATE_NOOP("Lab", "Minimax"),
    "non-saturating": QT_TRANSLATE_NOOP("Lab", "Non-saturating"),
    "least-squares": QT_TRANSLATE_NOOP("Lab", "Least squares"),
    "wasserstein": QT_TRANSLATE_NOOP("Lab", "Wasserstein"),
    "hinge": QT_TRANSLATE_NOOP("Lab", "Hinge"),
    "relativistic-average": QT_TRANSLATE_NOOP("Lab", "Relativistic, average"),
    "relativistic-pairing": QT_TRANSLATE_NOOP("Lab", "Relativistic, pairs"),
}
PENALTIES = {
    (): QT_TRANSLATE_NOOP("Lab", "No penalty"),
    ("r1",): "R1",
    ("r2",): "R2",
    ("r1", "r2"): QT_TRANSLATE_NOOP("Lab", "R1 and R2"),
    ("gradient-penalty",): QT_TRANSLATE_NOOP("Lab", "Gradient penalty"),
}
"""By names of the penalties that are paid together."""

PRESETS = {
    "first-steps": QT_TRANSLATE_NOOP("Lab", "First steps"),
    "mode-collapse": QT_TRANSLATE_NOOP("Lab", "Mode collapse"),
    "vanishing-gradients": QT_TRANSLATE_NOOP("Lab", "Vanishing gradients"),
    "oscillation": QT_TRANSLATE_NOOP("Lab", "Oscillation"),
    "gaussians-25": QT_TRANSLATE_NOOP("Lab", "25 Gaussians"),
}
PARAGRAPHS = {
    "first-steps": QT_TRANSLATE_NOOP(
        "Lab",
        "A generator bends a cloud of noise until its points (violet) lie where the data's points (green) are. It "
        "never sees the data: it only follows the arrows that the discriminator gives it. Play, and watch the grid of "
        "noise being stretched over the ring, and the divergence fall.",
    ),
    "mode-collapse": QT_TRANSLATE_NOOP(
        "Lab",
        "The data has eight clusters, but the generator puts all its points on one or two of them: that fools the "
        "discriminator for the moment. As soon as it has learnt to doubt these, the generator jumps to others. Look at "
        "the number of modes. Remedy: give each real point its own rival (loss: relativistic, pairs), R1 and R2 with "
        "a weight of 0.02, and no momentum; then start again.",
    ),
    "vanishing-gradients": QT_TRANSLATE_NOOP(
        "Lab",
        "The discriminator learns ten steps for each of the generator and is soon sure of everything. The minimax "
        "loss is flat where a fake is surely told as one, so the arrows at the violet points shrink to nothing and "
        "they stay where they are. Remedy: choose the non-saturating loss while it runs, and they move again.",
    ),
    "oscillation": QT_TRANSLATE_NOOP(
        "Lab",
        "The generator runs after what the discriminator likes, the discriminator then likes what lies elsewhere, and "
        "so they circle around the answer instead of settling on it: the losses swing, and the divergence rises and "
        "falls. Remedy: a penalty on the discriminator's slope, R1 with a weight of 0.5, damps the swing.",
    ),
    "gaussians-25": QT_TRANSLATE_NOOP(
        "Lab",
        "The classic trial of variety: 25 clusters on a grid. Pairs of real and generated points are compared, and R1 "
        "and R2 keep the discriminator's slopes gentle on both sides (R3GAN, 2024). The grid of noise is pulled apart "
        "until, after some 1500 epochs, nearly every cluster has its share; then the points between them get fewer.",
    ),
}
STAGES = {
    "noise": QT_TRANSLATE_NOOP("Lab", "Random numbers are drawn."),
    "made": QT_TRANSLATE_NOOP("Lab", "The generator turns each of them into a point: a fake."),
    "judged": QT_TRANSLATE_NOOP(
        "Lab", "The discriminator looks at real points and fakes and says how real each seems."
    ),
    "d-loss": QT_TRANSLATE_NOOP("Lab", "Its loss says how wrong it was."),
    "d-learns": QT_TRANSLATE_NOOP("Lab", "The discriminator learns: the background changes."),
    "made-again": QT_TRANSLATE_NOOP("Lab", "Again noise becomes fakes."),
    "judged-again": QT_TRANSLATE_NOOP("Lab", "The discriminator judges these fakes."),
    "g-loss": QT_TRANSLATE_NOOP("Lab", "The generator's loss is low where fakes seem real; arrows show the way there."),
    "g-learns": QT_TRANSLATE_NOOP("Lab", "The generator learns: the fakes move along the arrows."),
}
LAYERS = {
    "heat": QT_TRANSLATE_NOOP("Lab", "What D thinks"),
    "sheet": QT_TRANSLATE_NOOP("Lab", "G's grid"),
    "lines": QT_TRANSLATE_NOOP("Lab", "Density"),
    "reals": QT_TRANSLATE_NOOP("Lab", "Real"),
    "fakes": QT_TRANSLATE_NOOP("Lab", "Fakes"),
    "pulls": QT_TRANSLATE_NOOP("Lab", "Gradients"),
}
LAYER_TIPS = {
    "heat": QT_TRANSLATE_NOOP("Lab", "Green where the discriminator takes points for real, violet where for fakes"),
    "sheet": QT_TRANSLATE_NOOP("Lab", "The noise's grid, bent by the generator; strong where many points fall"),
    "lines": QT_TRANSLATE_NOOP("Lab", "Lines of equal density around real points and around fakes"),
    "reals": QT_TRANSLATE_NOOP("Lab", "Points of the data"),
    "fakes": QT_TRANSLATE_NOOP("Lab", "Points of the generator"),
    "pulls": QT_TRANSLATE_NOOP("Lab", "Where each fake should move to lower the generator's loss"),
}
TASKS = {
    "dcgan": QT_TRANSLATE_NOOP("Lab", "DCGAN: plain convolutions"),
    "sngan": QT_TRANSLATE_NOOP("Lab", "SNGAN: residual, with spectral norm"),
    "r3gan": QT_TRANSLATE_NOOP("Lab", "R3GAN: residual, nothing normalised"),
}
MODELS = {
    "autoencoder": QT_TRANSLATE_NOOP("Lab", "Autoencoder"),
    "vae": QT_TRANSLATE_NOOP("Lab", "Variational autoencoder"),
    "gan": QT_TRANSLATE_NOOP("Lab", "GAN"),
}
LESSONS = {
    "autoencoder": QT_TRANSLATE_NOOP(
        "Lab",
        "Learns to draw each point again from its code. Nobody tells it how codes should lie, so random codes may fall "
        "where there is no data.",
    ),
    "vae": QT_TRANSLATE_NOOP(
        "Lab",
        "Learns the same with uncertain codes that have to fill a Gaussian. Random codes give data, but points are "
        "drawn as means of their neighbours.",
    ),
    "gan": QT_TRANSLATE_NOOP(
        "Lab",
        "Has no encoder and draws nothing again: only whether its random points pass for data counts. They lie sharply "
        "on it, but parts may be missing.",
    ),
}
NOTHING = QT_TRANSLATE_NOOP("Lab", "It has no encoder.")


def words(text: str) -> str:
    """A text of these tables in the person's language."""
    return QCoreApplication.translate("Lab", text)


def number(value: float) -> str:
    """Three digits, as people write them."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return QLocale().toString(round(value, digits) + 0.0, "f", digits)  # which makes zero of -0
