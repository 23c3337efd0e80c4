"""What the workers do for the Restyle panel: find networks, bring one, and try each on the photo."""

import contextlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from ganeditor.edits.restyle import RestyleEdit
from ganeditor.errors import ModelError, UserError
from ganeditor.ui.features.restyle.views import Network, Tried
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job, reporter
from ganeditor.ui.session.loading import pixels_of
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.widgets.qimage import thumbnail

TRIED_SIDE = 256  # pixels that a network sees for its card: what most are trained on
CARD_SIDE = 96
FINE_SIDE = 2 * CARD_SIDE  # of what is shown, for screens of two pixels a point

HINTED = 2, 4  # channels out, and in, of one that makes colour by hints


def networks() -> tuple[Network, ...]:
    """Those that are installed; a damaged pack is left to the Models window, which says what is wrong with it."""
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.checkpoints.packs.pack import TRANSLATOR
    from ganeditor.checkpoints.translators import counterpart_of, read_translator_pack

    found = []
    for name, folder in installed(TRANSLATOR).items():
        with contextlib.suppress(ModelError):
            pack = read_translator_pack(folder)
            hinted = (pack.sizes.get("outputs"), pack.sizes.get("inputs")) == HINTED
            found.append(Network(name, pack.about, hinted, bool(counterpart_of(pack)), pack.sha256, pack.seen_at))
    return tuple(found)


def tried(job: Job, bench: Bench, photo: OpenPhoto, networks: Sequence[Network]) -> dict[Network, Tried]:
    """What each network makes of the photo without its edits, as a small picture, or why it makes nothing of it."""
    small, found = thumbnail(pixels_of(photo), TRIED_SIDE), dict[Network, Tried]()
    for index, network in enumerate(networks):

        def watch(before: int, fraction: float, _text: str) -> None:
            job.report((before + fraction) / len(networks))

        try:
            edit = RestyleEdit(network.name, size=min(TRIED_SIDE, network.seen_at))
            drawn = bench.editor.whole(small, [edit], partial(watch, index))
            found[network] = thumbnail(drawn, FINE_SIDE)
        except UserError as error:
            found[network] = str(error)
    return found


def bring(job: Job, path: Path) -> tuple[str, bool]:
    """Make the file at path a pack, unless it is one already; its name, and whether it restyles.

    Many such files are called alike: where another is here by that name, it gets a number.
    """
    from ganeditor.checkpoints.packs.installed import imported_from, unused
    from ganeditor.checkpoints.packs.kinds import kind_of
    from ganeditor.checkpoints.packs.pack import TRANSLATOR
    from ganeditor.checkpoints.packs.packing import import_model, name_for, sha256_of

    folder = imported_from(sha256_of(path)) if path.is_file() else None
    if folder is None:
        folder = import_model(path, unused(name_for(path)), progress=reporter(job)).folder
    return folder.name, kind_of(folder) == TRANSLATOR
