"""Keeps the queue small: purges old messages, discards orphans, makes the day's digest."""

import fnmatch
from collections.abc import Sequence
from dataclasses import field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson

from db.statements import Connection
from rules.frozen import frozen
from workflows import source_sign_ins

DIGEST_HOUR = time(6, tzinfo=UTC)
"""The digest of a day is made at the first look after this hour."""

PURGE = """
select greatest(purge_messages($1, $4), purge_attempts($1, $4), purge_outbox($2, $4),
                purge_deletions($3, $4), purge_inbound($4), purge_plans($4),
                purge_trace_contexts($1, $4), purge_declaration_drafts($4))
"""
DISCARD_ORPHANS = "select discard_orphans()"
FAILED = """
select kind, count(*) as messages, min(updated_at) as since,
       (array_agg(last_error order by updated_at desc))[1] as last_error
  from messages where status = 'FAILED' and updated_at >= $1 group by kind order by kind
"""
MAKE_DIGEST = "select make_digest($1, $2, $3, $4)"


@frozen
class Retentions:
    """How many seconds finished messages with attempts, events and snapshots are kept."""

    messages: float
    outbox: float
    snapshots: float


@frozen
class DigestTerms:
    """Who receives the day's digest of messages that FAILED, and which kinds are left out.

    `muted` are patterns such as `webhook.death.*`.
    """

    webhook_id: UUID | None = None
    has_mail: bool = False
    muted: Sequence[str] = field(default=())

    def is_muted(self, kind: str) -> bool:
        """Return whether a kind of message is left out."""
        return any(fnmatch.fnmatchcase(kind, pattern) for pattern in self.muted)


async def purge(connection: Connection, kept: Retentions, most: int) -> int:
    """Delete a batch of what is older than it is kept; return how much it was of the most.

    Sign-ins at sources that are over go too, however many they are.
    """
    found = await connection.fetchrow(PURGE, kept.messages, kept.outbox, kept.snapshots, most)
    await source_sign_ins.forget(connection)
    purged: int = found[0]
    return purged


async def discard_orphans(connection: Connection) -> None:
    """Discard messages for a webhook that was deleted while they were made."""
    await connection.fetchrow(DISCARD_ORPHANS)


async def make_digest(
    connection: Connection, terms: DigestTerms, now: datetime | None = None
) -> int:
    """Make the day's digest of messages that FAILED since yesterday, once; none where none did."""
    moment = now or datetime.now(UTC)
    due = datetime.combine(moment.date(), DIGEST_HOUR)
    if (terms.webhook_id is None and not terms.has_mail) or moment < due:
        return 0
    rows = await connection.fetch(FAILED, due - timedelta(days=1))
    failed = [_entry(row) for row in rows if not terms.is_muted(row["kind"])]
    if not failed:
        return 0
    payload = {
        "type": "message.digest",
        "timestamp": moment,
        "data": {"date": due.date(), "failed": failed},
    }
    made = 0
    for kind, receiver in (("digest.webhook", terms.webhook_id), ("digest.mail", None)):
        if receiver is not None or (kind == "digest.mail" and terms.has_mail):
            # The same for all workers, so that the day has one.
            event_id = uuid5(NAMESPACE_URL, f"{kind}:{due.date()}")
            body = orjson.dumps(payload).decode()
            made += (await connection.fetchrow(MAKE_DIGEST, kind, receiver, event_id, body))[0]
    return made


def _entry(row: Any) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "messages": row["messages"],
        "since": row["since"],
        "lastError": row["last_error"],
    }
