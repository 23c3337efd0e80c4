"""CLIP (Radford et al. 2021): pictures and texts as vectors of one space, by the tensor names of transformers."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

HEAD = 64
"""Width of a head in most of CLIP's networks."""


@dataclass(frozen=True)
class ClipSizes:
    """All numbers that the tensors of a file tell, and some that they don't."""

    width: int  # of the space
    text_width: int
    text_layers: int
    words: int  # of the vocabulary, with start and end
    length: int  # words of a text at most
    picture_width: int
    picture_layers: int
    patch: int  # pixels
    side: int  # of a picture, pixels
    quick: bool = True  # the GELU of OpenAI's own networks; others have the exact one
    text_head: int = HEAD
    picture_head: int = HEAD

    @classmethod
    def of(cls, state: Mapping[str, Tensor]) -> "ClipSizes":
        """KeyError names the tensor that is missing."""
        words, positions = (state[f"{TEXT}.embeddings.{name}_embedding.weight"] for name in ("token", "position"))
        patches = state[f"{PICTURE}.embeddings.patch_embedding.weight"]
        across = round((len(state[f"{PICTURE}.embeddings.position_embedding.weight"]) - 1) ** 0.5)
        layers = [len({name.split(".")[3] for name in state if name.startswith(f"{part}.encoder.layers.")})
                  for part in (TEXT, PICTURE)]  # fmt: skip
        return cls(
            len(state["text_projection.weight"]), words.shape[1], layers[0], len(words), len(positions),
            len(patches), layers[1], patches.shape[-1], across * patches.shape[-1],
        )  # fmt: skip


TEXT, PICTURE = "text_model", "vision_model"


class Attention(nn.Module):
    """Every place looks at all, or at those before it: [N, L, width]."""

    def __init__(self, width: int, head: int) -> None:
        super().__init__()
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))
        self._heads = max(1, width // head)

    def forward(self, x: Tensor, causal: bool) -> Tensor:
        q, k, v = (
            part(x).unflatten(-1, (self._heads, -1)).transpose(1, 2) for part in (self.q_proj, self.k_proj, self.v_proj)
        )
        seen = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
        out: Tensor = self.out_proj(seen.transpose(1, 2).flatten(2))
        return out


class Perceptron(nn.Module):
    def __init__(self, width: int, quick: bool) -> None:
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self._quick = quick

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc1(x)
        out: Tensor = self.fc2(x * torch.sigmoid(1.702 * x) if self._quick else nn.functional.gelu(x))
        return out


class Layer(nn.Module):
    def __init__(self, width: int, head: int, quick: bool) -> None:
        super().__init__()
        self.layer_norm1, self.layer_norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.self_attn, self.mlp = Attention(width, head), Perceptron(width, quick)

    def forward(self, x: Tensor, causal: bool) -> Tensor:
        x = x + self.self_attn(self.layer_norm1(x), causal)
        out: Tensor = x + self.mlp(self.layer_norm2(x))
        return out


class Layers(nn.Module):
    def __init__(self, width: int, count: int, head: int, quick: bool) -> None:
        super().__init__()
        self.layers = nn.ModuleList([Layer(width, head, quick) for _ in range(count)])

    def forward(self, x: Tensor, causal: bool = False) -> Tensor:
        for layer in self.layers:
            x = layer(x, causal)
        return x


class TextEmbeddings(nn.Module):
    def __init__(self, sizes: ClipSizes) -> None:
        super().__init__()
        self.token_embedding = nn.Embedding(sizes.words, sizes.text_width)
        self.position_embedding = nn.Embedding(sizes.length, sizes.text_width)

    def forward(self, tokens: Tensor) -> Tensor:
        out: Tensor = self.token_embedding(tokens) + self.position_embedding.weight[: tokens.shape[1]]
        return out


class TextModel(nn.Module):
    """Tokens [N, L], the end behind each text -> [N, text_width], where the end stands."""

    def __init__(self, sizes: ClipSizes) -> None:
        super().__init__()
        self.embeddings = TextEmbeddings(sizes)
        self.encoder = Layers(sizes.text_width, sizes.text_layers, sizes.text_head, sizes.quick)
        self.final_layer_norm = nn.LayerNorm(sizes.text_width)
        self._end = sizes.words - 1

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.final_layer_norm(self.encoder(self.embeddings(tokens), causal=True))
        ends: Tensor = (tokens == self._end).int().argmax(1)
        out: Tensor = x[torch.arange(len(x), device=x.device), ends]
        return out


class PictureEmbeddings(nn.Module):
    def __init__(self, sizes: ClipSizes) -> None:
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(sizes.picture_width))
        self.patch_embedding = nn.Conv2d(3, sizes.picture_width, sizes.patch, sizes.patch, bias=False)
        self.position_embedding = nn.Embedding((sizes.side // sizes.patch) ** 2 + 1, sizes.picture_width)

    def forward(self, pictures: Tensor) -> Tensor:
        patches = self.patch_embedding(pictures).flatten(2).transpose(1, 2)
        first = self.class_embedding.expand(len(pictures), 1, -1)
        out: Tensor = torch.cat([first, patches], 1) + self.position_embedding.weight
        return out


class PictureModel(nn.Module):
    """Pictures [N, 3, side, side], normalised -> [N, picture_width]."""

    def __init__(self, sizes: ClipSizes) -> None:
        super().__init__()
        self.embeddings = PictureEmbeddings(sizes)
        self.pre_layrnorm = nn.LayerNorm(sizes.picture_width)  # spelt so in all files
        self.encoder = Layers(sizes.picture_width, sizes.picture_layers, sizes.picture_head, sizes.quick)
        self.post_layernorm = nn.LayerNorm(sizes.picture_width)

    def forward(self, pictures: Tensor) -> Tensor:
        x = self.encoder(self.pre_layrnorm(self.embeddings(pictures)))
        out: Tensor = self.post_layernorm(x[:, 0])
        return out


class ClipNetwork(nn.Module):
    """Both, and the way of each into the space they share: [N, width]."""

    def __init__(self, sizes: ClipSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.text_model, self.vision_model = TextModel(sizes), PictureModel(sizes)
        self.text_projection = nn.Linear(sizes.text_width, sizes.width, bias=False)
        self.visual_projection = nn.Linear(sizes.picture_width, sizes.width, bias=False)

    def texts(self, tokens: Tensor) -> Tensor:
        out: Tensor = self.text_projection(self.text_model(tokens))
        return out

    def pictures(self, pictures: Tensor) -> Tensor:
        out: Tensor = self.visual_projection(self.vision_model(pictures))
        return out
