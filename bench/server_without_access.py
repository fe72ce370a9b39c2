"""Selfsame without its access checks: it verifies no token, and checks no block and no role.

For `python -m bench access` alone, to measure what the checks cost; it is never part of a server.
"""

import os
import sys
from collections.abc import Callable
from unittest import mock
from uuid import UUID

from sqlalchemy import FromClause, Text, cast, null, select

from resolvers.declared_schema import Schema
from rules.access import SCOPES
from server import application, cli
from server.identity.tokens import Claims

CLAIMS = Claims(
    UUID(os.environ["BENCH_USER"]),
    UUID(os.environ["BENCH_CLIENT"]),
    frozenset(SCOPES),
    2**31,
    "bench",
)


def _open() -> FromClause:
    return select(cast(null(), Text).label("refusal")).subquery("head")


def _admit_all(*_: object) -> Callable[[object], Claims]:
    return lambda _headers: CLAIMS


def main() -> None:
    """Serve like `selfsame serve`, with everybody let in as one user."""
    with (
        mock.patch.object(Schema, "guard", staticmethod(_open)),
        mock.patch.object(application, "verify_by", _admit_all),
    ):
        cli.main()


if __name__ == "__main__":
    sys.argv[0] = "selfsame"
    main()
