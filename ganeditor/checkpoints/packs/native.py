"""Native model packs: a folder with a manifest and safetensors files, as this project writes them."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from ganeditor.checkpoints.options import DISCRIMINATOR, architecture_of
from ganeditor.checkpoints.packs.manifest import Manifest, read_manifest, verify_files
from ganeditor.checkpoints.reader.refusal import shown
from ganeditor.engine.faces.align import FFHQTemplate, Template
from ganeditor.engine.latent.invert import guess_w
from ganeditor.engine.latent.space import AGE, LatentSpace
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.discriminator import Discriminator, DiscriminatorSizes
from ganeditor.engine.networks.encoder import Encoder, EncoderSizes
from ganeditor.engine.networks.generator import (
    GaussianMapping,
    Generator,
    MappingNetwork,
    SynthesisNetwork,
    SynthesisSizes,
)
from ganeditor.engine.networks.irse50 import StyleEncoder, StyleEncoderSizes
from ganeditor.engine.networks.stylegan3 import StyleGAN3Sizes, StyleGAN3Synthesis
from ganeditor.errors import ModelError

Tensors = Mapping[str, Tensor]

REFERENCE_FILE = "reference.npz"
REFERENCE_TOLERANCE = 1e-3
DISCRIMINATOR_FILE = "discriminator.safetensors"
MAX_REFERENCE_BYTES = 256 << 20  # once unpacked; the bundled model has 0.5 MB
MAX_UNITS = 100  # of a style encoder, where 24 are usual; each takes a moment to build


def load(path: Path) -> FaceModel:
    """The model of the pack in folder path, frozen, float32, on the CPU; ModelError when anything does not fit."""
    manifest = read_manifest(path)
    verify_files(path, manifest)
    latents = read_latents(path, manifest)
    tensors = _tensors(path, "generator.safetensors")
    generator = Generator(build_mapping(tensors, manifest, latents), build_synthesis(tensors, manifest))
    has_encoder = any(entry.name == "encoder.safetensors" for entry in manifest.files)
    encoder = build_encoder(_tensors(path, "encoder.safetensors"), manifest) if has_encoder else None
    return FaceModel(
        name=manifest.name,
        version=manifest.version,
        fingerprint=manifest.sha256,
        generator=generator.eval().requires_grad_(False),
        encoder=encoder.eval().requires_grad_(False) if encoder else None,
        latents=latents,
        template=_template(manifest),
        noise=manifest.noise,
        licence=manifest.licence,
        discriminator=open_discriminator(path, manifest) if manifest.discriminator else None,
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


def build_mapping(tensors: Tensors, manifest: Manifest, latents: LatentSpace) -> MappingNetwork | GaussianMapping:
    """The mapping network, or the prior in its place; w_avg is the prior's mean either way."""
    if manifest.mapping == "gaussian":
        return GaussianMapping(latents.mean, latents.factor)
    with torch.device("meta"):
        network = MappingNetwork(manifest.z_dim, manifest.c_dim, manifest.w_dim, manifest.mapping_layers)
    fill(network, _under("mapping.", tensors) | {"w_avg": latents.mean})
    return network


def build_synthesis(tensors: Tensors, manifest: Manifest) -> SynthesisNetwork | StyleGAN3Synthesis:
    """The synthesis network whose sizes stand in the manifest and in the tensors' shapes."""
    network: SynthesisNetwork | StyleGAN3Synthesis
    with torch.device("meta"):
        if manifest.family == "stylegan2":
            names = [f"synthesis.b{4 << index}.conv1.weight" for index in range(manifest.num_ws // 2)]
            channels = tuple(int(_need(tensors, name, 4).shape[0]) for name in names)
            sizes = SynthesisSizes(channels, manifest.w_dim, 3, manifest.conv_clamp, architecture_of(tensors))
            network = SynthesisNetwork(sizes)
        else:
            options = {**manifest.stylegan3, "channels": tuple(manifest.stylegan3.get("channels", ()))}
            network = StyleGAN3Synthesis(StyleGAN3Sizes(manifest.resolution, w_dim=manifest.w_dim, **options))
    if network.sizes.num_ws != manifest.num_ws:
        raise ModelError(f"The manifest has num_ws {manifest.num_ws} and its options another; get the pack again.")
    fill(network, _under("synthesis.", tensors))
    return network


def build_encoder(tensors: Tensors, manifest: Manifest) -> Encoder | StyleEncoder:
    """The encoder whose sizes stand in the tensors' shapes."""
    encoder: Encoder | StyleEncoder
    with torch.device("meta"):
        if manifest.encoder == "plain":
            encoder = Encoder(_encoder_sizes(tensors, manifest.resolution))
        else:
            encoder = StyleEncoder(_style_encoder_sizes(tensors, manifest))
    if encoder.sizes.w_dim != manifest.w_dim:
        found = encoder.sizes.w_dim
        raise ModelError(
            f"The encoder gives {found} numbers, the generator takes {manifest.w_dim}; get the pack again."
        )
    fill(encoder, tensors)
    return encoder


def open_discriminator(path: Path, manifest: Manifest) -> Discriminator:
    """The discriminator of the pack in folder path, whose sizes stand in the tensors' shapes; frozen."""
    tensors = _tensors(path, DISCRIMINATOR_FILE)
    names = [f"b{4 << index}.conv0.weight" for index in range(1, manifest.resolution.bit_length() - 2)]
    channels = [int(_need(tensors, name, 4).shape[0]) for name in ("b4.conv.weight", *names)]
    width, c_dim = _need(tensors, "mapping.embed.weight", 2).shape if manifest.c_dim else (0, 0)
    if (c_dim, f"b{2 * manifest.resolution}.conv0.weight" in tensors) != (manifest.c_dim, False):
        raise ModelError("The discriminator judges other labels or sizes than the generator has; get the pack again.")
    spread_channels = _need(tensors, "b4.conv.weight", 4).shape[1] - channels[0]
    if spread_channels < 0 or (spread_channels and channels[0] % spread_channels):
        raise ModelError(f"The discriminator takes {spread_channels} maps of spread; get the pack again.")
    mapping_layers = sum(name.startswith("mapping.fc") and name.endswith(".weight") for name in tensors)
    if mapping_layers and not DISCRIMINATOR["mapping_layers"](mapping_layers):
        raise ModelError(f"The discriminator has {mapping_layers:,} layers for labels; get the pack again.")
    sizes = DiscriminatorSizes(
        tuple(channels),
        architecture_of(tensors),
        c_dim=c_dim,
        mapping_layers=mapping_layers,
        label_width=width,
        spread_channels=spread_channels,
        **manifest.discriminator,
    )
    with torch.device("meta"):
        network = Discriminator(sizes)
    fill(network, tensors | ({"mapping.w_avg": torch.zeros(width)} if c_dim else {}))
    return network.eval().requires_grad_(False)


def _encoder_sizes(tensors: Tensors, resolution: int) -> EncoderSizes:
    blocks = sum(name.endswith(".conv1.weight") for name in tensors)
    if blocks >= resolution.bit_length() - 1:
        raise ModelError(f"The encoder halves {resolution} pixels {blocks + 1:,} times; get the pack again.")
    stem = _need(tensors, "stem.weight", 4)
    widths = [_need(tensors, f"blocks.{index}.conv1.weight", 4).shape[0] for index in range(blocks)]
    hidden, w_dim = _need(tensors, "fc1.weight", 2).shape[0], _need(tensors, "fc2.weight", 2).shape[0]
    return EncoderSizes(resolution, (stem.shape[0], *widths), hidden, w_dim)


def _style_encoder_sizes(tensors: Tensors, manifest: Manifest) -> StyleEncoderSizes:
    groups: list[tuple[int, int]] = []
    squeeze: list[int] = []
    unit = 0
    while f"body.{unit}.res_layer.1.weight" in tensors:
        channels = _need(tensors, f"body.{unit}.res_layer.1.weight", 4).shape[0]
        if groups and groups[-1][0] == channels:
            groups[-1] = (channels, groups[-1][1] + 1)
        else:
            groups.append((channels, 1))
            squeeze.append(_need(tensors, f"body.{unit}.res_layer.5.fc1.weight", 4).shape[0])
        unit += 1
        if unit > MAX_UNITS:
            raise ModelError(f"The encoder has more than {MAX_UNITS} residual units; get the pack again.")
    if not 3 <= len(groups) <= 7:  # each halves a picture of 256 pixels, and the heads halve at least once more
        raise ModelError(f"The encoder has {len(groups)} groups of units and should have 3 to 7; get the pack again.")
    convolutions = [name.rpartition(".convs.")[0] for name in tensors if name.endswith(".weight")]
    heads: list[int] = []
    while f"styles.{len(heads)}.linear.weight" in tensors:
        if len(heads) == manifest.num_ws:
            raise ModelError(f"The encoder has more than {manifest.num_ws} heads, one for each w; get the pack again.")
        heads.append(convolutions.count(f"styles.{len(heads)}"))
    stem = _need(tensors, "input_layer.0.weight", 4).shape[0]
    w_dim = _need(tensors, "styles.0.linear.weight", 2).shape[0]
    sizes = StyleEncoderSizes(
        stem,
        tuple(groups),
        tuple(squeeze),
        tuple(heads),
        w_dim,
        offsets=manifest.encoder in ("e4e", "restyle-e4e"),
        pyramid="latlayer1.weight" in tensors,
        steps=manifest.encoder_steps,
    )
    for index, count in enumerate(heads):
        side = sizes.side(index)
        if 1 << count != side:
            raise ModelError(f"Head {index} of the encoder has {count} steps for {side} pixels; get the pack again.")
    return sizes


def _template(manifest: Manifest) -> Template | FFHQTemplate:
    if manifest.alignment == "ffhq":
        return FFHQTemplate(manifest.border)
    return Template(manifest.template_points, manifest.border)


def read_latents(path: Path, manifest: Manifest) -> LatentSpace:
    """Prior, read-outs, directions and age path of the pack in folder path."""
    tensors = _tensors(path, "latents.safetensors")
    size, count = manifest.w_dim, len(manifest.attributes)
    knots = tensors.get("age.knots", torch.zeros(0))
    if len(knots) > 1 and not bool((knots.diff() > 0).all()):
        raise ModelError(f"{path}: the ages in 'age.knots' do not ascend; get the model pack again.")
    directions = {
        name: _shaped(tensors, f"{name}.direction", size)
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
        age_path=_shaped(tensors, "age.path", len(knots), size) if len(knots) else torch.zeros(0, size),
        age_slope=_age_slope(manifest),
    )


def _age_slope(manifest: Manifest) -> float:
    correlations = manifest.held_out.get("readout_r")
    correlation = correlations.get(AGE, 1.0) if isinstance(correlations, dict) else 1.0
    return float(correlation) ** 2 if isinstance(correlation, int | float) and 0 < correlation <= 1 else 1.0


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
        raise ModelError(f"Tensor '{name}' is {found} and should have {ndim} axes; get the model pack again.")
    return tensor


def _shaped(tensors: Tensors, name: str, *shape: int) -> Tensor:
    tensor = _need(tensors, name, len(shape))
    if tensor.shape != shape:
        found = list(tensor.shape)
        raise ModelError(f"Tensor '{name}' has shape {found} and should have {list(shape)}; get the model pack again.")
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
            raise ModelError(f"Tensor '{name}' is missing; get the model pack again.")
        else:
            filled[name] = _shaped(tensors, name, *own.shape)
    module.load_state_dict(filled, assign=True)
