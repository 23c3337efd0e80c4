"""What the device's worker does for the sliders: it finds out which direction an unknown word may mean."""

from collections.abc import Sequence

from ganeditor import paths
from ganeditor.edits.words.clause import USUAL_DEVIATIONS, Move
from ganeditor.progress import part
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job, reporter


def can_guess(labels: Sequence[str]) -> bool:
    """Whether there are directions of a person's own, and a CLIP that may tell one from another."""
    return bool(labels) and paths.user_clip().is_dir()


def meant(job: Job, bench: Bench, words: Sequence[str], names: Sequence[str]) -> dict[str, Move | None]:
    """For each word the move of the direction among names that looks most like it, if one does."""
    from ganeditor.checkpoints.clip import open_clip
    from ganeditor.engine.latent.meant import ranked

    clip, found = open_clip(paths.user_clip()), {}
    for index, word in enumerate(words):
        watch = part(reporter(job), index / len(words), (index + 1) / len(words))
        best = next(iter(ranked(clip, bench.editor.model, word, names, watch)), None)
        found[word] = Move(best.name, best.sign * USUAL_DEVIATIONS, word) if best else None
    return found
