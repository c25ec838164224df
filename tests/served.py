"""A server on this machine, which answers tests."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@contextmanager
def served_by(
    handler: Callable[..., BaseHTTPRequestHandler], certificate: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Answer at a port, which is yielded, by HTTPS if there is a certificate."""
    with ThreadingHTTPServer(("localhost", 0), handler) as server:
        if certificate:
            server.socket = certificate.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_port
        server.shutdown()
