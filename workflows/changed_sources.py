"""How a source is changed, and how it is retired (rule S5)."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, update

from db.sources import sources
from db.statements import Statement
from rules import sources as rules
from rules.frozen import frozen
from rules.source_retirement import WHY_CANCELLED, SourceIsRetired
from rules.sources import (
    NewSource,
    SourceAccess,
    SourceNotFound,
    SourceProtocol,
    SourceTerms,
)
from rules.violations import Violations
from workflows.acts import Acting, act
from workflows.sources import TERMS, terms_of

THIS = sources.c.id == bindparam("source", type_=Uuid)
LOCK = Statement(select(sources).where(THIS).with_for_update())
CHANGE = Statement(update(sources).where(THIS).values(**TERMS))
FORGET_TOKENS = "select forget_tokens_of($1)"
RETIRE = "select retire_source($1, $2)"


@frozen
class SourceChanges:
    """What of a source shall change; null leaves it as it is."""

    name: str | None = None
    base_url: str | None = None
    access: Sequence[SourceAccess] | None = None
    token_url: str | None = None
    oauth_client_id: str | None = None
    oauth_secret: str | None = None
    issuer: str | None = None
    authorization_url: str | None = None
    oauth_scope: str | None = None
    sync_roles: Sequence[str] | None = None


async def change(
    acting: Acting, source_id: UUID | None, changes: SourceChanges, terms: SourceTerms
) -> None:
    """Change a source: its name, where and how it is read, and whose roles let them sync.

    Whoever leads it elsewhere has to know the secret: it is sent to no other address than it was
    given for, and no more are the tokens of runs under way. Raises SourceNotFound, SourceIsRetired,
    InputIsInvalid or SourceNameIsTaken.
    """
    async with act(acting, "source.changed") as connection:
        found = await LOCK.row(connection, source=source_id)
        _check(found)
        new = _changed(found, changes)
        rules.check_source(new, allows_loopback=terms.allows_loopback)
        gives_tokens = (new.token_url, new.issuer) != (found["token_url"], found["issuer"])
        is_elsewhere = gives_tokens or new.base_url != found["base_url"]
        secret = new.oauth_secret
        # With the secret comes a token, which goes to the source's own origin.
        takes_tokens = rules.origin_of(new.base_url) != rules.origin_of(found["base_url"])
        if secret is None and (gives_tokens or takes_tokens) and found["sealed_oauth_secret"]:
            violations = Violations()
            message = "It is needed where tokens are given or taken at another address"
            violations.add(["clientSecret"], "required", message)
            violations.refuse()
        sealed = found["sealed_oauth_secret"] if secret is None else terms.seal(secret)
        await CHANGE.rows(connection, source=source_id, **terms_of(new, sealed))
        if is_elsewhere:
            await connection.execute(FORGET_TOKENS, source_id)


async def retire(acting: Acting, source_id: UUID | None) -> None:
    """Let a source be linked and synced no more, for good; what came by it stays.

    Runs under way are cancelled, but those whose last step has begun. Raises SourceNotFound or
    SourceIsRetired.
    """
    async with act(acting, "source.retired") as connection:
        _check(await LOCK.row(connection, source=source_id))
        await connection.execute(RETIRE, source_id, WHY_CANCELLED)


def _check(found: Mapping[str, Any] | None) -> None:
    if found is None:
        raise SourceNotFound
    if found["retired_at"] is not None:
        raise SourceIsRetired


def _changed(found: Mapping[str, Any], changes: SourceChanges) -> NewSource:
    former = NewSource(
        found["name"],
        SourceProtocol(found["protocol"]),
        found["base_url"],
        [SourceAccess(it) for it in found["access"]],
        found["token_url"],
        found["oauth_client_id"],
        None,
        found["issuer"],
        found["authorization_url"],
        found["oauth_scope"],
        found["sync_roles"],
    )
    given = {name: getattr(changes, name) for name in (it.name for it in fields(changes))}
    return replace(former, **{name: it for name, it in given.items() if it is not None})
