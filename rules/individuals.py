"""In which roles people appear on a vital event's record."""

from enum import StrEnum


class IndividualRole(StrEnum):
    """What somebody is to the event."""

    CHILD = "CHILD"
    MOTHER = "MOTHER"
    FATHER = "FATHER"
    DECEASED = "DECEASED"
    SPOUSE = "SPOUSE"
    WITNESS = "WITNESS"
    INFORMANT = "INFORMANT"
    COLLECTOR = "COLLECTOR"


SUBJECTS = (IndividualRole.CHILD, IndividualRole.DECEASED)
"""Whom a birth or a death is about."""

SOUGHT_BY_BIRTH_DATE = (IndividualRole.DECEASED, IndividualRole.SPOUSE)
"""Who of those on record may be somebody that marries (rule C8a)."""

PRINCIPALS = (IndividualRole.MOTHER, IndividualRole.DECEASED, IndividualRole.SPOUSE)
"""By whose names possible duplicates are found: of two spouses, the first (rules C5 and C5a)."""
