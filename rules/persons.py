"""What a person on record is: genders, statuses, and which of their fields are personal."""

from enum import StrEnum

from rules.refusals import Code, Refusal
from rules.violations import violation


class Gender(StrEnum):
    """The sex that the record states."""

    MALE = "MALE"
    FEMALE = "FEMALE"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


class PersonStatus(StrEnum):
    """Whether the record stands, gave way to its master, or says nothing any more."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    ANONYMISED = "ANONYMISED"


class SearchIsEmpty(Refusal):
    """A search for persons without a condition would return the whole register."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Filter must have at least one of its fields"

    def __init__(self) -> None:
        super().__init__(violations=[violation(["filter"], "required", self.message)])
