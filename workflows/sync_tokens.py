"""With whose token a sync reads its source, and what keeps that beside its run (rule S5)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules import source_tokens
from rules import sources as rules
from rules.access import RoleMissing
from rules.inbound import SourceLinkNotFound
from rules.source_retirement import SourceIsRetired
from rules.sources import (
    SourceAccess,
    SourceTerms,
    SourceTokenIsNeeded,
    SourceTokenIsNotTaken,
)
from workflows.acts import Acting
from workflows.source_profiles import BY_PROFILE

HOLD_SOURCE = """
select id, access, retired_at from sources
 where id = coalesce((select source_id from source_links where id = $1), $2)
   for key share
"""
SYNCED_LINK = f"""
select (parameters ->> 'sourceLinkId')::uuid as link_id, requested_by,
       coalesce((parameters ->> '{BY_PROFILE}')::boolean, false) as by_profile
  from runs where id = $1 and kind = 'SYNC'
"""
KEEP_TOKEN = """
insert into run_credentials (run_id, sealed) values ($1, $2)
    on conflict (run_id) do update set sealed = excluded.sealed
"""
WITH_TOKEN = "withToken"
"""Of a run's parameters: whether it is read with somebody's token, and never without."""
NOTE_TOKEN = f"""
update runs set parameters = parameters || jsonb_build_object('{WITH_TOKEN}', $2::boolean)
 where id = $1
"""


async def hold_source(
    connection: Connection, link_id: UUID | None, source_id: UUID | None = None
) -> Mapping[str, Any]:
    """Return the source of a link, or one by its id; nobody changes it before the act is over.

    Nor does anybody retire it. Else a token could go to where whoever gave it has not seen it go.
    Raises SourceLinkNotFound or SourceIsRetired.
    """
    found: Mapping[str, Any] | None = await connection.fetchrow(HOLD_SOURCE, link_id, source_id)
    if found is None:
        raise SourceLinkNotFound
    if found["retired_at"] is not None:
        raise SourceIsRetired
    return found


def sealed_token(source: Mapping[str, Any], token: str | None, terms: SourceTerms) -> bytes | None:
    """Return the caller's token, sealed; None where the source is read with another.

    Raises SourceTokenIsNeeded, SourceTokenIsNotTaken or InputIsInvalid.
    """
    if rules.GIVEN_BY_CALLERS & set(source["access"]) and token:
        source_tokens.check_token(token)
        return terms.seal(token)
    can_exchange = SourceAccess.TOKEN_EXCHANGE in source["access"]
    if token and (can_exchange or SourceAccess.CLIENT_CREDENTIALS in source["access"]):
        raise SourceTokenIsNotTaken
    if can_exchange and terms.subject_token is not None:
        return terms.seal(source_tokens.to_exchange(terms.subject_token))
    if SourceAccess.CLIENT_CREDENTIALS not in source["access"]:
        raise SourceTokenIsNeeded
    return None


async def take_token(
    connection: Connection,
    acting: Acting,
    run_id: UUID | None,
    token: str | None,
    terms: SourceTerms,
) -> None:
    """Keep the token with which a run that failed goes on, if it is a sync that needs one.

    One that goes on by somebody's profile takes no token of another: who is asked about at its
    last step is whoever the token is of. Raises RoleMissing, SourceIsRetired, SourceTokenIsNeeded,
    SourceTokenIsNotTaken or InputIsInvalid.
    """
    run = await connection.fetchrow(SYNCED_LINK, run_id)
    if run is None:
        return
    if run["by_profile"] and run["requested_by"] != acting.user_id:
        raise RoleMissing
    source = await hold_source(connection, run["link_id"])
    sealed = sealed_token(source, token, terms)
    await connection.execute(NOTE_TOKEN, run_id, sealed is not None)
    if sealed is not None:
        await keep_token(connection, run_id, sealed)


async def keep_token(connection: Connection, run_id: UUID | None, sealed: bytes) -> None:
    """Keep a token beside its run, until that is over."""
    await connection.execute(KEEP_TOKEN, run_id, sealed)
