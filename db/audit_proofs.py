"""The proof of an entry of the trail; a function as a table, of db/rules/audit_proofs.sql."""

from sqlalchemy import ARRAY, BigInteger, Column, FromClause, Text, Uuid, bindparam, func

audit_proof: FromClause = func.audit_proof(
    bindparam("entry", type_=Uuid, required=True),
    bindparam("size", type_=BigInteger, required=True),
).table_valued(
    Column("id", Text, nullable=False),
    Column("entry_id", Uuid, nullable=False),
    Column("leaf_index", Text, nullable=False),
    Column("size", Text, nullable=False),
    Column("leaf", Text),
    Column("leaf_hash", Text, nullable=False),
    Column("hashes", ARRAY(Text), nullable=False),
    Column("checkpoint", Text, nullable=False),
    name="audit_proof",
)
