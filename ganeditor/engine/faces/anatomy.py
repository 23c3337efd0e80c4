"""Anatomy: what is known of a face beyond its landmarks, from networks that are read when they are first asked."""

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.eyes import Eye, EyeNetwork
from ganeditor.engine.faces.mesh import Mesh, MeshNetwork
from ganeditor.engine.faces.person import PersonNetwork


class Anatomy:
    """The networks that all open photos share; not for use from several threads at once."""

    def __init__(self) -> None:
        self._meshes, self._eyes, self._people = MeshNetwork(), EyeNetwork(), PersonNetwork()

    def mesh(self, picture: Photo8, landmarks: Points) -> Mesh:
        """The mesh of the face at landmarks [68, 2] in picture [H, W, 3]; FaceError says why it has none."""
        return self._meshes.find(picture, landmarks)

    def mesh_again(self, picture: Photo8, mesh: Mesh) -> Mesh:
        """The mesh of a face that lies nearly as mesh does: of the same photo after an edit, or of a video's next."""
        return self._meshes.again(picture, mesh)

    def eyes(self, picture: Photo8, mesh: Mesh) -> tuple[Eye, Eye]:
        """The left and the right eye of the face with mesh in picture [H, W, 3]."""
        return self._eyes.look(picture, mesh)

    def person(self, picture: Photo8) -> Image:
        """How much of each pixel of picture [H, W, 3] is a person, [H, W] in [0, 1]."""
        return self._people.mask(picture)
