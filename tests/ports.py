"""Ports for programs that are given one and bind it later: none that may go elsewhere meanwhile."""

import secrets
import socket
from contextlib import suppress
from pathlib import Path

FIRST = 10_240
RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
"""From which the system takes the ports of connections, and of listeners that name none."""


def free_port() -> int:
    """Return a port below those, on which nobody listens."""
    end = int(RANGE.read_text().split()[0]) if RANGE.exists() else 32_768
    while True:
        port = FIRST + secrets.randbelow(end - FIRST)
        with suppress(OSError), socket.socket() as one:
            one.bind(("127.0.0.1", port))
            return port
