"""What the leaves of the tree beside the trail are made of, to the byte (rule Y1).

A form is written down for auditors (`docs/audit.md`) and never changes: what is sealed is verified
by the form that it was sealed in. Where entries get a column, they get a further form.
"""

from collections.abc import Sequence

FORM = 1
"""The form that is sealed in now."""

ENTRY_COLUMNS = (
    "id",
    "act_id",
    "actor_id",
    "client_id",
    "action",
    "resource",
    "resource_id",
    "changeset",
    "previous",
    "correlation_id",
    "inserted_at",
    "transaction",
)
"""What the form 1 of an entry holds, in this order."""

TOLERANCE_SECONDS = 60.0
"""By how much the clock of a database may be set back without an entry seeming to be dated back."""


def read_size(text: str) -> int | None:
    """Read the size of a tree, a decimal number of eight bytes at most; None for another text."""
    is_number = text.isascii() and text.isdigit() and len(text) <= 19
    return int(text) if is_number and int(text) < 2**63 else None


def entry_leaf(values: Sequence[str | None]) -> bytes:
    """Return the leaf of an entry in form 1: the name of the form, and its columns as texts."""
    return _netstring("selfsame entry 1") + b"".join(map(_written, values))


def seal_leaf(values: Sequence[str | None]) -> bytes:
    """Return the leaf that ends a seal, in form 1: when it was made, and what it had seen.

    That is the moment, the oldest transaction that was running, the next one to come, and the
    PostgreSQL cluster that counts them.
    """
    return _netstring("selfsame seal 1") + b"".join(map(_written, values))


def _written(value: str | None) -> bytes:
    """Write a text as a netstring, and null as what begins none."""
    return b"~" if value is None else _netstring(value)


def _netstring(text: str) -> bytes:
    written = text.encode()
    return b"%d:%b," % (len(written), written)
