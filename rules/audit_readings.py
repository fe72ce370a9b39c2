"""What is written down of a question that reads the trail: which part, nothing personal (Y7)."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

WITHHELD = "[personal data]"
WORDS = re.compile(r"[a-z_]{1,40}(?:\.[a-z_]{1,40})?")
RECORD = re.compile(r"(?=.*[0-9])[BDM][0-9A-Z-]{4,30}")
"""What a registration number or a tracking id may look like; a national id has no letter."""


def written_filter(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a filter of the trail was, under the names that the API has for its fields.

    What may be personal data is there by its name only.
    """
    return {
        _of_api(name): _written(name, value) for name, value in given.items() if value is not None
    }


def _of_api(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(it.capitalize() for it in others)


def _written(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_written(name, it) for it in value]
    if isinstance(value, bool | UUID | datetime):
        return value if isinstance(value, bool) else str(value)
    text = str(value)
    if name == "record":
        is_plain = RECORD.fullmatch(text.strip().upper()) is not None
    elif name == "person":
        is_plain = _is_uuid(text.strip())
    else:
        is_plain = WORDS.fullmatch(text) is not None
    return text.strip() if is_plain else WITHHELD


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
