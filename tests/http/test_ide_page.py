"""The page at /graphql names accounts to ask as in a demo and a sandbox, and none in a register."""

from pathlib import Path
from typing import Any

import pytest

from server.http import ide
from server.settings import Settings

ACCOUNTS = ("ada:ADMIN", "bo:REGISTRAR")


@pytest.fixture(autouse=True)
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ide, "PAGE", tmp_path / "index.html")
    ide.PAGE.write_text("<html><head></head><body></body></html>")


def shown(*, is_sandbox: bool = False, **settings: Any) -> str | None:
    found = ide.page_for(Settings().model_copy(update=settings), is_sandbox=is_sandbox)
    return None if found is None else found.decode()


def test_a_register_names_nobody() -> None:
    assert shown() == "<html><head></head><body></body></html>"


def test_a_demo_names_its_accounts_and_a_sandbox_where_its_machine_is_named() -> None:
    demo = shown(demo_accounts=ACCOUNTS)
    sandbox = shown(demo_accounts=ACCOUNTS, is_sandbox=True)

    named = '<meta name="demo-accounts" content="ada:ADMIN bo:REGISTRAR">'
    assert demo == f"<html><head>{named}</head><body></body></html>"
    machine = '<meta name="sandbox" content="/sandbox">'
    assert sandbox == f"<html><head>{named}{machine}</head><body></body></html>"


@pytest.mark.parametrize("closed", [{"introspection": False}, {"documents": "persisted"}])
def test_there_is_none_where_its_documents_are_not_executed(closed: dict[str, Any]) -> None:
    assert shown(demo_accounts=ACCOUNTS, **closed) is None
