"""The commands that load, list and retire templates of certificates (C12)."""

from pathlib import Path

from db.certificate_templates import FILES
from tests.databases import Database
from tests.rules.test_certificate_templates import page
from tests.server.commands import environment, run_here

FONT = str(FILES / "fonts" / "NotoSerif-Regular.ttf")
OURS = ["--kind", "birth", "--language", "en", "--name", "ours"]


async def test_c12_a_template_is_loaded_listed_and_retired(
    database: Database, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    file = tmp_path / "birth.svg"
    file.write_text(page())

    loaded = await run_here(known, "templates", "load", str(file), *OURS, "--font", FONT)
    listed = await run_here(known, "templates", "list")
    retired = await run_here(known, "templates", "retire", *OURS)
    again = await run_here(known, "templates", "retire", *OURS)

    assert (loaded.status, loaded.out) == (0, "Loaded the template ours birth en.\n")
    assert "ours birth en version 1" in listed.out.splitlines()
    assert "standard marriage uk version 1" in listed.out.splitlines()
    assert (retired.status, retired.out) == (0, "Retired the template ours birth en.\n")
    assert (again.status, again.err) == (1, "Certificate template not found: ours birth en.\n")


async def test_c12_all_that_is_wrong_with_a_template_is_listed(
    database: Database, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    file = tmp_path / "birth.svg"
    file.write_text(page("<script/><foreignObject/>"))

    wrong = await run_here(known, "templates", "load", str(file), *OURS, "--font", FONT)
    no_font = await run_here(known, "templates", "load", str(file), *OURS, "--font", str(file))

    assert wrong.status == 2
    assert wrong.err.splitlines()[1:] == ["It has a script", "<foreignObject> is not allowed"]
    assert (no_font.status, no_font.out) == (2, "")
    assert "is no font" in no_font.err
