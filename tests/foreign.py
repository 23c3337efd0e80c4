"""Writes model files as the programs of this field do, from random networks, without any of those programs.

NVIDIA's pickles name two modules, torch_utils.persistence and dnnlib.util; stand-ins of the same names exist while a
pickle is written, and not while it is read.
"""

import contextlib
import io
import pickle
import sys
import types
from collections import OrderedDict
from typing import TypeVar

import numpy as np
import torch
from torch import nn

from ganeditor.engine.networks.discriminator import Discriminator, DiscriminatorSizes
from ganeditor.engine.networks.generator import Generator, MappingNetwork, SynthesisNetwork, SynthesisSizes
from ganeditor.engine.networks.irse50 import StyleEncoder, StyleEncoderSizes
from ganeditor.engine.networks.ops import fir_kernel
from ganeditor.engine.networks.stylegan3 import StyleGAN3Sizes, StyleGAN3Synthesis

Network = TypeVar("Network", bound=nn.Module)

SOURCE = "class Generator: pass  # stands for 37,000 characters of program text\n"


class EasyDict(dict):
    pass


EasyDict.__module__, EasyDict.__qualname__ = "dnnlib.util", "EasyDict"


def _reconstruct_persistent_obj(_meta):
    raise AssertionError("a pickle ran its own function")


_reconstruct_persistent_obj.__module__ = "torch_utils.persistence"


@contextlib.contextmanager
def stand_ins():
    """The two modules, importable for as long as a pickle is written."""
    persistence, util = types.ModuleType("torch_utils.persistence"), types.ModuleType("dnnlib.util")
    persistence._reconstruct_persistent_obj, util.EasyDict = _reconstruct_persistent_obj, EasyDict
    made = {"torch_utils": types.ModuleType("torch_utils"), "dnnlib": types.ModuleType("dnnlib")}
    made |= {"torch_utils.persistence": persistence, "dnnlib.util": util}
    sys.modules.update(made)
    try:
        yield
    finally:
        for name in made:
            del sys.modules[name]


class Persistent:
    """Pickles like a module that NVIDIA's persistence decorates."""

    def __init__(self, class_name, state, **changed):
        self.meta = {"type": "class", "version": 6, "module_src": SOURCE, "class_name": class_name, "state": state}
        self.meta |= changed

    def __reduce__(self):
        return _reconstruct_persistent_obj, (self.meta,)


def persistent(module: nn.Module, class_name: str, old_torch: bool = False, kwargs: dict | None = None) -> Persistent:
    """module and its children as NVIDIA's pickles hold them; extras stand for what our networks leave out."""
    state = dict(module.__dict__)
    table = OrderedDict if old_torch else dict
    if old_torch:
        state = {key: value for key, value in state.items() if "with_kwargs" not in key and "always" not in key}
    state = {
        key: value for key, value in state.items() if not key.startswith("_") or key.startswith("_n") or "hook" in key
    }
    state.pop("sizes", None)
    if hasattr(module, "_clamp"):
        state["conv_clamp"] = module._clamp
    state["_parameters"], state["_buffers"] = table(module._parameters), table(module._buffers)
    children = module._modules.items()
    state["_modules"] = table((name, persistent(child, type(child).__name__, old_torch)) for name, child in children)
    state |= {"_init_args": (), "_init_kwargs": EasyDict(kwargs or {}), "shape": torch.Size([3, 4])}
    state |= {
        "in_cutoff": np.float64(2.5),
        "size": np.array([4, 4]),
        "dtype": torch.float32,
        "device": torch.device("cpu"),
    }
    if "up_filter" not in state["_buffers"]:
        state["_buffers"]["resample_filter"] = fir_kernel()
    return Persistent(class_name, state)


def random_generator(
    channels=(6, 6, 4), w_dim=8, layers=2, c_dim=0, clamp=None, seed=0, architecture="skip"
) -> Generator:
    torch.manual_seed(seed)
    synthesis = SynthesisNetwork(SynthesisSizes(channels, w_dim, 3, clamp, architecture))
    generator = _disturbed(Generator(MappingNetwork(w_dim, c_dim, w_dim, layers), synthesis))
    generator.mapping.w_avg.normal_()
    return generator


def random_discriminator(
    channels=(6, 6, 4), architecture="resnet", c_dim=0, maps=1, group=4, clamp=None, seed=0
) -> Discriminator:
    torch.manual_seed(seed)
    label = {"c_dim": c_dim, "mapping_layers": 2, "label_width": 5} if c_dim else {}
    sizes = DiscriminatorSizes(
        channels, architecture, spread_channels=maps, spread_group=group, conv_clamp=clamp, **label
    )
    return _disturbed(Discriminator(sizes))


def random_stylegan3(radial: bool, w_dim=16, seed=0) -> Generator:
    torch.manual_seed(seed)
    kernel = 1 if radial else 3
    sizes = StyleGAN3Sizes(32, (12, 12, 11, 9, 8), w_dim, conv_kernel=kernel, use_radial_filters=radial)
    generator = _disturbed(Generator(MappingNetwork(w_dim, 0, w_dim, 2), StyleGAN3Synthesis(sizes)))
    generator.mapping.w_avg.normal_()
    for name, buffer in generator.named_buffers():
        if name.endswith("magnitude_ema"):
            buffer.fill_(1.7)
    return generator


def _disturbed(network: Network) -> Network:
    """Everything that starts at zero gets a value, so that a test sees when it is lost."""
    for name, parameter in network.named_parameters():
        if name.endswith("bias"):
            parameter.data.add_(torch.randn_like(parameter) * 0.1)
        if name.endswith("noise_strength"):
            parameter.data.fill_(0.2)
    return network.eval().requires_grad_(False)


def kwargs_of(generator: Generator, flat: bool = False) -> dict:
    mapping, sizes = generator.mapping, generator.synthesis.sizes
    synthesis = {"channel_base": 64, "channel_max": 6, "num_fp16_res": 4}
    if isinstance(sizes, StyleGAN3Sizes):
        names = ("num_layers", "conv_kernel", "use_radial_filters")
        synthesis = {name: getattr(sizes, name) for name in names} | {"magnitude_ema_beta": 0.999, "channel_max": 12}
        flat = True
    else:
        synthesis |= {"conv_clamp": sizes.conv_clamp, "architecture": sizes.architecture}
    common = {"z_dim": mapping.z_dim, "c_dim": mapping.c_dim, "w_dim": sizes.w_dim, "img_resolution": sizes.resolution}
    common |= {"img_channels": 3, "mapping_kwargs": EasyDict(num_layers=mapping.num_layers)}
    return common | (synthesis if flat else {"synthesis_kwargs": EasyDict(synthesis)})


def judge_kwargs_of(judge: Discriminator) -> dict:
    sizes = judge.sizes
    mapping, epilogue = EasyDict(num_layers=sizes.mapping_layers or 8), EasyDict(mbstd_group_size=sizes.spread_group)
    return {
        "c_dim": sizes.c_dim,
        "img_resolution": sizes.resolution,
        "img_channels": 3,
        "cmap_dim": None,
        "architecture": sizes.architecture,
        "num_fp16_res": 4,
        "conv_clamp": sizes.conv_clamp,
        "block_kwargs": EasyDict(freeze_layers=0),
        "mapping_kwargs": mapping,
        "epilogue_kwargs": epilogue,
    }


def nvidia_bytes(
    generator: Generator, protocol=4, old_torch=False, flat=False, network=None, training=None, judge=None, **kwargs
) -> bytes:
    """The pickle of a generator; kwargs are options changed, network is put in the generator's place.

    training is the network that the generator is the average of, judge a discriminator or a Persistent of one;
    most tests leave them out.
    """
    network = network or persistent(generator, "Generator", old_torch, kwargs_of(generator, flat) | kwargs)
    if isinstance(judge, Discriminator):
        judge = persistent(judge, "Discriminator", old_torch, judge_kwargs_of(judge))
    data = EasyDict(G=training, D=judge, G_ema=network, augment_pipe=None, training_set_kwargs=EasyDict(path="x"))
    with stand_ins():
        return pickle.dumps(dict(data), protocol)


def rosinality_state(generator: Generator) -> dict[str, torch.Tensor]:
    """A StyleGAN2 generator under rosinality's names and in its shapes."""
    own, mapping = generator.synthesis, generator.mapping
    state = {}
    for index in range(mapping.num_layers):
        layer = getattr(mapping, f"fc{index}")
        state |= {f"style.{index + 1}.weight": layer.weight, f"style.{index + 1}.bias": layer.bias}
    state["input.input"] = own.b4.const[None]
    blocks = [getattr(own, f"b{4 << index}") for index in range(len(own.sizes.channels))]
    convolutions = [(blocks[0].conv1, "conv1")]
    for index, block in enumerate(blocks[1:]):
        convolutions += [(block.conv0, f"convs.{2 * index}"), (block.conv1, f"convs.{2 * index + 1}")]
    for index, (layer, name) in enumerate(convolutions):
        state[f"{name}.conv.weight"] = layer.weight[None]
        state[f"{name}.conv.modulation.weight"] = layer.affine.weight
        state[f"{name}.conv.modulation.bias"] = layer.affine.bias
        state[f"{name}.noise.weight"] = layer.noise_strength.reshape(1)
        state[f"{name}.activate.bias"] = layer.bias
        state[f"noises.noise_{index}"] = layer.noise_const[None, None]
        if layer._up:
            state[f"{name}.conv.blur.kernel"] = layer.resample_filter * 4
    for index, block in enumerate(blocks):
        name = f"to_rgbs.{index - 1}" if index else "to_rgb1"
        state[f"{name}.conv.weight"] = block.torgb.weight[None]
        state[f"{name}.conv.modulation.weight"] = block.torgb.affine.weight
        state[f"{name}.conv.modulation.bias"] = block.torgb.affine.bias
        state[f"{name}.bias"] = block.torgb.bias.reshape(1, 3, 1, 1)
        if index:
            state[f"{name}.upsample.kernel"] = fir_kernel() * 4
    return {name: tensor.detach().clone() for name, tensor in state.items()}


def rosinality_judge(judge: Discriminator) -> dict[str, torch.Tensor]:
    """A StyleGAN2 discriminator with shortcuts under rosinality's names."""
    first = getattr(judge, f"b{judge.sizes.resolution}")
    state = {"convs.0.0.weight": first.fromrgb.weight, "convs.0.1.bias": first.fromrgb.bias}
    for index in range(1, len(judge.sizes.channels)):
        block, name = getattr(judge, f"b{2 * judge.sizes.resolution >> index}"), f"convs.{index}"
        state |= {f"{name}.conv1.0.weight": block.conv0.weight, f"{name}.conv1.1.bias": block.conv0.bias}
        state |= {f"{name}.conv2.0.kernel": fir_kernel(), f"{name}.skip.0.kernel": fir_kernel()}
        state |= {f"{name}.conv2.1.weight": block.conv1.weight, f"{name}.conv2.2.bias": block.conv1.bias}
        state |= {f"{name}.skip.1.weight": block.skip.weight}
    end = {"final_conv.0.weight": judge.b4.conv.weight, "final_conv.1.bias": judge.b4.conv.bias}
    for index, layer in enumerate((judge.b4.fc, judge.b4.out)):
        end |= {f"final_linear.{index}.weight": layer.weight, f"final_linear.{index}.bias": layer.bias}
    return {name: tensor.detach().clone() for name, tensor in (state | end).items()}


def random_style_encoder(num_ws=6, w_dim=8, offsets=True, seed=3, pyramid=True, steps=0) -> StyleEncoder:
    """An IR-SE of four thin groups, for pictures of 256 pixels; a ReStyle encoder has steps, and mostly no pyramid."""
    torch.manual_seed(seed)
    groups = ((4, 2), (5, 1), (6, 1), (7, 1))
    heads = tuple(4 if index < 3 or not pyramid else 5 if index < 7 else 6 for index in range(num_ws))
    encoder = StyleEncoder(StyleEncoderSizes(4, groups, (2, 2, 2, 2), heads, w_dim, offsets, pyramid, steps))
    encoder.average.normal_()
    for name, buffer in encoder.named_buffers():
        if name.endswith("running_mean"):
            buffer.normal_(std=0.1)
    for head in encoder.styles:
        for layer in head.convs[::2]:
            layer.weight.data.mul_(3)  # fresh heads are nearly blind to the picture
    return encoder.eval().requires_grad_(False)


def torch_bytes(content, **options) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer, **options)
    return buffer.getvalue()
