"""What a source says of whoever asks: their roles in its groups, and which let them sync (S4)."""

from collections.abc import Iterable, Sequence

from rules.frozen import frozen
from rules.refusals import Code, Refusal
from rules.texts import cleaned
from rules.violations import Violations

WHY_NO_FIRST_SYNC = "None of its syncs has succeeded"
"""Why an organisation is erased that was made for its first sync (rule S4)."""

PROFILE_SECONDS = 10.0
"""Until a source has to have answered while somebody waits for it."""

MOST_SYNC_ROLES = 50
LONGEST_ROLE = 200


class SourceDoesNotAnswer(Refusal):
    """The source did not answer when it was asked for somebody's roles (rule S4)."""

    code = Code.UNAVAILABLE
    message = "The source does not answer"


class SourceShowsNoRoles(Refusal):
    """The source has no list of roles that suffice, or is asked in a way that shows none (S4)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "The source shows no roles"


@frozen
class SourceRole:
    """A role that whoever asks has in a group of a source."""

    group_id: str
    group_name: str
    name: str
    """As people there call it."""
    kinds: frozenset[str]
    """What the source calls the role itself, and each permission that it brings."""


@frozen
class OfferedGroup:
    """A group in which whoever asks has roles, and whether one of these lets them sync it."""

    external_id: str
    name: str
    roles: tuple[str, ...]
    suffices: bool


def offered_groups(roles: Iterable[SourceRole], sync_roles: Iterable[str]) -> list[OfferedGroup]:
    """Return the groups of somebody's roles, in the order in which the source names them. Rule S4.

    A role counts for the group that it is of, and for none below it.
    """
    wanted = frozenset(sync_roles)
    found: dict[str, list[SourceRole]] = {}
    for role in roles:
        found.setdefault(role.group_id, []).append(role)
    return [
        OfferedGroup(
            group,
            its[0].group_name,
            tuple(dict.fromkeys(it.name for it in its)),
            any(it.kinds & wanted for it in its),
        )
        for group, its in found.items()
    ]


def may_sync(roles: Iterable[SourceRole], sync_roles: Iterable[str], external_id: str) -> bool:
    """Return whether a role in a group lets somebody sync it. Rule S4."""
    offered = offered_groups(roles, sync_roles)
    return any(it.suffices for it in offered if it.external_id == external_id)


def check_sync_roles(violations: Violations, names: Sequence[str]) -> None:
    """Note what no list of roles and permissions can hold."""
    if len(names) > MOST_SYNC_ROLES:
        message = f"A source has at most {MOST_SYNC_ROLES} such roles"
        violations.add(["syncRoles"], "length", message)
    for at, name in enumerate(names):
        violations.check_line(["syncRoles", at], name, LONGEST_ROLE)


def kept_sync_roles(names: Iterable[str]) -> list[str]:
    """Return a list of roles as it is kept: each once, in the order of their names."""
    return sorted({cleaned(it) for it in names})
