"""Walks a pickle without building anything, so that no hostile one reaches the unpickler.

What is known here: which opcodes occur, how long each argument is, how deep things nest, how large a tuple is when it
is written out, that what is hashed hashes fast, and how many bytes of tensors there are.
"""

import io
import pickletools
import struct
from dataclasses import dataclass, field
from typing import BinaryIO

from ganeditor.checkpoints.reader.refusal import Refusal

MAX_OPS = 500_000
MAX_TEXT = 1 << 20  # bytes of a string; a module's source is the longest
MAX_NAME = 256  # bytes of a global's module or name
MAX_DEPTH = 200
MAX_TUPLE = 100_000  # elements, counted through nested tuples
MAX_KEY = 8  # bytes of a number that is hashed; longer ones can be chosen to collide

LEGACY = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"
"""How torch.save began a file before it wrote zip files, and begins each storage of a pickle still."""

_NAMES = """
PROTO FRAME STOP MARK POP POP_MARK NONE NEWTRUE NEWFALSE BININT BININT1 BININT2 LONG1 BINFLOAT
BINUNICODE SHORT_BINUNICODE BINUNICODE8 BINBYTES SHORT_BINBYTES BINBYTES8 BYTEARRAY8
EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3 EMPTY_LIST APPEND APPENDS EMPTY_DICT SETITEM SETITEMS EMPTY_SET ADDITEMS
FROZENSET GLOBAL STACK_GLOBAL REDUCE NEWOBJ BUILD BINPUT LONG_BINPUT BINGET LONG_BINGET MEMOIZE
"""
OPCODES = frozenset(_NAMES.split())
"""All that Python writes at protocols 2 to 5 for data; no extension codes, persistent ids or text opcodes."""

_PLAIN = "NONE NEWTRUE NEWFALSE BININT BININT1 BININT2 BINFLOAT BINUNICODE SHORT_BINUNICODE BINUNICODE8"
_KEYS = frozenset(_PLAIN.split())
"""What makes a key whose hash is quick and no choice of the file's; LONG1 does when it is short."""

_LENGTH = {pickletools.TAKEN_FROM_ARGUMENT1: "<B", pickletools.TAKEN_FROM_ARGUMENT4U: "<I"}
_LENGTH[pickletools.TAKEN_FROM_ARGUMENT8U] = "<Q"
_TABLE = {ord(op.code): op for op in pickletools.opcodes}


@dataclass(frozen=True)
class Scanned:
    end: int  # the position behind the pickle
    storage_bytes: int  # in strings that begin like a storage of torch


@dataclass(frozen=True, slots=True)
class _Shape:
    """All that is kept of an object."""

    depth: int
    tuple_size: int  # 1 for what is none
    key: bool  # whether it may be hashed


@dataclass
class _Walk:
    """The unpickler's stack and memo, with shapes for objects and None for a mark."""

    stack: list[_Shape | None] = field(default_factory=list)
    memo: dict[int, _Shape] = field(default_factory=dict)

    def pop(self) -> _Shape:
        if not self.stack or (shape := self.stack.pop()) is None:
            raise Refusal("its stack runs empty")
        return shape

    def pop_to_mark(self) -> list[_Shape]:
        found: list[_Shape] = []
        while self.stack:
            shape = self.stack.pop()
            if shape is None:
                return found[::-1]
            found.append(shape)
        raise Refusal("its stack runs empty")

    def apply(self, op: pickletools.OpcodeInfo, argument: int) -> None:
        if op.name in ("BINPUT", "LONG_BINPUT", "MEMOIZE"):
            top = self.pop()
            self.memo[len(self.memo) if op.name == "MEMOIZE" else argument] = top
            self.stack.append(top)
        elif op.name in ("BINGET", "LONG_BINGET"):
            if argument not in self.memo:
                raise Refusal(f"it refers to object {argument}, which is not there")
            self.stack.append(self.memo[argument])
        elif op.name == "MARK":
            self.stack.append(None)
        elif op.name in _KEYS or op.name == "LONG1":
            self.stack.append(_TEXT if op.name in _KEYS or argument <= MAX_KEY else _OTHER)
        else:
            self._combine(op)

    def _combine(self, op: pickletools.OpcodeInfo) -> None:
        """Take the operands off the stack and put what is made of them onto it."""
        marked = pickletools.markobject in op.stack_before
        inner = self.pop_to_mark() if marked else []
        below = op.stack_before.index(pickletools.markobject) if marked else len(op.stack_before)
        outer = [self.pop() for _ in range(below)][::-1]
        if not op.stack_after:
            return
        keys = {"SETITEM": outer[1:2], "SETITEMS": inner[::2], "ADDITEMS": inner, "FROZENSET": inner}.get(op.name, [])
        if not all(shape.key for shape in keys):
            raise Refusal("it has a key that is neither a text nor a short number")
        changed = marked or op.name in ("APPEND", "SETITEM", "BUILD")  # the lowest operand takes in the others
        taken = [*outer[1:], *inner] if changed and outer else [*outer, *inner]
        depth = 1 + max((shape.depth for shape in taken), default=0)
        if changed and outer:
            depth = max(depth, outer[0].depth)
        size = 1 + sum(shape.tuple_size for shape in taken) if op.name.startswith("TUPLE") else 1
        if depth > MAX_DEPTH:
            raise Refusal(f"it nests deeper than {MAX_DEPTH} levels")
        if size > MAX_TUPLE:
            raise Refusal(f"it holds a tuple of more than {MAX_TUPLE:,} elements")
        self.stack.append(_OTHER if depth == size == 1 else _Shape(depth, size, False))


_TEXT, _OTHER = _Shape(1, 1, True), _Shape(1, 1, False)


def scan(
    file: BinaryIO, size: int, max_ops: int = MAX_OPS, extra: frozenset[str] = frozenset(), start: int = 0
) -> Scanned:
    """Walk the pickle that begins at start of a file of size bytes; Refusal when anything in it is out of bounds."""
    walk, position, storage_bytes, allowed = _Walk(), start, 0, OPCODES | extra
    file.seek(start)
    for _ in range(max_ops):
        code = file.read(1)
        if not code:
            raise Refusal("it ends early")
        op = _TABLE.get(code[0])
        if op is None or op.name not in allowed:
            name = f"{code[0]:#04x}" if op is None else op.name
            raise Refusal(f"it holds the opcode {name} at byte {position}, which model files don't have")
        argument, position, is_storage = _argument(file, size, position + 1, op)
        storage_bytes += argument if is_storage else 0
        if op.name == "PROTO" and not 2 <= argument <= 5:
            raise Refusal(f"it is written in pickle protocol {argument}, not in 2 to 5")
        if op.name in ("BINPUT", "LONG_BINPUT") and argument > max_ops:
            raise Refusal(f"it numbers an object {argument:,}")
        walk.apply(op, argument)
        if op.name == "STOP":
            return Scanned(position, storage_bytes)
    raise Refusal(f"it has more than {max_ops:,} opcodes")


def scan_bytes(data: bytes, start: int, max_ops: int, extra: frozenset[str] = frozenset()) -> int:
    """The position behind the pickle that begins at start of data."""
    return scan(io.BytesIO(data), len(data), max_ops, extra, start).end


def _argument(file: BinaryIO, size: int, position: int, op: pickletools.OpcodeInfo) -> tuple[int, int, bool]:
    """The number behind an opcode, or the length of what stands there; the next opcode's place; if it is a storage."""
    if op.arg is None:
        return 0, position, False
    if op.arg.n == pickletools.UP_TO_NEWLINE:  # only GLOBAL: module and name
        for _ in range(2):
            name = file.readline(MAX_NAME)
            if not name.endswith(b"\n"):
                raise Refusal("it names a global without end")
            position += len(name)
        return 0, position, False
    if op.arg.n >= 0:
        raw, end = file.read(op.arg.n), position + op.arg.n
        if len(raw) != op.arg.n:
            raise Refusal("it ends early")
        number = int.from_bytes(raw, "little")
        if op.name == "FRAME" and end + number > size:
            raise Refusal("it announces more than it holds")
        return number, end, False
    layout = _LENGTH[op.arg.n]
    raw, position = file.read(struct.calcsize(layout)), position + struct.calcsize(layout)
    if position > size:
        raise Refusal("it ends early")
    (length,) = struct.unpack(layout, raw)
    if position + length > size:
        raise Refusal("it announces more than it holds")
    if "UNICODE" in op.name and length > MAX_TEXT:
        raise Refusal(f"it holds a text of {length:,} bytes")
    is_storage = "BYTES" in op.name and file.read(min(length, len(LEGACY))) == LEGACY
    file.seek(position + length)
    return length, position + length, is_storage
