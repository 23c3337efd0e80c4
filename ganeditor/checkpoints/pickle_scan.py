"""Walks a pickle without building anything, so that no hostile one reaches the unpickler.

What is known here: which opcodes occur, how long each argument is, how deep things nest and how large a tuple is
when it is written out (tuples are hashed, which takes that long, and a few memo references make them huge).
"""

import mmap
import pickletools
import struct
from dataclasses import dataclass, field

from ganeditor.checkpoints.refusal import Refusal

MAX_OPS = 500_000
MAX_TEXT = 1 << 20  # bytes of a string; a module's source is the longest
MAX_NAME = 256  # bytes of a global's module or name
MAX_DEPTH = 200
MAX_TUPLE = 100_000  # elements, counted through nested tuples

_NAMES = """
PROTO FRAME STOP MARK POP POP_MARK NONE NEWTRUE NEWFALSE BININT BININT1 BININT2 LONG1 BINFLOAT
BINUNICODE SHORT_BINUNICODE BINUNICODE8 BINBYTES SHORT_BINBYTES BINBYTES8 BYTEARRAY8
EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3 EMPTY_LIST APPEND APPENDS EMPTY_DICT SETITEM SETITEMS EMPTY_SET ADDITEMS
GLOBAL STACK_GLOBAL REDUCE NEWOBJ BUILD BINPUT LONG_BINPUT BINGET LONG_BINGET MEMOIZE
"""
OPCODES = frozenset(_NAMES.split())
"""All that Python writes at protocols 2 to 5 for data; no extension codes, persistent ids or text opcodes."""

_LENGTH = {pickletools.TAKEN_FROM_ARGUMENT1: "<B", pickletools.TAKEN_FROM_ARGUMENT4U: "<I"}
_LENGTH[pickletools.TAKEN_FROM_ARGUMENT8U] = "<Q"
_TABLE = {ord(op.code): op for op in pickletools.opcodes}

Buffer = bytes | mmap.mmap


@dataclass(frozen=True)
class _Shape:
    """All that is kept of an object: how deep it nests, and how large it is where it is a tuple."""

    depth: int = 1
    tuple_size: int = 1


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
                return found
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
        self.stack.append(_Shape(depth, size))


def scan(data: Buffer, start: int = 0, max_ops: int = MAX_OPS, extra: frozenset[str] = frozenset()) -> int:
    """The position behind the pickle that begins at start; Refusal when anything in it is out of bounds."""
    walk, position, count = _Walk(), start, 0
    while True:
        count += 1
        if count > max_ops:
            raise Refusal(f"it has more than {max_ops:,} opcodes")
        if position >= len(data):
            raise Refusal("it ends early")
        op = _TABLE.get(data[position])
        if op is None or op.name not in OPCODES | extra:
            name = f"{data[position]:#04x}" if op is None else op.name
            raise Refusal(f"it holds the opcode {name} at byte {position}, which model files don't have")
        argument, position = _argument(data, position + 1, op)
        if op.name == "PROTO" and not 2 <= argument <= 5:
            raise Refusal(f"it is written in pickle protocol {argument}, not in 2 to 5")
        if op.name in ("BINPUT", "LONG_BINPUT") and argument > max_ops:
            raise Refusal(f"it numbers an object {argument:,}")
        walk.apply(op, argument)
        if op.name == "STOP":
            return position


def _argument(data: Buffer, position: int, op: pickletools.OpcodeInfo) -> tuple[int, int]:
    """The number behind an opcode (0 where it is something else), and where the next opcode stands."""
    if op.arg is None:
        return 0, position
    if op.arg.n == pickletools.UP_TO_NEWLINE:  # only GLOBAL: module and name
        for _ in range(2):
            position = data.find(b"\n", position, position + MAX_NAME) + 1
            if position == 0:
                raise Refusal("it names a global without end")
        return 0, position
    if op.arg.n >= 0:
        end = position + op.arg.n
        if end > len(data):
            raise Refusal("it ends early")
        number = int.from_bytes(data[position:end], "little")
        if op.name == "FRAME" and end + number > len(data):
            raise Refusal("it announces more than it holds")
        return number, end
    layout = _LENGTH[op.arg.n]
    end = position + struct.calcsize(layout)
    if end > len(data):
        raise Refusal("it ends early")
    (length,) = struct.unpack_from(layout, data, position)
    if end + length > len(data):
        raise Refusal("it announces more than it holds")
    if "UNICODE" in op.name and length > MAX_TEXT:
        raise Refusal(f"it holds a text of {length:,} bytes")
    return 0, end + length
