"""The statements of a rule file: what kind each is of, and which are new (rule Z5)."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum

from db.rule_files import RuleFile
from rules.frozen import frozen

TOKEN = re.compile(r"--[^\n]*|\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'|[^;'$-]+|.", re.DOTALL)
NAME = re.compile(r"(?:create or replace (?:function|procedure)|call) (\w+)")


class Kind(StrEnum):
    """What a statement does to those who work at the same time."""

    DEFINITION = "DEFINITION"
    """It makes a function, a procedure or a view, and keeps nobody from a table."""

    GRANT = "GRANT"
    """It says who may do what, as the last of all such statements wants it."""

    CALL = "CALL"
    """It makes triggers out of the columns of a table, and waits for whoever writes to it."""

    TRIGGER = "TRIGGER"
    """It makes a trigger, and waits for whoever writes to its table."""


BEGINNINGS = {
    "create or replace function ": Kind.DEFINITION,
    "create or replace procedure ": Kind.DEFINITION,
    "create or replace view ": Kind.DEFINITION,
    "grant ": Kind.GRANT,
    "revoke ": Kind.GRANT,
    "call ": Kind.CALL,
    "create or replace trigger ": Kind.TRIGGER,
    "do ": Kind.TRIGGER,
}


@frozen
class Statement:
    """A statement of a rule file."""

    text: str
    kind: Kind
    name: str | None = None
    """The routine that it makes or calls."""

    @property
    def is_about_a_function(self) -> bool:
        """Whether it grants or revokes what may be done with a function."""
        return " on function " in self.text

    @property
    def digest(self) -> str:
        """What it is known by: another one is another statement."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@frozen
class Applied:
    """What a database has of a rule file: digests of its statements, and names of its routines."""

    digests: tuple[str, ...] = ()
    routines: tuple[str, ...] = ()

    @classmethod
    def read(cls, written: Mapping[str, list[str]] | None) -> "Applied":
        """Return what was written down; nothing where nothing was."""
        written = written or {}
        return cls(tuple(written.get("digests", ())), tuple(written.get("routines", ())))


@frozen
class Rules:
    """The rule files of this version beside what a database has of them."""

    files: Mapping[str, list[Statement]]
    applied: Mapping[str, Applied] = field(default_factory=dict)

    def changed(self) -> list[str]:
        """Return the names of the files that the database has otherwise, in their order."""
        return [name for name in self.files if self.digests(name) != self.of(name).digests]

    def of(self, file: str) -> Applied:
        """Return what the database has of a file."""
        return self.applied.get(file, Applied())

    def digests(self, file: str) -> tuple[str, ...]:
        """Return the digests of a file's statements."""
        return tuple(it.digest for it in self.files[file])

    def routines(self, file: str) -> tuple[str, ...]:
        """Return the names of the routines that a file makes."""
        made = (it.name for it in self.files[file] if it.kind is Kind.DEFINITION)
        return tuple(sorted({name for name in made if name}))

    def as_json(self) -> dict[str, dict[str, list[str]]]:
        """Return what is to be written down once all of it is applied."""
        return {name: self.file_as_json(name) for name in self.files}

    def file_as_json(self, name: str) -> dict[str, list[str]]:
        """Return what is to be written down of a file."""
        return {"digests": [*self.digests(name)], "routines": [*self.routines(name)]}

    def waiting(self, file: str, *, tables_changed: bool) -> Iterator[Statement]:
        """Yield what is to be done to the tables of a file: nothing that is done already.

        A call is made again where its procedure changed, or a table may have other columns.
        """
        applied = self.of(file)
        redefined = {
            it.name
            for it in self.files[file]
            if it.kind is Kind.DEFINITION and it.digest not in applied.digests
        }
        for statement in self.files[file]:
            is_again = statement.kind is Kind.CALL and (
                tables_changed or statement.name in redefined
            )
            is_new = statement.digest not in applied.digests
            if statement.kind in (Kind.CALL, Kind.TRIGGER) and (is_new or is_again):
                yield statement


def read(files: list[RuleFile]) -> dict[str, list[Statement]]:
    """Return the statements of the rule files. Raises ValueError where one is of no known kind."""
    return {file.name: [*statements(file.text)] for file in files}


def statements(text: str) -> Iterator[Statement]:
    """Yield the statements of a text, without the comments between them."""
    collected = ""
    for token in TOKEN.finditer(text):
        if token[0] == ";":
            yield _statement(collected.strip())
            collected = ""
        elif not token[0].startswith("--"):
            collected += token[0]
    if collected.strip():
        raise ValueError(f"A statement has no end: {collected.strip()[:60]}")


def _statement(text: str) -> Statement:
    for beginning, kind in BEGINNINGS.items():
        if text.startswith(beginning):
            named = NAME.match(text)
            return Statement(text, kind, named[1] if named else None)
    raise ValueError(f"Nobody knows whom this statement waits for: {text[:60]}")
