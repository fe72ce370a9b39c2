"""Proofs that an entry of the trail was sealed, for whoever holds a checkpoint (rule Y3)."""

from typing import Annotated

import strawberry

from db.audit_proofs import audit_proof
from planner.row_queries import RowQuery
from planner.sources import ToOne
from resolvers import ids
from resolvers.access import Scoped
from resolvers.audit_log import AuditEntry
from resolvers.definitions import column, field, object_type, root_field
from resolvers.nodes import QueryContext
from rules.audit_tree import read_size
from rules.refusals import BadRequest

Size = Annotated[
    str | None,
    strawberry.argument(
        description="The size of a checkpoint, as its second line has it; null is the newest."
    ),
]
EntryId = Annotated[
    strawberry.ID, strawberry.argument(description="Of which entry, as `auditLog` names it.")
]


@object_type(audit_proof)
class AuditProof:
    """An RFC 6962 inclusion proof of an entry; hashes in base64, sizes as decimal texts."""

    entry: AuditEntry = field(
        ToOne(lambda proof, entry: entry.c.id == proof.c.entry_id),
        "What was sealed, as the trail has it now: a verifier hashes it anew.",
    )
    leaf_index: str = column("Which leaf of the tree the entry is, from 0 on.")
    size: str = column("How many leaves the tree has: the second line of the checkpoint.")
    leaf: str | None = column(
        "The leaf of the entry as the trail has it now; SHA-256 of a zero byte and its UTF-8 is"
        " `leafHash`, unless somebody changed the entry. Null where it is gone."
    )
    leaf_hash: str = column("The hash of the leaf that was sealed of the entry.")
    hashes: list[str] = column("What joins the leaf's hash to the root, from the leaf up.")
    checkpoint: str = column("The signed checkpoint whose root they lead to.")


@object_type()
class AuditProofQueries:
    """Proofs of the trail."""

    @root_field(AuditProof | None, Scoped("audit_log:read"))
    def audit_proof(
        context: strawberry.Parent[QueryContext], entry_id: EntryId, size: Size = None
    ) -> RowQuery | None:
        """Proves that an entry was sealed; null while it is not, and by no checkpoint of before."""
        wanted = None if size is None else read_size(size)
        if wanted is None and size is not None:
            raise BadRequest("size is a decimal number.")
        entry = ids.key(entry_id, "AuditEntry")
        if entry is None:
            return None
        parameters = {"entry": entry, "size": wanted}
        return RowQuery("AuditProof", parameters=parameters, reading={"entryId": str(entry)})
