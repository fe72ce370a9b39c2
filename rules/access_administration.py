"""What an administrator may make and grant, and what names and passwords must be (rule E3)."""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain
from uuid import UUID

from rules.access import LIMITABLE, SCOPES, ClientKind, Role, machine_scopes
from rules.contacts import email_address
from rules.credentials import LONGEST_OVERLAP_SECONDS
from rules.refusals import Code, Refusal
from rules.texts import cleaned, has_invisible, is_unfit_line, shows_something
from rules.violations import InputIsInvalid, Violation, violation

CONSOLE = "console"
"""The name of the client through which people sign in where none is named."""

LONGEST_NAME = 64
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1024
"""In characters; the upper bound keeps a request from buying a lot of hashing."""

ROLES_NEED_A_USER_INTERFACE = "A machine speaks for itself: nobody holds a role through it"


class ClientNotFound(Refusal):
    """No client has this id."""

    code = Code.NOT_FOUND
    message = "Client not found"


class UserNotFound(Refusal):
    """No user has this id."""

    code = Code.NOT_FOUND
    message = "User not found"


class ClientNameIsTaken(Refusal):
    """Another client has this name."""

    code = Code.CONFLICT
    message = "A client of this name exists already"


class UsernameIsTaken(Refusal):
    """Another user has this name."""

    code = Code.CONFLICT
    message = "A user of this name exists already"


class PersonIsAnotherUsers(Refusal):
    """Another user is this person already (rule E3)."""

    code = Code.CONFLICT
    message = "Person is another user's"


class GrantToOneself(Refusal):
    """Nobody grants to themselves, whatever they may grant to others (rule E3)."""

    code = Code.CONFLICT
    message = "Nobody grants to themselves"


class ConsoleKeepsItsName(Refusal):
    """People sign in through the client of this name where none is named: its page names none."""

    code = Code.CONFLICT
    message = "The client of the console keeps its name"


class NoAdminWouldRemain(Refusal):
    """The last ADMIN can be neither blocked nor stripped (rule E3)."""

    code = Code.CONFLICT
    message = "The last ADMIN can be neither blocked nor stripped"


class OrganisationNeedsSteward(Refusal):
    """The last STEWARD of an organisation keeps the role there (rule R5)."""

    code = Code.CONFLICT
    message = "Organisation needs a steward"


class RoleIsNotLimited(Refusal):
    """The role holds everywhere or not at all, as those of reviewers and admins (rule R2)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Role is not limited to organisations"


class ClientHasNoSecret(Refusal):
    """A user interface cannot keep a secret, so it has none to rotate (rule E2)."""

    code = Code.CONFLICT
    message = "A USER_INTERFACE client has no secret"


def check(*violations: Iterable[Violation]) -> None:
    """Refuse an input with violations, all of them at once. Rule C2.

    Raises InputIsInvalid.
    """
    noted = list(chain.from_iterable(violations))
    if noted:
        raise InputIsInvalid(violations=noted)


def name_faults(field: str, name: str) -> list[Violation]:
    """Return what is wrong with a unique name: 1 to 64 characters, none of them invisible.

    Of two names that look alike, one could pass for the other. Rules E3 and N5.
    """
    noted = display_name_faults(field, name)
    if not noted and has_invisible(name):
        return [violation([field], "characters", "Invisible characters cannot be taken")]
    return noted


def display_name_faults(field: str, name: str) -> list[Violation]:
    """Return what is wrong with a name that is only shown: 1 to 64 characters, no controls.

    Joiners inside are part of it, as in Persian. Rule N5.
    """
    if len(name) > LONGEST_NAME or not shows_something(name):
        return [violation([field], "length", f"1 to {LONGEST_NAME} characters are needed")]
    return _character_faults(field, name)


def password_faults(password: str, field: str = "password") -> list[Violation]:
    """Return what is wrong with a password: 8 to 1,024 characters, none of them a control.

    Blanks count as characters, and are no password by themselves.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        message = f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters are needed"
        return [violation([field], "length", message)]
    if not shows_something(password):
        return [violation([field], "characters", "Blanks alone are no password")]
    return _character_faults(field, password)


def change_faults(old: str, new: str) -> list[Violation]:
    """Return what is wrong with a password that is to replace another. Rule E6."""
    noted = password_faults(new, "newPassword")
    if unicodedata.normalize("NFC", new) == unicodedata.normalize("NFC", old):
        message = "Another password than before is needed"
        noted.append(violation(["newPassword"], "another", message))
    return noted


def email_faults(email: str) -> list[Violation]:
    """Return whether this is no e-mail address. Rule N5."""
    if email_address(email) is not None:
        return []
    return [violation(["email"], "email", "It is no e-mail address")]


def check_rename(name: str, new_name: str) -> None:
    """Refuse another name for the console's client. Rule E6. Raises ConsoleKeepsItsName."""
    if name == CONSOLE and new_name != name:
        raise ConsoleKeepsItsName


def scope_faults(kind: ClientKind, scopes: Iterable[str]) -> list[Violation]:
    """Return which scopes are unknown, or closed to machines where the client is one. Rule E3."""
    noted = []
    for index, scope in enumerate(scopes):
        if scope not in SCOPES:
            noted.append(violation(["scopes", index], "known", "There is no such scope"))
        elif kind is ClientKind.SYSTEM and scope not in machine_scopes:
            message = f"{scope} is closed to machines"
            noted.append(violation(["scopes", index], "machines", message))
    return noted


def overlap_faults(seconds: int) -> list[Violation]:
    """Return what is wrong with the seconds for which an old secret lasts: 0 to a week. Rule E2."""
    if 0 <= seconds <= LONGEST_OVERLAP_SECONDS:
        return []
    message = f"0 to {LONGEST_OVERLAP_SECONDS} seconds are possible"
    return [violation(["overlapSeconds"], "range", message)]


def bound_faults(kind: ClientKind) -> list[Violation]:
    """Return that no user interface is bound to an organisation, where the client is one."""
    if kind is ClientKind.SYSTEM:
        return []
    message = "People's grants say where they hold: only a machine is bound"
    return [violation(["organisationId"], "bound", message)]


def expiry_faults(
    expires_at: datetime | None, now: datetime, field: str = "expiresAt"
) -> list[Violation]:
    """Return that a grant would have ended before it began, or never could. Rule R4."""
    if expires_at is None:
        return []
    try:
        expires_at.astimezone(UTC)
    except OverflowError:
        return [violation([field], "calendar", "It lies outside the calendar")]
    if expires_at > now:
        return []
    return [violation([field], "future", "A moment to come is needed")]


def check_limit(role: Role, *, is_limited: bool) -> None:
    """Refuse to limit a role that holds everywhere. Rule R2. Raises RoleIsNotLimited."""
    if is_limited and role not in LIMITABLE:
        raise RoleIsNotLimited


def role_faults(kind: ClientKind) -> list[Violation]:
    """Return that no role is held through a machine, where the client is one."""
    if kind is ClientKind.USER_INTERFACE:
        return []
    return [violation(["clientId"], "machines", ROLES_NEED_A_USER_INTERFACE)]


def check_grant(granting: UUID | None, receiving: UUID) -> None:
    """Refuse a grant to oneself. Rule E3. Raises GrantToOneself."""
    if granting == receiving:
        raise GrantToOneself


def trimmed(name: str) -> str:
    """Return a name as it is kept. Rule N5."""
    return cleaned(name)


def _character_faults(field: str, text: str) -> list[Violation]:
    if is_unfit_line(text):
        return [violation([field], "characters", "Control characters cannot be taken")]
    return []
