"""EnhanceEdit drawn: the photo enlarged by the network that it names."""

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.engine.enhance.photo import Pixels, enlarge
from ganeditor.engine.stages.scene import Scene
from ganeditor.progress import Progress


def draw(pixels: Pixels, edit: EnhanceEdit, scene: Scene, progress: Progress) -> Pixels:
    """pixels [H, W, C] as large as the edit says."""
    size_wh = edit.size_of(pixels.shape[1], pixels.shape[0])
    return enlarge(pixels, size_wh, edit.strength, scene.upscalers(edit.model), progress)
