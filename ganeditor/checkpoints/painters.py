"""Networks that paint eyes, from packs: those trained here."""

from ganeditor.checkpoints.networks import open_network
from ganeditor.checkpoints.packs.eyes import read_eyes_pack
from ganeditor.checkpoints.packs.installed import find_model
from ganeditor.checkpoints.packs.pack import EYES
from ganeditor.engine.eyes.painter import EyePainter
from ganeditor.engine.faces.align import Template
from ganeditor.engine.networks.exemplar import ExemplarNetwork
from ganeditor.errors import ModelError


def open_painter(name: str) -> EyePainter:
    """The network called name, or in the pack of that folder; on the processor."""
    folder = find_model(name, EYES)
    pack, network = read_eyes_pack(folder), open_network(folder)
    if not isinstance(network, ExemplarNetwork):
        raise ModelError(f"The network of {name} does not paint eyes; give another.")
    return EyePainter(pack.name, network, Template(pack.template_points, pack.border), pack.size)
