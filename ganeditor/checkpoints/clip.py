"""A person's own CLIP from a folder: as Hugging Face's transformers or open_clip keep it; nothing is fetched."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganeditor.checkpoints.packs.native import fill
from ganeditor.checkpoints.reader.containers import container_of
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.engine.clip import Clip
from ganeditor.engine.networks.clip import HEAD, PICTURE, TEXT, ClipNetwork, ClipSizes
from ganeditor.engine.tokens import Tokens
from ganeditor.errors import ModelError

WEIGHTS = ("model.safetensors", "pytorch_model.bin", "open_clip_model.safetensors", "open_clip_pytorch_model.bin")
MERGES = ("merges.txt", "bpe_simple_vocab_16e6.txt.gz")
HOW = (
    "put into it the files of openai/clip-vit-base-patch32 or another CLIP of Hugging Face: model.safetensors, "
    "config.json and merges.txt"
)

LONGEST_MERGES = 16 << 20  # bytes of text
BYTES = 512  # entries of a vocabulary before its merges: each byte, and each at a word's end


def is_here(folder: Path) -> bool:
    """Whether somebody has put a CLIP there."""
    return any((folder / name).is_file() for name in WEIGHTS)


def open_clip(folder: Path) -> Clip:
    """The network in folder, read without running anything it brings along."""
    weights = next((folder / name for name in WEIGHTS if (folder / name).is_file()), None)
    if weights is None:
        raise ModelError(f"There is no CLIP in {folder}, without which texts mean nothing; {HOW}.")
    try:
        content = container_of(weights).open(weights)
    except (Refusal, OSError) as error:
        raise ModelError(f"{weights} can't be read as a table of tensors ({error}); get the file again.") from None
    state = {name: torch.from_numpy(value) for name, value in content.items() if isinstance(value, np.ndarray)}
    if "visual.proj" in state:
        state = _renamed(state)
    try:
        sizes = _told(folder, ClipSizes.of(state))
        with torch.device("meta"):
            network = ClipNetwork(sizes)
        fill(network, state)
    except (KeyError, IndexError, ModelError) as error:
        raise ModelError(f"{weights} is no CLIP with a vision transformer ({error}); {HOW}.") from None
    tokens = Tokens(_merges(folder, sizes.words - BYTES - 2), sizes.length)
    return Clip(network.eval().requires_grad_(False), tokens)


def _told(folder: Path, sizes: ClipSizes) -> ClipSizes:
    """sizes with what tensors don't tell: the GELU, and how wide heads are; without a file, as OpenAI's networks."""
    for name, understood in (("config.json", _config), ("open_clip_config.json", _open_config)):
        try:
            config = json.loads((folder / name).read_text("utf-8"))
            return understood(config, sizes)
        except FileNotFoundError:
            continue
        except (OSError, ValueError, AttributeError, TypeError, ZeroDivisionError) as error:
            raise ModelError(f"{folder / name} can't be read ({error}); get the file again.") from None
    return sizes


def _config(config: Any, sizes: ClipSizes) -> ClipSizes:
    """Of transformers, which leaves out what is usual."""
    text, picture = config.get("text_config", {}), config.get("vision_config", {})
    return replace(
        sizes,
        quick=text.get("hidden_act", "quick_gelu") == "quick_gelu",
        text_head=_head(sizes.text_width, text.get("num_attention_heads")),
        picture_head=_head(sizes.picture_width, picture.get("num_attention_heads")),
    )


def _open_config(config: Any, sizes: ClipSizes) -> ClipSizes:
    told = config.get("model_cfg", {})
    picture = told.get("vision_cfg", {}).get("head_width", HEAD)
    return replace(
        sizes,
        quick=bool(told.get("quick_gelu", False)),
        text_head=_head(sizes.text_width, told.get("text_cfg", {}).get("heads")),
        picture_head=_head(sizes.picture_width, sizes.picture_width // picture),
    )


def _head(width: int, heads: int | None) -> int:
    """Width of one of so many heads."""
    if heads and width % heads:
        raise ValueError(f"{heads} heads don't fill a width of {width}")
    return width // heads if heads else HEAD


def _merges(folder: Path, count: int) -> list[tuple[str, str]]:
    path = next((folder / name for name in MERGES if (folder / name).is_file()), folder / MERGES[0])
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
            lines = file.read(LONGEST_MERGES).decode("utf-8").splitlines()[1 : count + 1]  # a version comes first
    except FileNotFoundError:
        raise ModelError(f"{path} is missing, which tells how texts are cut; {HOW}.") from None
    except (OSError, EOFError, ValueError) as error:
        raise ModelError(f"{path} can't be read ({error}); get the file again.") from None
    pairs = [tuple(line.split()) for line in lines]
    if len(pairs) != count or any(len(pair) != 2 for pair in pairs):
        raise ModelError(f"{path} has not the {count} merges of this network's vocabulary; get the one beside it.")
    return pairs  # type: ignore[return-value]


def _renamed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """OpenAI's and open_clip's tensors by transformers' names; q, k and v of a layer are one tensor there."""
    found = {"text_projection.weight": state["text_projection"].T, "visual_projection.weight": state["visual.proj"].T}
    for name, tensor in state.items():
        part, rest = (PICTURE, name.removeprefix("visual.")) if name.startswith("visual.") else (TEXT, name)
        if rest.startswith("transformer.resblocks."):
            _depth, _blocks, index, tail = rest.split(".", 3)
            layer = f"{part}.encoder.layers.{index}"
            if tail.startswith("attn.in_proj_"):
                for which, piece in zip("qkv", tensor.chunk(3), strict=True):
                    found[f"{layer}.self_attn.{which}_proj.{tail.removeprefix('attn.in_proj_')}"] = piece
            else:
                stem, _dot, kind = tail.rpartition(".")
                found[f"{layer}.{_LAYER[stem]}.{kind}"] = tensor
        elif rest in _OUTSIDE:
            found[f"{part}.{_OUTSIDE[rest]}"] = tensor
    return found


_LAYER = {
    "attn.out_proj": "self_attn.out_proj",
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
}
_OUTSIDE = {
    "token_embedding.weight": "embeddings.token_embedding.weight",
    "positional_embedding": "embeddings.position_embedding.weight",
    "ln_final.weight": "final_layer_norm.weight",
    "ln_final.bias": "final_layer_norm.bias",
    "class_embedding": "embeddings.class_embedding",
    "conv1.weight": "embeddings.patch_embedding.weight",
    "ln_pre.weight": "pre_layrnorm.weight",
    "ln_pre.bias": "pre_layrnorm.bias",
    "ln_post.weight": "post_layernorm.weight",
    "ln_post.bias": "post_layernorm.bias",
}
