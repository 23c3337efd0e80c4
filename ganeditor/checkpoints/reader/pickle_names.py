"""Names that a model pickle may ask for besides its tensors, and that become things without any content.

Nothing here is imported, looked up or called, whatever the name: a name that stands here gives pickle_parts.Unknown,
and one that does not ends the reading. The tables hold what training programs keep beside their networks, and none of
the names by which a pickle does harm: no function that opens, loads, calls or fetches anything.
"""

_TORCH = """
float16 float32 float64 bfloat16 half float double int8 int16 int32 int64 uint8 uint16 uint32 uint64 short int long bool
complex32 complex64 complex128 cfloat cdouble strided sparse_coo contiguous_format channels_last channels_last_3d
preserve_format
"""
TORCH_VALUES = frozenset(_TORCH.split())
"""Names of types, layouts and memory formats of torch; they become the names as texts."""

_VALUES = {
    "argparse": "Namespace",
    "types": "SimpleNamespace",
    "pathlib": "PurePath PurePosixPath PureWindowsPath Path PosixPath WindowsPath",
    "pathlib._local": "PurePath PurePosixPath PureWindowsPath Path PosixPath WindowsPath",
    "builtins": "complex slice range xrange bytearray bytes int float str bool list tuple dict object",
    "collections": "defaultdict deque Counter",
    "datetime": "datetime date time timedelta timezone",
    "decimal": "Decimal",
    "fractions": "Fraction",
    "uuid": "UUID",
    "numpy": "generic bool bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 longdouble "
    "complex64 complex128 str_ bytes_ datetime64 timedelta64",
    "numpy.random._pickle": "__randomstate_ctor __generator_ctor __bit_generator_ctor",
    "numpy.random._mt19937": "MT19937",
    "numpy.random._pcg64": "PCG64 PCG64DXSM",
    "numpy.random._philox": "Philox",
    "numpy.random._sfc64": "SFC64",
    "torch": "Tensor Generator UntypedStorage",
    "torch._utils": "_rebuild_sparse_tensor _rebuild_qtensor _rebuild_meta_tensor_no_storage _rebuild_wrapper_subclass",
    "torch.nn.parameter": "Parameter Buffer UninitializedParameter UninitializedBuffer",
}
"""Values of a training program, by their exact names."""

_NETWORKS = (
    "torch.nn.modules",
    "torchvision.models",
    "torchvision.ops",
    "torchvision.transforms",
    "timm",
    "efficientnet_pytorch",
    "training",
    "pg_modules",
    "feature_networks",
    "dnnlib.util",
    "torch_utils.ops",
)
"""Packages whose classes some projects keep in their networks."""


def is_value(module: str, name: str) -> bool:
    """Whether module.name is an ordinary value beside a model's tensors."""
    return name in _VALUES.get(module.replace("__builtin__", "builtins"), "").split()


def is_network(module: str, name: str) -> bool:
    """Whether module.name is a class that a network may be made of; a function has no capital."""
    inside = any(module == package or module.startswith(f"{package}.") for package in _NETWORKS)
    return inside and module.replace(".", "").isidentifier() and name.isidentifier() and name[:1].isupper()


def is_tensorflow(module: str, name: str) -> bool:
    """Whether module.name is what the networks of StyleGAN's first programs are written as."""
    parts = module.split(".")
    return "tflib" in parts or (name == "Network" and parts[-1] in ("tfutil", "network"))
