"""What the files' worker does for the open photos: reading them, reading them again, and projects of them."""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganeditor.errors import PictureError
from ganeditor.project.assets import sha256
from ganeditor.project.document import Photo
from ganeditor.project.export import export_picture
from ganeditor.project.picture import Picture, Pixels, read_picture
from ganeditor.project.render import Rendering
from ganeditor.project.store import SUFFIX, Project, load_project, read_photo
from ganeditor.ui.session.photos import Developed, OpenPhoto
from ganeditor.ui.widgets.qimage import ShownPicture, thumbnail

TAB_THUMBNAIL = 160  # pixels


@dataclass(frozen=True, eq=False)
class Loaded:
    """A photo that has been read and is ready to be shown."""

    picture: Picture
    photo: Photo
    data: bytes  # the photo's own file
    thumbnail: npt.NDArray[np.uint8]
    project: Project | None = None
    file: Path | None = None  # that it can be read from again


def load_photo(path: Path) -> Loaded:
    return replace(loaded(read_picture(path), str(path), path.read_bytes()), file=path)


def load_saved(path: Path, photo_path: Path | None) -> Loaded:
    """A project file; photo_path is where its photo is now, if it was moved."""
    project = load_project(path, photo_path)
    assert project.photo_bytes is not None
    read = loaded(read_photo(project), project.photo.path, project.photo_bytes)
    return replace(read, photo=project.photo, project=replace(project, photo_bytes=None), file=path)


def load_pasted(pixels: npt.NDArray[np.uint8], path: Path) -> Loaded:
    """pixels [H, W, 3 or 4] that come from no file; path is what they are called."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pasted.png"
        export_picture(Picture(pixels), file, edited=False)
        return loaded(Picture(pixels), str(path), file.read_bytes())


def loaded(picture: Picture, path: str, data: bytes, project: Project | None = None) -> Loaded:
    """A picture that was read from data, a file's bytes; path is where it was or what it is called."""
    height, width = picture.pixels.shape[:2]
    photo = project.photo if project else Photo(path, hashlib.sha256(data).hexdigest(), width, height)
    return Loaded(picture, photo, data, thumbnail(picture.pixels, TAB_THUMBNAIL), project)


def develop(photo: OpenPhoto) -> tuple[Developed, ShownPicture, ShownPicture]:
    """The photo's pixels, read again where they were given up: as they were, and to be kept up to date with edits."""
    developed = photo.developed
    if developed is None:
        data = bytes_of(photo)
        picture = _picture(photo, data)
        developed = Developed(picture, data, Rendering(picture.pixels))
    before = ShownPicture(developed.picture.pixels)
    return developed, before, before.copy()


def pixels_of(photo: OpenPhoto) -> Pixels:
    """The photo as it was opened, read again where its pixels were given up."""
    developed = photo.developed
    return developed.picture.pixels if developed else _picture(photo, bytes_of(photo)).pixels


def _picture(photo: OpenPhoto, data: bytes) -> Picture:
    return read_photo(Project(photo.document.photo, data, (), 0))


def bytes_of(photo: OpenPhoto) -> bytes:
    """The photo's own file, from memory or from where it was opened; PictureError when it is another one now."""
    developed, kept, file = photo.developed, photo.kept, photo.project or photo.file
    if developed or kept is not None:
        return developed.data if developed else kept or b""
    assert file is not None, "what comes from no file is kept"
    if file.suffix.lower() == SUFFIX:
        data = load_project(file, photo.path).photo_bytes or b""
    else:
        try:
            data = file.read_bytes()
        except OSError as error:
            problem = error.strerror or error
            raise PictureError(f"{file} can't be read again ({problem}); put it back where it was.") from None
    if sha256(data) != photo.document.photo.sha256:
        raise PictureError(f"{file} has changed since it was opened; close it here and open it again.")
    return data


def packer(photo: OpenPhoto) -> Callable[[], Project]:
    """Takes a snapshot now, on the main thread; what it returns makes a project of it, in the files' worker."""
    steps, index = photo.history.to_save()
    states, restored = list(photo.faces.values()), photo.restored
    if restored and not states:  # no engine has been asked, so all is as it was
        project = replace(restored, photo=photo.document.photo, steps=steps, index=index)
    else:
        project = Project(
            photo=photo.document.photo,
            photo_bytes=None,
            steps=steps,
            index=index,
            faces=tuple(state.saved() for state in states),
            chosen=photo.chosen,
            latents={state.face.id: state.latents for state in states if state.latents is not None},
            model=photo.model,
            fingerprint=photo.fingerprint,
        )
    assets = dict(photo.assets)
    return lambda: replace(project, photo_bytes=bytes_of(photo), assets=assets, embedded=True)
