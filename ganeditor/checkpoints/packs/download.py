"""Fetches a file so that a broken connection costs nothing: resumed where it stopped, hashed as it comes, moved whole.

The proxy is the environment's (http_proxy, https_proxy, no_proxy), as urllib reads it.
"""

import hashlib
import http.client
import os
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from ganeditor.errors import ModelError
from ganeditor.progress import Progress, silent

BLOCK = 1 << 18
MAX_BYTES = 8 << 30
TIMEOUT = 30  # seconds without any answer


def download(url: str, target: Path, sha256: str = "", progress: Progress = silent) -> str:
    """Bring url to target and return its SHA-256; ModelError says what went wrong and keeps what may be resumed.

    Until it is whole the file is called target + ".part"; a cancelled or broken download goes on from there.
    """
    if not url.startswith(("https://", "http://")):
        raise ModelError(f"{url} can't be fetched: its address should begin with https://; correct it.")
    part, tag = part_of(target), target.with_name(target.name + ".part.tag")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        found = _fetch(url, part, tag, progress)
    except urllib.error.HTTPError as error:
        raise ModelError(
            f"{url} can't be fetched: the server says {error.code} {error.reason}; look for it on its page."
        ) from None
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        have = part.stat().st_size if part.exists() else 0
        reason = getattr(error, "reason", error)
        raise ModelError(f"Fetching {url} stopped after {have:,} bytes ({reason}); run it again to go on.") from None
    except OSError as error:
        raise ModelError(f"{part} can't be written ({error.strerror or error}); free some space there.") from None
    tag.unlink(missing_ok=True)
    if sha256 and found != sha256:
        part.unlink()
        raise ModelError(f"{url} is not the file it should be: its SHA-256 is {found}, not {sha256}; fetch it again.")
    part.replace(target)
    return found


def part_of(target: Path) -> Path:
    """What target is called until it is whole."""
    return target.with_name(target.name + ".part")


def _fetch(url: str, part: Path, tag: Path, progress: Progress) -> str:
    """Fill part; what is there already is kept where the server can go on from it. Returns the SHA-256 of the whole."""
    request = urllib.request.Request(url, headers={"User-Agent": "ganeditor"})
    have = part.stat().st_size if part.exists() and tag.exists() else 0
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", tag.read_text(encoding="ascii"))  # else the server sends the changed file whole
    try:
        # An opener of its own: the shared one keeps the proxies of its first call.
        answer = urllib.request.build_opener().open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code != 416 or not have:
            raise
        part.unlink()  # what is there is longer than the file
        return _fetch(url, part, tag, progress)
    with answer:
        have, total = _extent(answer, have)
        if total > MAX_BYTES:
            raise ModelError(f"{url} has {total:,} bytes, more than a model has; look for another file on its page.")
        validator = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        digest = hashlib.sha256()
        with part.open("r+b" if have else "wb") as file:
            if validator.isascii() and not validator.startswith("W/") and validator:
                tag.write_text(validator, encoding="ascii")
            for _ in range(0, have, BLOCK):
                digest.update(file.read(BLOCK))
            while block := answer.read(BLOCK):
                file.write(block)
                digest.update(block)
                have += len(block)
                if have > MAX_BYTES:
                    raise ModelError(f"{url} has more bytes than a model; look for another file on its page.")
                progress(have / total if total else 0.0, f"{part.stem}: {have / 1e6:.0f} MB")
            file.flush()
            os.fsync(file.fileno())
    if have < total:
        raise http.client.IncompleteRead(b"", total - have)
    return digest.hexdigest()


def _extent(answer: Any, asked: int) -> tuple[int, int]:
    """From which byte the answer goes on, and how many the whole file has (0 where the server does not say)."""
    length = int(answer.headers.get("Content-Length") or 0)
    if answer.status != 206:
        return 0, length
    match = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("Content-Range", ""))
    if match is None or int(match[1]) != asked:
        raise http.client.HTTPException("the server goes on from another byte than asked for")
    return asked, asked + length
