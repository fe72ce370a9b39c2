"""Regions: what their numbers carry, and what a copy of several of them refuses (rule Z10)."""

import re

from rules.refusals import Code, Refusal

REGION = re.compile("[A-Z][A-Z0-9]{1,7}")
"""A region as numbers carry it, such as UA05: a letter first, for no year to be read as one."""

PART_OF_NUMBERS = f"(?:{REGION.pattern}-)?"
"""What stands in a number before its year, where a region is set."""

PREFIX_OF_SUBSCRIPTIONS = "selfsame_region_"
"""What a copy calls its subscriptions: this and the region."""

TRACKING_ID = re.compile(f"[A-Z](?:-{REGION.pattern}-)?[0-9A-Z]{{6}}")

SHORTEST_BEGINNING = 4
"""How many characters of a tracking id find it: fewer would find a part of the whole registry."""

BEGINNING = re.compile(f"[A-Z][A-Z0-9-]{{{SHORTEST_BEGINNING - 1},15}}")


class CopyIsReadOnly(Refusal):
    """What a copy has of its regions is changed there, and comes from there."""

    code = Code.CONFLICT
    message = "This is a copy of several regions: act in the region"


def read_tracking_id(text: str) -> str | None:
    """Read a tracking id as people type it; None where it can be none."""
    code = text.strip().upper()
    return code if TRACKING_ID.fullmatch(code) else None


def read_beginning(text: str) -> str | None:
    """Read the beginning of a tracking id; None where it can be none, or would find too much."""
    code = text.strip().upper()
    return code if BEGINNING.fullmatch(code) else None
