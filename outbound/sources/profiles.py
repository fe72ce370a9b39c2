"""Reads what a source as hitobito says of whoever a token is of: `/oauth/profile` (rule S4)."""

from collections.abc import Mapping
from typing import Any

from outbound.sources.client import SourceClient
from rules.organisations import LONGEST_NAME
from rules.source_profiles import LONGEST_ROLE, SourceRole
from rules.sources import LONGEST_ID, SourceFailed
from rules.texts import cleaned

PROFILE = "/oauth/profile"
WITH_ROLES = {"x-scope": "with_roles"}
MOST_ROLES = 1_000
NO_PROFILE = "The profile of the source cannot be read"


async def read_roles(client: SourceClient) -> tuple[SourceRole, ...]:
    """Return the roles of whoever the token is of, and nothing else of them.

    Raises SourceFailed where there is no profile, or what the client raises.
    """
    response = await client.list(PROFILE, (), "application/json", WITH_ROLES)
    profile = response.json()
    roles = profile.get("roles", []) if isinstance(profile, dict) else None
    if not isinstance(roles, list) or len(roles) > MOST_ROLES:
        raise SourceFailed(NO_PROFILE)
    return tuple(_role(it) for it in roles)


def _role(found: Any) -> SourceRole:
    if not isinstance(found, dict):
        raise SourceFailed(NO_PROFILE)
    group = found.get("group_id")
    external_id = str(group) if isinstance(group, int | str) else ""
    permissions = found.get("permissions", [])
    if not external_id or len(external_id) > LONGEST_ID or not isinstance(permissions, list):
        raise SourceFailed(NO_PROFILE)
    kind = _text(found, "role_class")
    return SourceRole(
        external_id,
        _text(found, "group_name")[:LONGEST_NAME] or external_id,
        (_text(found, "role_name") or _text(found, "role") or kind)[:LONGEST_ROLE],
        frozenset({kind, *(it for it in permissions if isinstance(it, str))} - {""}),
    )


def _text(found: Mapping[str, Any], name: str) -> str:
    text = found.get(name)
    return cleaned(text) if isinstance(text, str) and "\0" not in text else ""
