"""Compares entries with the first one of their act, wherever either is kept (rule Y6)."""

from collections.abc import AsyncIterator, Callable, Sequence

from db.statements import Connection
from rules.audit_tree import ENTRY_COLUMNS
from rules.frozen import frozen

Archive = Callable[[str], Sequence[str | None] | None]
"""Returns the columns of an entry that was taken out of the database, or None."""

TRANSACTION = ENTRY_COLUMNS.index("transaction")

FIRST = """
select log.id::text, log.transaction::text from {table} log where log.id = any ($1::uuid[])
"""
SEALED = "select entry_id::text as id from audit_leaves where entry_id = any ($1::uuid[])"


@frozen
class Claim:
    """An entry that was sealed as one of an act, and its transaction."""

    entry_id: str
    act: str
    transaction: int


@frozen
class KeptActs:
    """Knows the first entries of acts, of the database's tables and of archives."""

    connection: Connection
    archived: Archive
    tables: Sequence[str]

    async def odd(self, claims: Sequence[Claim]) -> AsyncIterator[Claim]:
        """Yield the claims whose act is of another transaction, or of none that was sealed.

        Of a first entry that was deleted only the leaf is there: it is named for that, and the
        others of its act are not accused.
        """
        if not claims:
            return
        acts = list({it.act for it in claims})
        known = await self._known(acts)
        gone = [it for it in acts if it not in known]
        sealed = {row["id"] for row in await self.connection.fetch(SEALED, gone)} if gone else ()
        for claim in claims:
            if claim.act in known:
                if known[claim.act] != str(claim.transaction):
                    yield claim
            elif claim.act not in sealed:
                yield claim

    async def _known(self, acts: Sequence[str]) -> dict[str, str | None]:
        """Return the transactions of the first entries that there are."""
        kept = ((act, self.archived(act)) for act in acts)
        known = {act: values[TRANSACTION] for act, values in kept if values is not None}
        statement = " union all ".join(FIRST.format(table=it) for it in self.tables)
        for row in await self.connection.fetch(statement, acts):
            known[row["id"]] = row["transaction"]
        return known
