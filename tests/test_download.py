"""Downloads from a server on this machine that cuts, forgets, changes its file and has no ranges."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ganeditor.checkpoints.packs.download import BLOCK, download
from ganeditor.errors import ModelError
from ganeditor.progress import Cancelled

DATA = bytes(range(256)) * 4096 * 2  # 2 MB
SHA256 = hashlib.sha256(DATA).hexdigest()


class Server(ThreadingHTTPServer):
    """Serves DATA; what it does wrong is set by the test."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.ranges, self.tag, self.cut, self.data, self.requests = True, '"one"', None, DATA, []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/model.pkl"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.requests.append(self.headers.get("Range"))
        if not self.path.endswith("model.pkl"):
            self.send_error(404)
            return
        start = 0
        fresh = self.headers.get("If-Range") in (None, server.tag)
        if server.ranges and fresh and (wanted := self.headers.get("Range")):
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(server.data):
                self.send_error(416)
                return
        self.send_response(206 if start else 200)
        if server.tag:
            self.send_header("ETag", server.tag)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(server.data) - 1}/{len(server.data)}")
        self.send_header("Content-Length", str(len(server.data) - start))
        self.end_headers()
        self.wfile.write(server.data[start : server.cut])

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def target(tmp_path):
    return tmp_path / "downloads" / "model.pkl"


def part(target):
    return target.with_name("model.pkl.part")


def test_a_whole_file(server, target):
    reports = []
    found = download(server.url, target, SHA256, lambda fraction, text: reports.append((fraction, text)))
    assert found == SHA256 and target.read_bytes() == DATA
    assert [path.name for path in target.parent.iterdir()] == ["model.pkl"]
    assert reports[-1] == (1.0, "model.pkl: 2 MB") and len(reports) >= len(DATA) / BLOCK


def test_going_on_after_a_cut(server, target):
    server.cut = 700_000
    with pytest.raises(ModelError, match=r"stopped after \d+,\d+ bytes .*run it again to go on"):
        download(server.url, target, SHA256)
    have = part(target).stat().st_size
    assert 0 < have <= 700_000 and not target.exists()
    server.cut = None
    assert download(server.url, target, SHA256) == SHA256
    assert server.requests == [None, f"bytes={have}-"] and target.read_bytes() == DATA


def test_a_server_without_ranges_starts_anew(server, target):
    server.cut, server.ranges = 700_000, False
    with pytest.raises(ModelError):
        download(server.url, target)
    server.cut = None
    assert download(server.url, target) == SHA256
    assert target.read_bytes() == DATA


@pytest.mark.parametrize("tag", ['"two"', ""])
def test_a_changed_file_is_not_glued_to_the_old_one(server, target, tag):
    server.cut = 700_000
    server.tag = '"one"' if tag else ""
    with pytest.raises(ModelError):
        download(server.url, target)
    server.cut, server.tag, server.data = None, tag, DATA[::-1]
    download(server.url, target)
    assert target.read_bytes() == DATA[::-1]


def test_a_part_that_is_longer_than_the_file(server, target):
    server.cut = 700_000
    with pytest.raises(ModelError):
        download(server.url, target)
    server.cut, server.data = None, DATA[:1000]
    download(server.url, target)
    assert target.read_bytes() == DATA[:1000]


def test_a_wrong_hash_keeps_nothing(server, target):
    with pytest.raises(ModelError, match=f"SHA-256 is {SHA256}, not 0000"):
        download(server.url, target, "0" * 64)
    assert list(target.parent.iterdir()) == []


def test_an_old_file_stays_until_the_new_one_is_whole(server, target):
    target.parent.mkdir()
    target.write_bytes(b"old")
    server.cut = 700_000
    with pytest.raises(ModelError):
        download(server.url, target)
    assert target.read_bytes() == b"old"


def test_cancelling_keeps_what_there_is(server, target):
    def stop(fraction, _text):
        if fraction > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        download(server.url, target, SHA256, stop)
    assert not target.exists() and part(target).stat().st_size > 0.4 * len(DATA)
    assert download(server.url, target, SHA256) == SHA256
    assert server.requests[1] is not None


def test_errors_are_sentences(server, target):
    with pytest.raises(ModelError, match="the server says 404"):
        download(server.url + "x/nothing", target)
    with pytest.raises(ModelError, match="should begin with https"):
        download("file:///etc/passwd", target)
    server.shutdown()
    server.server_close()
    with pytest.raises(ModelError, match="stopped after 0 bytes"):
        download(server.url, target)
    assert not target.exists()


def test_the_proxy_of_the_environment_is_used(server, target, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.delenv("no_proxy")
    assert download("http://models.invalid/model.pkl", target) == SHA256
