"""What the training room says in English, marked for translation, since it knows no Qt."""

from ganeditor.ui.i18n import QT_TRANSLATE_NOOP

TASKS = (
    QT_TRANSLATE_NOOP("Tasks", "faces, or anything, out of noise"),
    QT_TRANSLATE_NOOP("Tasks", "Mimicry's baseline: residual networks with a bounded discriminator"),
    QT_TRANSLATE_NOOP("Tasks", "sngan with self-attention"),
    QT_TRANSLATE_NOOP("Tasks", "relativistic pairs with r1 and r2: steady, and without tricks"),
    QT_TRANSLATE_NOOP("Tasks", "faces with styles: what sliders, inversion and all edits of this program work on"),
    QT_TRANSLATE_NOOP("Tasks", "pictures of a class that is asked for"),
    QT_TRANSLATE_NOOP("Tasks", "pictures of a class that is asked for, by residual networks"),
    QT_TRANSLATE_NOOP("Tasks", "pictures squeezed into a few numbers and drawn again"),
    QT_TRANSLATE_NOOP("Tasks", "an autoencoder that can be sampled"),
    QT_TRANSLATE_NOOP("Tasks", "networks that grow from 4 pixels up: first the whole, then details"),
    QT_TRANSLATE_NOOP("Tasks", "stylegan2 judged with a trained network's eyes: far fewer pictures needed"),
    QT_TRANSLATE_NOOP("Tasks", "a face at another age: classes are ranges of ages, and photos can be brought"),
    QT_TRANSLATE_NOOP("Tasks", "pictures enlarged, made of your own: for Enhance"),
    QT_TRANSLATE_NOOP("Tasks", "pictures enlarged, sharper and slower than by srgan: for Enhance"),
    QT_TRANSLATE_NOOP("Tasks", "one picture made of another, such as a photo of a drawing"),
    QT_TRANSLATE_NOOP("Tasks", "colour for black-and-white photos, from colour pictures; hints can name some"),
    QT_TRANSLATE_NOOP("Tasks", "pictures of one kind made those of another and back, such as photos and paintings"),
    QT_TRANSLATE_NOOP(
        "Tasks", "eyes painted into a face as another picture of the person has them: for eyes --painter"
    ),
)
"""Summaries."""

FIGURES = (
    QT_TRANSLATE_NOOP("Figures", "generator"),
    QT_TRANSLATE_NOOP("Figures", "discriminator"),
    QT_TRANSLATE_NOOP("Figures", "accuracy"),
    QT_TRANSLATE_NOOP("Figures", "augmentation"),
    QT_TRANSLATE_NOOP("Figures", "error"),
    QT_TRANSLATE_NOOP("Figures", "extra"),
    QT_TRANSLATE_NOOP("Figures", "encoder"),
    QT_TRANSLATE_NOOP("Figures", "seen"),
    QT_TRANSLATE_NOOP("Figures", "grown"),
)
"""Of a step."""

WORDS = (
    QT_TRANSLATE_NOOP(
        "Words",
        "The generator makes nearly the same picture every time (mode collapse); try another loss, such as "
        "relativistic-pairing with r1 and r2, or a lower rate.",
    ),
    QT_TRANSLATE_NOOP(
        "Words",
        "The discriminator tells every picture (it has won, and the generator learns little); give it a penalty "
        "such as r1, spectral norm, or a lower rate.",
    ),
)
"""Of what goes wrong, as training.watching has them."""
