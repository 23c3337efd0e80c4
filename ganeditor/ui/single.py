"""One window a user: a later start hands its files to the first and ends.

The first holds a lock for as long as it lives, which the operating system takes from a program that has died, and
listens at a socket. Whoever finds the lock held writes there one line of JSON, the paths, and waits for a line back.
"""

import json
import os
import sys
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ganeditor import paths
from ganeditor.files import locked

TAKEN = b"taken\n"
STARTING = 20.0
"""Seconds that a first window may take until it listens; a cold start under a virus scanner is slow."""
ANSWERING = 5.0
"""Seconds after which one that listens and does not answer counts as hung."""
_LOOK = 0.05  # seconds between two tries


class Door(QObject):
    """Where later starts hand over their files; on the main thread."""

    handed = Signal(list)  # of Path; none only brings the window to the front

    def __init__(self, lock: IO[bytes] | None) -> None:
        """Without the lock it stays shut: another has it, and hangs."""
        super().__init__()
        self._lock = lock
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._meet)

    def open(self) -> None:
        """Listen, once there is an application."""
        if self._lock:
            QLocalServer.removeServer(_socket())  # of one that died: who holds the lock is alone
            self._server.listen(_socket())

    def close(self) -> None:
        """The next start is the first."""
        self._server.close()
        if self._lock:
            self._lock.close()

    def _meet(self) -> None:
        while socket := self._server.nextPendingConnection():
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._take(socket))
            self._take(socket)  # what came before anybody heard it

    def _take(self, socket: QLocalSocket) -> None:
        if socket.canReadLine():
            names = json.loads(bytes(socket.readLine().data()))
            socket.write(TAKEN)
            self.handed.emit([Path(name) for name in names])


def take_turn(files: Sequence[Path]) -> Door | None:
    """The door of the first window, or None when files were handed to the one that runs already.

    It needs no application yet, so that a later start is over soon. Beside a window that hangs, this one opens without
    a part in it.
    """
    _place("lock").parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        try:
            return Door(locked(_place("lock")))
        except OSError:
            socket = QLocalSocket()
            socket.connectToServer(_socket())
            if socket.waitForConnected(round(1000 * ANSWERING)):
                return None if _taken(socket, files) else Door(None)
        time.sleep(_LOOK)  # it is about to listen, or about to end
    return Door(None)


def _taken(socket: QLocalSocket, files: Sequence[Path]) -> bool:
    socket.write(json.dumps([str(path.absolute()) for path in files]).encode() + b"\n")
    socket.flush()
    return socket.waitForReadyRead(round(1000 * ANSWERING)) and socket.readLine().data() == TAKEN


def _place(what: str) -> Path:
    """A file beside those of other homes of the same user."""
    return paths.runtime() / f"{_name()}.{what}"


def _socket() -> str:
    """A named pipe on Windows, where the name tells users apart, and a file elsewhere."""
    return f"ganeditor-{_name()}" if sys.platform == "win32" else str(_place("socket"))


def _name() -> str:
    return f"window-{zlib.crc32(os.fsencode(paths.user_data())):08x}"
