"""No module imports itself by way of others, and a server loads no more than it needs."""

import ast
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from subprocess import check_output

from tests.house.repository import ROOT, modules, parsed


def named(module: Path) -> str:
    parts = module.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.Module, known: set[str]) -> Iterator[str]:
    """Name the modules of ours that are imported anywhere in a module, for its types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for each in node.names:
                submodule = f"{node.module}.{each.name}"
                yield submodule if submodule in known else node.module


def graph_of(trees: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    known = set(trees)
    return {name: {*imported(tree, known)} & known - {name} for name, tree in trees.items()}


def cycle_in(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the modules along one cycle, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        return cycle
    return []


def test_no_module_imports_itself_by_way_of_others() -> None:
    trees = {named(module): parsed(module) for module in modules()}

    assert len(trees) > 200
    assert cycle_in(graph_of(trees)) == []


def test_a_cycle_is_found_wherever_the_import_stands() -> None:
    texts = {
        "package": "",
        "package.one": "from package import two",
        "package.two": "from package.three import value",
        "package.three": "def late():\n    import package.one",
    }
    trees = {name: ast.parse(text) for name, text in texts.items()}

    assert {*cycle_in(graph_of(trees))} == {"package.one", "package.two", "package.three"}
    assert cycle_in(graph_of({**trees, "package.three": ast.parse("")})) == []


def test_a_server_does_not_load_what_other_processes_or_few_requests_need() -> None:
    asked = "import sys, server.application; print(*{'typst', 'xlsxwriter'} & set(sys.modules))"

    assert check_output([sys.executable, "-c", asked], cwd=ROOT, text=True).strip() == ""
