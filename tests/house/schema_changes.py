"""Names what changed between two schemas, and what of it breaks programs. Rule X1.

`make contract SCHEMA=FILE` prints it in Markdown, for a changelog, and fails where this schema
breaks what the file promised. `SINCE=1.2.0` says of which version the file is: without it, it is
taken to be of this one, in which nothing may break.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from graphql import (
    BreakingChange,
    BreakingChangeType,
    GraphQLSchema,
    build_schema,
    find_schema_changes,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
)
from graphql.utilities import DangerousChange, SafeChange, SafeChangeType

from tests.house.repository import ROOT

REASON = re.compile(r"Since [0-9]+\.[0-9]+: \S.*")
"""How the reason of a deprecation begins: with the version; then it names what to use."""

Change = BreakingChange | DangerousChange | SafeChange
HEADINGS: Sequence[tuple[type[Change], str]] = (
    (BreakingChange, "What breaks"),
    (DangerousChange, "What programs may notice"),
    (SafeChange, "What is new"),
)
REMOVALS = {
    BreakingChangeType.FIELD_REMOVED,
    BreakingChangeType.VALUE_REMOVED_FROM_ENUM,
    BreakingChangeType.ARG_REMOVED,
}


def deprecations(schema: GraphQLSchema) -> dict[str, str]:
    """Return the reason of each deprecation by its coordinate, as `Person.name`."""
    return {
        coordinate: reason
        for coordinate, reason in _reasons(schema)
        if reason is not None and not coordinate.startswith("__")
    }


def _reasons(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    for name, kind in schema.type_map.items():
        if is_enum_type(kind):
            for value, enum_value in kind.values.items():
                yield f"{name}.{value}", enum_value.deprecation_reason
        elif is_input_object_type(kind):
            for given, input_field in kind.fields.items():
                yield f"{name}.{given}", input_field.deprecation_reason
        elif is_object_type(kind) or is_interface_type(kind):
            for shown, field in kind.fields.items():
                yield f"{name}.{shown}", field.deprecation_reason
                for asked, argument in field.args.items():
                    yield f"{name}.{shown}({asked}:)", argument.deprecation_reason


def refused(before: GraphQLSchema, after: GraphQLSchema, *, since: str, now: str) -> list[str]:
    """Return what breaks and may not, each as a sentence.

    Where the version has another leading number than before, what was deprecated may be removed,
    and nothing else may break: programs had the whole of a version to leave it.
    """
    old = deprecations(before)
    breaking = [it for it in find_schema_changes(before, after) if isinstance(it, BreakingChange)]
    if leading(since) == leading(now):
        return [it.description for it in breaking]
    return [it.description for it in breaking if not _was_deprecated(it, old)]


def _was_deprecated(change: BreakingChange, deprecated: Iterable[str]) -> bool:
    if change.type not in REMOVALS:
        return False
    named = next(iter(re.findall(r"\w+\.\w+(?:\(\w+:\))?", change.description)), "")
    return named in deprecated


def leading(number: str) -> str:
    """Return the part of a version that grows where programs may break: of 0.3.1 it is 0.3."""
    major, minor, *_ = number.split(".")
    return f"0.{minor}" if major == "0" else major


def page(before: GraphQLSchema, after: GraphQLSchema) -> str:
    """Write the changes in Markdown, those that break first; what was deprecated comes last."""
    changes = find_schema_changes(before, after)
    lines: list[str] = []
    for kind, heading in HEADINGS:
        found = sorted(
            it.description
            for it in changes
            if isinstance(it, kind) and it.type is not SafeChangeType.DESCRIPTION_CHANGED
        )
        lines += _section(heading, found)
    old, new = deprecations(before), deprecations(after)
    named = [f"{name}: {new[name]}" for name in sorted(new.keys() - old.keys())]
    lines += _section("What is deprecated", named)
    return "\n".join(lines or ["Nothing changed.", ""])


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return [f"### {heading}", "", *(f"- {it}" for it in lines), ""] if lines else []


def main(arguments: Sequence[str]) -> int:
    """Print the changes since a schema; return 1 where some are refused, 2 where there is none."""
    if not arguments or not arguments[0]:
        print("Name the schema to compare with: make contract SCHEMA=FILE", file=sys.stderr)
        return 2
    now = version("selfsame")
    since = next((it for it in arguments[1:] if it), now)
    before = build_schema(Path(arguments[0]).read_text("utf-8"))
    after = build_schema((ROOT / "schema.graphql").read_text("utf-8"))
    print(page(before, after))
    wrong = refused(before, after, since=since, now=now)
    for sentence in wrong:
        print(f"Breaks programs: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
