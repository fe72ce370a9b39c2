"""SQL stands where decision 0060 says: statements of Core, or constants in workflows/."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.repository import modules, parsed

COMMAND = re.compile(
    r"\s*(select\s.*\b(from|exists|[a-z_]+\()|insert into|update \w+( \w+)? set|update \w+\n"
    r"|delete from|with (recursive )?\w+ as\b|create (temp )?table)",
    re.IGNORECASE | re.DOTALL,
)
OUTSIDE = (
    "server/postgres",
    "server/bridge/slots.py",
    "server/delivery/worker.py",
    "server/matching",
    "server/commands/archived_entries.py",
)
"""
The pool's own: heartbeats of the server, the listener, and the slot that the bridge reads. And what
is asked of DuckDB and SQLite.
"""


def texts(tree: ast.AST) -> Iterator[tuple[ast.AST | None, str]]:
    """Yield each text that is a command of SQL, with the assignment that it is the value of."""
    assigned = {
        id(part): node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.Return)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and COMMAND.match(text):
            yield assigned.get(id(node)), text


@pytest.mark.parametrize("module", modules("server", "resolvers", "outbound", "rules"), ids=str)
def test_no_sql_is_written_outside_the_workflows(module: Path) -> None:
    if str(module).startswith(OUTSIDE):
        return

    assert [text for _, text in texts(parsed(module))] == []


@pytest.mark.parametrize("module", modules("workflows"), ids=str)
def test_sql_is_a_constant_in_lower_case(module: Path) -> None:
    for _, text in texts(parsed(module)):
        assert text.split()[0].islower(), text


@pytest.mark.parametrize("module", modules("workflows"), ids=str)
def test_no_sql_is_written_into_a_call(module: Path) -> None:
    written = [text for assigned, text in texts(parsed(module)) if assigned is None]

    assert written == []
