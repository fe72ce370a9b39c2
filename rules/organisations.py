"""What an organisation is, where it may stand in the tree, and what it may be called (rule R1)."""

from enum import StrEnum

from rules.refusals import Code, Refusal
from rules.texts import has_invisible, is_unfit_line, shows_letter
from rules.violations import Violation, violation

DEEPEST = 12
"""So many organisations there are at most from a root down to any other, both counted (rule R1)."""

LONGEST_NAME = 200
LONGEST_KIND = 64
"""In characters."""


class OrganisationStatus(StrEnum):
    """Whether an organisation goes on."""

    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"
    MERGED = "MERGED"
    ERASED = "ERASED"


ARCHIVABLE = frozenset({OrganisationStatus.ACTIVE, OrganisationStatus.ARCHIVED})
"""What may be archived: to archive twice changes nothing."""


class OrganisationNotFound(Refusal):
    """No organisation has this id, or none that the caller may act on."""

    code = Code.NOT_FOUND
    message = "Organisation not found"


class OrganisationNameIsTaken(Refusal):
    """Another organisation of the same parent has the name, however it is written (rule R1)."""

    code = Code.CONFLICT
    message = "Organisation name is taken"


class OrganisationContainsItself(Refusal):
    """The parent is the organisation itself, or stands below it (rule R1)."""

    code = Code.CONFLICT
    message = "Organisation would contain itself"


class OrganisationIsTooDeep(Refusal):
    """It, or one below it, would stand deeper than the tree may be (rule R1)."""

    code = Code.CONFLICT
    message = f"Organisations are at most {DEEPEST} deep"


class OrganisationIsNotActive(Refusal):
    """Nothing new begins in an organisation that is archived, merged or erased (rule R1)."""

    code = Code.CONFLICT
    message = "Organisation is not active"


class OrganisationWasChanged(Refusal):
    """Its version is not the one that was looked at; `version` is the present one (rule R7)."""

    code = Code.CONFLICT
    message = "Organisation was changed meanwhile"


class OrganisationHasActiveOnes(Refusal):
    """Who archives an organisation has archived all below it before (rule R1)."""

    code = Code.CONFLICT
    message = "Organisation has active ones below it"


def name_faults(name: str) -> list[Violation]:
    """Return what is wrong with an organisation's name: 1 to 200 characters, one of them a letter.

    Of two names that look alike, one could pass for the other. Rule N5.
    """
    if len(name) > LONGEST_NAME or not shows_letter(name):
        message = f"1 to {LONGEST_NAME} characters are needed, one of them a letter"
        return [violation(["name"], "length", message)]
    return _line_faults("name", name)


def kind_faults(kind: str) -> list[Violation]:
    """Return what is wrong with the word for what an organisation is: 1 to 64 characters."""
    if len(kind) > LONGEST_KIND or not shows_letter(kind):
        message = f"1 to {LONGEST_KIND} characters are needed, one of them a letter"
        return [violation(["kind"], "length", message)]
    return _line_faults("kind", kind)


def _line_faults(field: str, text: str) -> list[Violation]:
    if is_unfit_line(text):
        return [violation([field], "characters", "Control characters cannot be taken")]
    if has_invisible(text):
        return [violation([field], "characters", "Invisible characters cannot be taken")]
    return []
