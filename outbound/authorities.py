"""The certificate authorities of the system, which are read when a connection first needs them."""

import ssl
from functools import cache


@cache
def system_authorities() -> ssl.SSLContext:
    """Return what verifies certificates against them.

    To read them takes 30 ms, which a process that connects to nobody is spared, and the others
    spend once.
    """
    return ssl.create_default_context()
