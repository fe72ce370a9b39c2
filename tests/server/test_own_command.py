"""How the command of a demo is typed stands on its page, and of no other registry."""

import shlex
import subprocess
from html import unescape
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from server.http.console import Console
from server.http.own_command import own_command
from server.settings import Settings

DEMO: dict[str, Any] = {"demo_accounts": ("ada:ADMIN",), "host": "127.0.0.1"}


def settings(tmp_path: Path, **other: Any) -> Settings:
    known: dict[str, Any] = {"data_dir": tmp_path / "two words"} | DEMO | other
    return Settings.model_construct(**known)


def test_y3_the_command_of_a_demo_runs_from_any_folder(tmp_path: Path) -> None:
    command = own_command(settings(tmp_path))

    assert command is not None
    assert shlex.split(command)[0] == f"SELFSAME_DATA_DIR={tmp_path / 'two words'}"
    ran = subprocess.run(
        ["sh", "-c", f"{command} --version"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_y3_it_stands_on_the_page_as_an_attribute() -> None:
    head = Console(("ada:ADMIN",), "SELFSAME_DATA_DIR='\"><script>' selfsame")._head

    assert "<script>" not in head
    assert "SELFSAME_DATA_DIR='\"><script>' selfsame" in unescape(head)


@pytest.mark.parametrize(
    "other",
    [
        {"demo_accounts": ()},
        {"host": "0.0.0.0"},
        {"database_url": "postgresql://selfsame@db/selfsame"},
        {"public_url": "https://demo.example"},
        {"trusted_proxies": (ip_network("127.0.0.1/32"),)},
    ],
)
def test_y3_paths_of_others_are_named_to_nobody(tmp_path: Path, other: dict[str, Any]) -> None:
    assert own_command(settings(tmp_path, **other)) is None
