"""What a registrar should see of a declaration before registering it."""

from enum import StrEnum


class VitalEventAlert(StrEnum):
    """Something that a registrar answers before a record is registered."""

    SPOUSE_IS_DECEASED = "SPOUSE_IS_DECEASED"
    SPOUSE_IS_MARRIED = "SPOUSE_IS_MARRIED"
    PERSON_NOT_FOUND = "PERSON_NOT_FOUND"
    NUMBER_IS_HELD_BY_ANOTHER = "NUMBER_IS_HELD_BY_ANOTHER"
    PERSON_IS_DEAD_ALREADY = "PERSON_IS_DEAD_ALREADY"
