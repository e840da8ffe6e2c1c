"""An index of packages as pip and uv read it, on a loopback socket."""

import base64
import hashlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import io
import re
import threading
from typing import Self, override
import zipfile

from .shell import CHECKOUT

_PINNED = re.search(
    r"^uv==(.+)$", (CHECKOUT / "requirements_test.txt").read_text(), re.MULTILINE
)
assert _PINNED
UV_VERSION = _PINNED[1]
PLATFORMS = [
    "macosx_11_0_arm64",
    "macosx_10_12_x86_64",
    "manylinux_2_17_x86_64.manylinux2014_x86_64",
    "manylinux_2_28_aarch64",
    "musllinux_1_1_x86_64",
    "win_amd64",
]


def _wheel(platform: str) -> bytes:
    """Return a wheel whose uv says for which platform it is."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr(
            f"uv-{UV_VERSION}.data/scripts/uv", f"#!/bin/sh\necho uv for {platform}\n"
        )
    return content.getvalue()


class Index:
    """The index, and what was asked of it."""

    def __init__(self) -> None:
        """Make the server; it answers once the index is entered."""
        self.link = "../../files/{file}"
        self.login: str | None = None
        self.asked: list[str] = []
        self.wheels = {
            f"uv-{version}-py3-none-{platform}.whl": _wheel(platform)
            for version in ("0.0.1", UV_VERSION, "99.0.0")
            for platform in PLATFORMS
        }
        self.checksums = {
            name: hashlib.sha256(wheel).hexdigest()
            for name, wheel in self.wheels.items()
        }
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever)
        self.place = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.place}/root/simple"

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the server."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def page(self) -> str:
        """Return the page of uv: one link a wheel, over several lines as some servers write it."""
        links = "\n".join(
            f'<a data-requires-python="&gt;=3.8"\n   href="{self.link.format(file=name)}'
            f'#sha256={self.checksums[name]}">{name}</a><br/>'
            for name in self.wheels
        )
        return (
            f"<!DOCTYPE html><html><body><h1>Links for uv</h1>\n{links}</body></html>"
        )

    def answer(self, path: str, authorization: str | None) -> tuple[int, bytes]:
        """Return the status and content of a path."""
        self.asked.append(path)
        if self.login and authorization != self._basic(self.login):
            return 401, b"who are you?"
        name = path.rpartition("/")[2]
        if path.endswith("/simple/uv/"):
            return 200, self.page().encode()
        if "/files/" in path and name in self.wheels:
            return 200, self.wheels[name]
        return 404, b"there is no such thing"

    def _basic(self, login: str) -> str:
        return "Basic " + base64.b64encode(login.encode()).decode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        index = self

        class Handler(BaseHTTPRequestHandler):
            """Answers what the index says."""

            def do_GET(self) -> None:
                """Answer one request."""
                status, content = index.answer(self.path, self.headers["Authorization"])
                self.send_response(status)
                if status == 401:
                    self.send_header("WWW-Authenticate", 'Basic realm="index"')
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler
