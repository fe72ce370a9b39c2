"""What may be erased for good (rule T3)."""

from enum import StrEnum

ERASED_TEXT = "[erased]"
"""What stands where a text is needed and what people wrote there is gone."""


class Erased(StrEnum):
    """What is gone."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"
