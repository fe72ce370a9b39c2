"""Writes docs/database.md: which triggers a table has, and who calls each function in SQL.

`python -m tests.house.database_index > docs/database.md` writes it anew.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from db.rule_files import rule_files
from db.schema import metadata
from tests.house.repository import ROOT, files, modules, packages, parsed

DOCUMENT = Path("docs/database.md")
OPENING = """\
# The database

Which triggers each table has, which function each trigger runs, and who calls each function. Tables
are declared in `db/<area>.py` and made by a migration; functions, triggers and views stand in
`db/rules/<area>.sql` and are applied again whenever one of them changes. This page is written by
`python -m tests.house.database_index > docs/database.md`, and a test holds it to the code.

A table *in the trail* has six triggers more, which the procedure `audit` makes for it: after each
statement `audited_insert`, `audited_update` and `audited_delete` run `audited_<table>`, a function
generated for its columns; `refuse_truncate` and `refuse_key_change` run `refuse_change`, and
`set_updated_at` runs the function of its name.

Functions raise SQLSTATEs of their own where no constraint says what is wrong:

| SQLSTATE | means | read by |
|---|---|---|
| SA001 | a row of a table in the trail changed outside an act | nobody; the statement was wrong |
| SA002 | a change that the trail could not describe, or of rows that are kept for ever | nobody |
| SA003 | access is refused; the message: its class in `rules/access.py` | `workflows/acts.py` |
| SA004 | the read quota is reached; the message: seconds to wait | `workflows/read_log.py` |
| SA005 | a record may be similar: nothing was declared | `workflows/declarations.py` |
| SA006 | what a preview of an erasure did is rolled back | `erasure_preview` itself |
| SA007 | a second name, or an act of before, in a transaction | nobody; the statement was wrong |
"""
MADE = re.compile(
    r"^create (?:or replace )?(?P<kind>function|procedure|view) (?P<name>\w+)", re.MULTILINE
)
TRIGGER = re.compile(
    r"create (?:or replace )?(?:constraint )?trigger (\w+)\s+(?:before|after)[^;]*?"
    r"\son (\w+)[^;]*?execute function (\w+)\([^)]*\)"
)
AUDITED = re.compile(r"^call audit\('(\w+)', '(\w+)'", re.MULTILINE)
COMMENT = re.compile(r"--[^\n]*")
CALLED = re.compile(r"\b(\w+)\s*\(")


@dataclass(frozen=True, slots=True)
class Made:
    """A function, a procedure or a view, with the text that makes it."""

    kind: str
    name: str
    file: str
    text: str

    @property
    def callable(self) -> bool:
        """Whether it can be called; a view is read."""
        return self.kind != "view"


@cache
def made() -> list[Made]:
    """Read what the rule files make, each with its own text, without comments."""
    found = []
    for file in rule_files():
        text = COMMENT.sub("", file.text)
        starts = list(MADE.finditer(text))
        ends = [*(it.start() for it in starts[1:]), len(text)]
        for start, end in zip(starts, ends, strict=False):
            body = text[start.start() : end]
            body = body.partition("\n$$;" if "$$" in body else ";\n")[0]
            found.append(Made(start["kind"], start["name"], file.name, body))
    return found


@cache
def triggers() -> list[tuple[str, str, str]]:
    """Name every trigger that a rule file makes: its table, itself, its function."""
    return sorted(
        (table, trigger, function)
        for file in rule_files()
        for trigger, table, function in TRIGGER.findall(COMMENT.sub("", file.text))
        if table != "%s"
    )


def in_the_trail() -> dict[str, str]:
    """Name the tables in the trail, and the resource that each is there."""
    return dict(found for file in rule_files() for found in AUDITED.findall(file.text))


def callers() -> dict[str, list[str]]:
    """Say of each function who calls it: triggers, other functions and views, Python modules."""
    functions = {it.name for it in made() if it.callable}
    found: dict[str, list[str]] = {name: [] for name in functions}
    for table, trigger, function in triggers():
        found[function].append(f"`{trigger}` on `{table}`")
    for it in made():
        for called in sorted(set(CALLED.findall(it.text)) & functions - {it.name}):
            found[called].append(f"`{it.name}`")
    for module in modules(*packages()):
        for called in sorted(set(CALLED.findall("\n".join(sql_of(module)))) & functions):
            found[called].append(f"[{module}](../{module})")
    for name in ("refuse_change", "set_updated_at"):
        found[name].append("every table in the trail")
    found["audit"].append(f"[db/rules/{audit_file()}](../db/rules/{audit_file()})")
    return found


def sql_of(module: Path) -> Iterator[str]:
    """Yield the texts of a module, and the functions that it calls through Core's `func`."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "func":
            yield f"{node.attr}("


def audit_file() -> str:
    """Name the file that puts tables under the trail."""
    (file,) = (file.name for file in rule_files() if AUDITED.search(file.text))
    return file


def declared_in(table: str) -> str:
    """Name the module that declares a table."""
    (module,) = (
        str(name)
        for name in files()
        if name.parent == Path("db")
        and name.suffix == ".py"
        and f'    "{table}",\n    metadata,' in (ROOT / name).read_text()
    )
    return module


def index() -> str:
    """Write the page."""
    trail = in_the_trail()
    lines = [
        OPENING,
        "## Tables",
        "",
        "| table | declared in | in the trail as | its own triggers |",
    ]
    lines.append("|---|---|---|---|")
    for table in sorted(metadata.tables):
        own = ", ".join(f"`{it[1]}` → `{it[2]}`" for it in triggers() if it[0] == table)
        resource = f"`{trail[table]}`" if table in trail else "-"
        module = declared_in(table)
        lines.append(f"| `{table}` | [{module}](../{module}) | {resource} | {own or '-'} |")
    lines += ["", "## Functions", "", "| function | stands in | called by |", "|---|---|---|"]
    called = callers()
    for it in sorted((it for it in made() if it.callable), key=lambda it: (it.file, it.name)):
        where = f"[{it.file}](../db/rules/{it.file})"
        lines.append(f"| `{it.name}` | {where} | {', '.join(called[it.name])} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(index(), end="")
