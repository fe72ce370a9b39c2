"""The command `selfsame` as it is typed beside a demo, whichever folder somebody stands in."""

import shlex
import sys
from pathlib import Path

from server.settings import Settings


def own_command(settings: Settings) -> str | None:
    """Return it with its path and its data directory; None where it is for the operator to say.

    It is shown to whoever opens the page, so it names paths of a demo on one's own machine alone.
    """
    program = Path(sys.executable).parent / "selfsame"
    is_own = settings.host in ("127.0.0.1", "::1", "localhost") and settings.is_embedded
    if not (settings.demo_accounts and is_own and program.is_file()):
        return None
    place = shlex.quote(str(settings.data_dir.resolve()))
    return f"SELFSAME_DATA_DIR={place} {shlex.quote(str(program))}"
