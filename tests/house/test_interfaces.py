"""What people script against stands still: commands, settings, make's targets, the documents."""

import os
import re
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest
import typer

from server.cli import app
from server.seeding.access import seed_access
from server.settings import PREFIX, Settings
from tests.house.repository import ROOT, files
from tests.people import pair, row
from tests.serving import Registry

COMMANDS = {
    "": {"--version"},
    "serve": {"--host", "--port", "--no-worker", "--workers"},
    "worker": set(),
    "migrate": set(),
    "seed": {"--persons", "--candidates"},
    "import persons": {"FILE.csv", "--source", "--map"},
    "import candidates": {"FILE.csv", "--source", "--master-source"},
    "admin create": {"NAME"},
    "templates load": {"--name", "--kind", "--language", "--font"},
    "templates list": set(),
    "templates retire": {"--name", "--kind", "--language"},
    "token": {"--user", "--client", "--scope", "--expires-in"},
    "database-url": {"--role", "--with-password"},
    "schema": set(),
}
SETTINGS = {
    "SELFSAME_DATABASE_URL": None,
    "SELFSAME_MIGRATE_URL": None,
    "SELFSAME_DATA_DIR": Path(".data"),
    "SELFSAME_HOST": "127.0.0.1",
    "SELFSAME_PORT": 8000,
    "SELFSAME_POSTPONED_REQUESTS_LIMIT": 5,
    "SELFSAME_MERGE_QUORUM": 3,
    "SELFSAME_SEARCH_QUOTA": 2000,
    "SELFSAME_INTROSPECTION": True,
    "SELFSAME_LANGUAGE": "en",
    "SELFSAME_OFFICE": "Civil registration office",
    "SELFSAME_ISSUERS": (),
    "SELFSAME_RETRY_WAITS": (5, 30, 120, 600),
    "SELFSAME_DETECTION": True,
    "SELFSAME_DETECTION_MODEL": None,
    "SELFSAME_LOOK_CANDIDATES": 200,
    "SELFSAME_LOOK_PER_KEY": 200,
    "SELFSAME_SPARK_MEMORY": 4,
    "SELFSAME_WEBHOOK_ALLOW_LOOPBACK": False,
}
A_SETTINGS_ROW = re.compile(r"^\| `(SELFSAME_[A-Z_]+)` \|", re.MULTILINE)
TARGETS = {"run", "setup", "test", "near", "check", "bench", "help"}
DOCUMENTS = [name for name in files() if name.suffix == ".md"]


def commands(group: Any, prefix: str = "") -> dict[str, set[str]]:
    found = {prefix.strip(): {opt for option in group.params for opt in option.opts}}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= commands(command, f"{prefix}{name} ")
            continue
        asked = [option.opts[-1] if option.opts[0][0] == "-" else "" for option in command.params]
        metavars = {option.metavar for option in command.params if option.metavar}
        found[prefix + name] = ({*asked} - {""}) | {
            it for it in metavars if it == "NAME" or it.endswith(".csv")
        }
    return found


def test_every_command_takes_what_scripts_give_it() -> None:
    there = commands(typer.main.get_command(app))

    for name, options in COMMANDS.items():
        assert options <= there.get(name, {"no such command"}), name


def test_every_setting_has_its_name_and_its_default() -> None:
    there = {
        f"{PREFIX}{name.upper()}": field.default for name, field in Settings.model_fields.items()
    }

    assert SETTINGS.items() <= there.items()


def test_the_page_of_settings_has_each_once() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()

    listed = A_SETTINGS_ROW.findall(page)

    assert sorted(listed) == sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def test_make_knows_its_targets() -> None:
    text = (ROOT / "Makefile").read_text()

    explained = set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))

    assert explained >= TARGETS


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_document_leads_to_what_is_there(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / document).read_text())

    assert [it for it in links if not (ROOT / document.parent / it).exists()] == []


@pytest.mark.parametrize("script", ["settle-a-pair", "issue-a-birth"])
async def test_a_script_of_the_documents_says_that_nothing_answers(script: str) -> None:
    url = "http://127.0.0.1:1"
    environment = os.environ | {"SELFSAME": "echo", "SELFSAME_URL": url}

    process = await create_subprocess_exec(
        "sh", f"docs/{script}.sh", cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
    )
    said, complaint = await process.communicate()

    assert (process.returncode, said) == (1, b"")
    assert f"Nothing answers at {url}/graphql; is Selfsame running?" in complaint.decode()


async def test_three_reviewers_settle_a_pair_with_curl_alone(
    registry: Registry, tmp_path: Path
) -> None:
    await seed_access(registry.owner)
    settled = await pair(registry)
    environment = os.environ | {
        "SELFSAME": f"{sys.executable} -m server.cli",
        "SELFSAME_URL": registry.url,
        "SELFSAME_DATABASE_URL": registry.database.app_url,
        "SELFSAME_DATA_DIR": str(tmp_path),
    }

    script = await create_subprocess_exec(
        "sh", "docs/settle-a-pair.sh", cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
    )
    said, complaint = await script.communicate()

    assert script.returncode == 0, complaint.decode()
    assert said.decode().count('"action":"merge_request.assigned"') == 6
    duplicate = await row(registry, "persons", settled.person)
    assert (duplicate["status"], duplicate["master_person_id"]) == ("INACTIVE", settled.master)
