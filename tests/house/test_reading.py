"""How the code reads: short files that say what they know, names with a meaning."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.repository import ROOT, files, is_generated, modules, packages, parsed

LONGEST = 300
WRITTEN_BY_HAND = {".py", ".sql", ".mjs", ".js", ".ts", ".tsx", ".css", ".sh"}
MEANINGLESS = {"handle", "process", "data", "info", "manager"}
BORROWED = {
    "server/documents/renderers.py": {"process"},  # as the operating system has them
    "server/http/protocol.py": {"data"},  # asyncio's own name for what a protocol receives
    "server/observability/metrics.py": {"process"},  # as the operating system has them
}
# In two pieces, or this file would be the first to name them.
INDEXES = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com"]
ELSEWHERE = re.compile(r"(?<![\w.$~}])/(?:root|tmp|home|work|Users)/")


def text_of(name: Path) -> str:
    try:
        return (ROOT / name).read_text()
    except UnicodeDecodeError:
        return ""


def test_no_file_is_longer_than_a_reader_holds_in_mind() -> None:
    written = [
        name for name in files() if name.suffix in WRITTEN_BY_HAND and not is_generated(name)
    ]

    lengths = {str(name): len(text_of(name).splitlines()) for name in written}

    longer = {name: length for name, length in lengths.items() if length > LONGEST}
    assert longer == {}, f"over {LONGEST} lines: a part that is a subject gets a file of its own"


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_module_opens_with_what_it_knows(module: Path) -> None:
    opening = ast.get_docstring(parsed(module)) or ""

    assert opening.split("\n\n")[0].rstrip().endswith("."), "its first words are one sentence"


def named_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@pytest.mark.parametrize("module", modules(*packages()), ids=str)
def test_a_name_means_something(module: Path) -> None:
    found = {name for name in named_in(parsed(module)) if name.lower() in MEANINGLESS}

    assert found == BORROWED.get(str(module), set())


def test_no_package_index_is_named() -> None:
    texts = {name: text_of(name) for name in files()}

    assert [name for name, text in texts.items() if any(host in text for host in INDEXES)] == []


def test_no_path_leads_to_somebodys_machine() -> None:
    assert [name for name in files() if ELSEWHERE.search(text_of(name))] == []


def sleeps_outside_loops(tree: ast.AST) -> list[int]:
    """Find sleeps on hope: a sleep inside a loop waits for something, and sleep(0) only yields."""
    polling = {
        id(inner)
        for loop in ast.walk(tree)
        if isinstance(loop, ast.While)
        for inner in ast.walk(loop)
    }
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute | ast.Name)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) == "sleep"
        and id(call) not in polling
        and not (isinstance(call.args[0], ast.Constant) and call.args[0].value == 0)
    ]


@pytest.mark.parametrize("module", modules("tests"), ids=str)
def test_a_test_waits_for_something_or_not_at_all(module: Path) -> None:
    assert sleeps_outside_loops(parsed(module)) == []
