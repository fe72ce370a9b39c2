"""What may be erased for good (rules T1 to T3, and T5)."""

from enum import StrEnum
from uuid import UUID

from rules.frozen import frozen
from rules.refusals import Code, Refusal

ERASED_TEXT = "[erased]"
"""What stands where a text is needed and what people wrote there is gone."""


class NameDoesNotMatch(Refusal):
    """Who erases an organisation types its name, as it is (rule T1)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Name does not match"


class Erased(StrEnum):
    """What is gone."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"


@frozen
class Erasure:
    """An erasure as it is listed: its own id, and that of whom or what."""

    id: UUID
    kind: Erased
    erased_id: UUID
