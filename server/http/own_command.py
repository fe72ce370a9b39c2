"""The command `selfsame` as it is typed beside a demo, whichever folder somebody stands in."""

import shlex
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from server.settings import Settings

OWN: Final = ("127.0.0.1", "::1", "localhost")


def own_command(settings: Settings) -> str | None:
    """Return it with its path and its data directory; None where it is for the operator to say.

    It is shown to whoever opens the page, so it names paths of a demo on one's own machine alone.
    """
    program = Path(sys.executable).parent / "selfsame"
    if not (settings.demo_accounts and _is_own(settings) and program.is_file()):
        return None
    place = shlex.quote(str(settings.data_dir.resolve()))
    return f"SELFSAME_DATA_DIR={place} {shlex.quote(str(program))}"


def _is_own(settings: Settings) -> bool:
    """Return whether nobody but who sits at the machine is served; not behind a proxy, either."""
    address = urlsplit(settings.public_address).hostname
    is_proxied = bool(settings.trusted_proxies) or address not in OWN
    return settings.host in OWN and settings.is_embedded and not is_proxied
