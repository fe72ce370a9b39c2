"""What the database shares with Python stands in Python, and is filled into the rule files."""

import importlib
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from subprocess import run

import pytest

from db import advisory_locks, rule_files
from db.versions import version
from tests.house.repository import ROOT, files, modules

RULES = [name for name in files() if name.parent in (Path("db"), Path("db/rules"))]
"""The rule files, and the tables with their checks and partial indexes."""

SQL = [name for name in files() if name.suffix == ".sql"]
WORDS_IN_A_LIST = re.compile(r"'([A-Z_]+)'\s*,\s*'([A-Z_]+)'")
LOCK = re.compile(r"advisory\w*lock\w*\(\s*([^,()\s]+)")
"""What an advisory lock is taken on: the first argument."""

NAMED = re.compile(r"\{\{lock_of_\w+\}\}|\{advisory_locks\.\w+\}|lock\.key")
"""A key of the list, or one that is hashed with a seed of the list."""


def words() -> Iterator[str]:
    """Yield every value of every enumeration of the rules."""
    for module in modules("rules"):
        name = ".".join(module.with_suffix("").parts)
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, type) and issubclass(value, StrEnum):
                yield from value


@pytest.mark.parametrize("file", RULES, ids=str)
def test_no_list_of_the_rules_is_typed_by_hand(file: Path) -> None:
    known = set(words())

    typed = [it for it in WORDS_IN_A_LIST.findall((ROOT / file).read_text()) if known & {*it}]

    assert typed == []


def test_a_placeholder_without_a_value_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {name: it for name, it in rule_files.VALUES.items() if name != "live_statuses"}
    monkeypatch.setattr(rule_files, "VALUES", fewer)

    with pytest.raises(ValueError, match="live_statuses"):
        rule_files.rule_files()


def test_a_value_without_a_placeholder_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_files, "VALUES", {**rule_files.VALUES, "nobodys": "1"})

    with pytest.raises(ValueError, match="nobodys"):
        rule_files.rule_files()


def test_another_value_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version()

    monkeypatch.setattr(rule_files, "VALUES", {**rule_files.VALUES, "mother_days": "1"})

    assert version() != before


def test_every_start_asks_for_the_version_without_loading_sqlalchemy() -> None:
    asked = "import sys, db.versions; db.versions.version(); sys.exit('sqlalchemy' in sys.modules)"

    assert run([sys.executable, "-c", asked], cwd=ROOT, check=False).returncode == 0


def test_no_two_advisory_locks_have_one_key() -> None:
    keys = [value for name, value in vars(advisory_locks).items() if name.isupper()]

    assert len(keys) == len(set(keys))


def test_every_advisory_lock_is_named_in_the_list() -> None:
    sources = [*SQL, *modules("db", "workflows", "resolvers", "server", "outbound")]
    locked = {str(name): LOCK.findall((ROOT / name).read_text()) for name in sources}

    assert any(locked.values())
    assert {name: it for name, it in locked.items() if not all(map(NAMED.fullmatch, it))} == {}
