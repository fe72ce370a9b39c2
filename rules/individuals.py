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
