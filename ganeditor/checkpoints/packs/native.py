"""Native model packs: a folder with a manifest and safetensors files, as this project writes them."""

import contextlib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from ganeditor.checkpoints import sizes
from ganeditor.checkpoints.packs.manifest import Manifest, read_manifest
from ganeditor.checkpoints.packs.pack import verify_files
from ganeditor.checkpoints.reader.refusal import Refusal, shown
from ganeditor.engine.faces.align import FFHQTemplate, Template
from ganeditor.engine.latent.invert import guess_w
from ganeditor.engine.latent.space import LatentSpace
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.convolutional import ConvolutionalSizes, ConvolutionalSynthesis
from ganeditor.engine.networks.discriminator import Discriminator, DiscriminatorSizes
from ganeditor.engine.networks.encoder import Encoder, EncoderSizes
from ganeditor.engine.networks.generator import (
    GaussianMapping,
    Generator,
    LabelMapping,
    MappingNetwork,
    SynthesisNetwork,
    SynthesisSizes,
)
from ganeditor.engine.networks.irse50 import StyleEncoder, StyleEncoderSizes
from ganeditor.engine.networks.progressive import ProgressiveSizes, ProgressiveSynthesis
from ganeditor.engine.networks.residual import ResidualSizes, ResidualSynthesis
from ganeditor.engine.networks.segmentation import SegmentationHead, SegmentationSizes
from ganeditor.engine.networks.stylegan3 import StyleGAN3Sizes, StyleGAN3Synthesis
from ganeditor.engine.networks.synthesis import Synthesis
from ganeditor.errors import ModelError
from ganeditor.segments import SEGMENTS

Tensors = Mapping[str, Tensor]
BuiltSynthesis = (
    SynthesisNetwork | StyleGAN3Synthesis | ConvolutionalSynthesis | ResidualSynthesis | ProgressiveSynthesis
)

ENCODER_FILE = "encoder.safetensors"
REFERENCE_FILE = "reference.npz"
REFERENCE_TOLERANCE = 1e-3
DISCRIMINATOR_FILE = "discriminator.safetensors"
SEGMENTATION_FILE = "segmentation.safetensors"
MAX_REFERENCE_BYTES = 256 << 20  # once unpacked; the bundled model has 0.5 MB
AGAIN = "get the model pack again"


def load(path: Path) -> FaceModel:
    """The model of the pack in folder path, frozen, float32, on the CPU; ModelError when anything does not fit."""
    manifest = read_manifest(path)
    verify_files(path, manifest)
    latents = read_latents(path, manifest)
    tensors = _tensors(path, "generator.safetensors")
    generator = Generator(build_mapping(tensors, manifest, latents), build_synthesis(tensors, manifest))
    names = {entry.name for entry in manifest.files}
    encoder = build_encoder(_tensors(path, ENCODER_FILE), manifest) if ENCODER_FILE in names else None
    return FaceModel(
        name=manifest.name,
        version=manifest.version,
        fingerprint=manifest.fingerprint or manifest.sha256,
        generator=generator.eval().requires_grad_(False),
        encoder=encoder.eval().requires_grad_(False) if encoder else None,
        latents=latents,
        template=template_of(manifest),
        noise=manifest.noise,
        labels=manifest.labels,
        licence=manifest.licence,
        discriminator=open_discriminator(path, manifest) if manifest.discriminator else None,
        segmentation=open_segmentation(path, generator.synthesis) if SEGMENTATION_FILE in names else None,
    )


def verify(path: Path) -> float | None:
    """The reference_error of the pack in folder path; ModelError where that is more than the tolerance."""
    worst = reference_error(path)
    if worst is not None and worst > REFERENCE_TOLERANCE:
        raise ModelError(f"{path} does not reproduce its reference pictures (off by {worst:.4f}); copy the pack again.")
    return worst


def reference_error(path: Path) -> float | None:
    """How far the pack in folder path is from its own reference vectors at most; None where it has none.

    reference.npz: pattern [1, 3, R, R] and pattern_w, ws [N, num_ws, w_dim] and images, age_query and age_offset.
    """
    model = load(path)
    if not (path / REFERENCE_FILE).is_file():
        return None
    try:
        reference = _reference(path / REFERENCE_FILE)
        with torch.no_grad():
            errors = [model.generator(reference["ws"]) - reference["images"]]
            errors.append(model.latents.age_at(reference["age_query"]) - reference["age_offset"])
            if model.encoder:
                errors.append(guess_w(model, reference["pattern"]) - reference["pattern_w"])
    except Exception as error:  # whatever a strange file makes zipfile, numpy and torch say
        reason = shown(str(error), 100)
        raise ModelError(f"{path / REFERENCE_FILE} can't be compared ({reason}); copy the pack again.") from None
    return max(float(error.abs().max()) for error in errors)


def _reference(path: Path) -> dict[str, Tensor]:
    with zipfile.ZipFile(path) as archive:
        if sum(row.file_size for row in archive.infolist()) > MAX_REFERENCE_BYTES:
            raise ValueError("its arrays are too large")
    with np.load(path, allow_pickle=False) as file:
        return {name: torch.from_numpy(file[name]).float() for name in file.files}


def build_mapping(
    tensors: Tensors, manifest: Manifest, latents: LatentSpace
) -> MappingNetwork | GaussianMapping | LabelMapping:
    """The mapping network, or the prior in its place; w_avg is the prior's mean either way."""
    if manifest.mapping == "gaussian":
        return GaussianMapping(latents.mean, latents.factor)
    network: MappingNetwork | LabelMapping
    with torch.device("meta"):
        if manifest.mapping == "labelled":
            network = LabelMapping(manifest.z_dim, manifest.c_dim, manifest.w_dim - manifest.z_dim)
        else:
            network = MappingNetwork(manifest.z_dim, manifest.c_dim, manifest.w_dim, manifest.mapping_layers)
    fill(network, _under("mapping.", tensors) | {"w_avg": latents.mean})
    return network


def build_synthesis(tensors: Tensors, manifest: Manifest) -> BuiltSynthesis:
    """The synthesis network whose sizes stand in the manifest and in the tensors' shapes."""
    network: BuiltSynthesis
    with _refusals_worded(), torch.device("meta"):
        if manifest.family == "stylegan2":
            found = sizes.stylegan2(sizes.shapes_of(tensors))
            network = SynthesisNetwork(SynthesisSizes(**found, conv_clamp=manifest.conv_clamp))
        elif manifest.family == "convolutional":
            network = ConvolutionalSynthesis(ConvolutionalSizes(**sizes.convolutional(sizes.shapes_of(tensors))))
        elif manifest.family == "residual":
            network = ResidualSynthesis(ResidualSizes(**sizes.residual(sizes.shapes_of(tensors))))
        elif manifest.family == "progressive":
            network = ProgressiveSynthesis(ProgressiveSizes(**sizes.progressive(sizes.shapes_of(tensors))))
        else:
            options = {**manifest.stylegan3, "channels": tuple(manifest.stylegan3.get("channels", ()))}
            network = StyleGAN3Synthesis(StyleGAN3Sizes(manifest.resolution, w_dim=manifest.w_dim, **options))
    if network.num_ws != manifest.num_ws:
        raise ModelError(f"The manifest has num_ws {manifest.num_ws} and its options another; {AGAIN}.")
    fill(network, _under("synthesis.", tensors))
    return network


def build_encoder(tensors: Tensors, manifest: Manifest) -> Encoder | StyleEncoder:
    """The encoder whose sizes stand in the tensors' shapes."""
    encoder: Encoder | StyleEncoder
    with _refusals_worded(), torch.device("meta"):
        if manifest.encoder == "plain":
            side = manifest.encoder_resolution or manifest.resolution
            encoder = Encoder(EncoderSizes(**sizes.plain_encoder(sizes.shapes_of(tensors), side)))
        else:
            encoder = StyleEncoder(_style_encoder_sizes(tensors, manifest))
    if encoder.sizes.w_dim != manifest.w_dim:
        found = encoder.sizes.w_dim
        raise ModelError(f"The encoder gives {found} numbers, the generator takes {manifest.w_dim}; {AGAIN}.")
    fill(encoder, tensors)
    return encoder


def open_discriminator(path: Path, manifest: Manifest) -> Discriminator:
    """The discriminator of the pack in folder path, whose sizes stand in the tensors' shapes; frozen."""
    tensors = _tensors(path, DISCRIMINATOR_FILE)
    with _refusals_worded(), torch.device("meta"):
        found = sizes.discriminator(sizes.shapes_of(tensors), manifest.resolution, manifest.c_dim)
        network = Discriminator(DiscriminatorSizes(**found, **manifest.discriminator))
    fill(network, tensors | ({"mapping.w_avg": torch.zeros(found["label_width"])} if found["c_dim"] else {}))
    return network.eval().requires_grad_(False)


def open_segmentation(path: Path, synthesis: Synthesis) -> SegmentationHead:
    """The segmentation head of the pack in folder path, frozen; it has to fit what the generator's blocks make."""
    tensors = _tensors(path, SEGMENTATION_FILE)
    with _refusals_worded(), torch.device("meta"):
        found = sizes.segmentation(sizes.shapes_of(tensors))
        made = synthesis.feature_channels[: len(found["channels"])]
        if found["channels"] != made or found["classes"] != len(SEGMENTS):
            raise Refusal(
                f"the segmentation head was trained for another generator, or tells {found['classes']} classes"
            )
        head = SegmentationHead(SegmentationSizes(**found))
    fill(head, tensors)
    return head.eval().requires_grad_(False)


def _style_encoder_sizes(tensors: Tensors, manifest: Manifest) -> StyleEncoderSizes:
    found = sizes.style_encoder(sizes.shapes_of(tensors), manifest.num_ws)
    offsets = manifest.encoder in ("e4e", "restyle-e4e")
    made = StyleEncoderSizes(**found, offsets=offsets, steps=manifest.encoder_steps)
    for index, count in enumerate(made.heads):
        side = made.side(index)
        if 1 << count != side:
            raise Refusal(f"head {index} of the encoder has {count} steps for {side} pixels")
    return made


@contextlib.contextmanager
def _refusals_worded() -> Iterator[None]:
    """A clause about a pack's tensors as a sentence."""
    try:
        yield
    except Refusal as refusal:
        raise ModelError(f"{refusal.reason[:1].upper()}{refusal.reason[1:]}; {AGAIN}.") from None


def template_of(manifest: Manifest) -> Template | FFHQTemplate:
    """How the pack's model wants a face to lie in its crop."""
    if manifest.alignment == "ffhq":
        return FFHQTemplate(manifest.border)
    return Template(manifest.template_points, manifest.border)


def read_latents(path: Path, manifest: Manifest) -> LatentSpace:
    """Prior, read-outs, directions and age path of the pack in folder path."""
    tensors = _tensors(path, "latents.safetensors")
    size, count = manifest.w_dim, len(manifest.attributes)
    knots = tensors.get("age.knots", torch.zeros(0))
    if len(knots) > 1 and not bool((knots.diff() > 0).all()):
        raise ModelError(f"{path}: the ages in 'age.knots' do not ascend; {AGAIN}.")
    directions = {
        name: _shaped(tensors, f"{name}.direction", size, layers=manifest.num_ws)
        for name in manifest.attributes
        if f"{name}.direction" in tensors
    }
    if not count:  # a foreign model
        empty = {f"readout.{name}": torch.zeros(0) for name in ("bias", "mean", "std")}
        tensors |= empty | {"readout.weight": torch.zeros(0, size)}
    return LatentSpace(
        mean=_shaped(tensors, "prior.mean", size),
        factor=_shaped(tensors, "prior.factor", size, size),
        names=manifest.attributes,
        readout_weight=_shaped(tensors, "readout.weight", count, size),
        readout_bias=_shaped(tensors, "readout.bias", count),
        readout_mean=_shaped(tensors, "readout.mean", count),
        readout_std=_shaped(tensors, "readout.std", count),
        directions=directions,
        age_knots=knots,
        age_path=_shaped(tensors, "age.path", len(knots), size, layers=manifest.num_ws)
        if len(knots)
        else torch.zeros(0, size),
        slopes=_slopes(manifest),
    )


def _slopes(manifest: Manifest) -> dict[str, float]:
    found = manifest.held_out.get("readout_r")
    correlations = found if isinstance(found, dict) else {}
    return {
        name: float(value) ** 2
        for name, value in correlations.items()
        if name in manifest.attributes and isinstance(value, int | float) and 0.3 <= value <= 1
    }


def _tensors(folder: Path, name: str) -> dict[str, Tensor]:
    path = folder / name
    try:
        tensors = load_file(path)
    except (OSError, SafetensorError, ValueError) as error:
        raise ModelError(f"{path} can't be read as safetensors ({error}); copy the model pack again.") from None
    for key, tensor in tensors.items():
        if not bool(torch.isfinite(tensor).all()):
            raise ModelError(f"{path}: tensor '{key}' holds values that are not finite; copy the model pack again.")
    return {key: tensor.float() for key, tensor in tensors.items()}


def _need(tensors: Tensors, name: str, ndim: int) -> Tensor:
    tensor = tensors.get(name)
    if tensor is None or tensor.ndim != ndim:
        found = "missing" if tensor is None else f"of shape {list(tensor.shape)}"
        raise ModelError(f"Tensor '{name}' is {found} and should have {ndim} axes; {AGAIN}.")
    return tensor


def _shaped(tensors: Tensors, name: str, *shape: int, layers: int = 0) -> Tensor:
    """The tensor called name, of this shape, or with one of it for each of layers before the last axis."""
    if layers and name in tensors and tensors[name].ndim == len(shape) + 1:
        shape = (*shape[:-1], layers, shape[-1])
    tensor = _need(tensors, name, len(shape))
    if tensor.shape != shape:
        found = list(tensor.shape)
        raise ModelError(f"Tensor '{name}' has shape {found} and should have {list(shape)}; {AGAIN}.")
    return tensor


def _under(prefix: str, tensors: Tensors) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def fill(module: nn.Module, tensors: Tensors) -> None:
    """Put tensors into a module on the meta device: its own take no memory until their shapes are checked."""
    filled: dict[str, Tensor] = {}
    for name, own in module.state_dict().items():
        if name.endswith("num_batches_tracked"):
            filled[name] = torch.zeros((), dtype=torch.long)  # counts training steps
        elif name not in tensors:
            raise ModelError(f"Tensor '{name}' is missing; {AGAIN}.")
        else:
            filled[name] = _shaped(tensors, name, *own.shape)
    module.load_state_dict(filled, assign=True)
