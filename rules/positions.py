"""How far what is written had come when somebody acted, as clients keep it (rule Z3)."""

import re
from typing import Final

from rules.refusals import BadRequest

HEADER: Final = "Selfsame-Position"
FORM: Final = re.compile(r"([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})")


def parse(text: str) -> int:
    """Return the position that a client sends back, in bytes. Raises BadRequest."""
    found = FORM.fullmatch(text)
    if found is None:
        raise BadRequest(f"{HEADER} is no position: it looks like 0/1A2B3C4")
    return int(found[1], 16) << 32 | int(found[2], 16)


def written(position: int) -> str:
    """Return a position in PostgreSQL's form."""
    return f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"
