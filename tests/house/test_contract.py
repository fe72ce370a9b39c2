"""The contract is kept: clients of yesterday's schema are clients of this one."""

from graphql import (
    DangerousChangeType,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
)

from resolvers.schema import schema
from tests.house import contract
from tests.house.repository import ROOT

ADDITIONS = {
    DangerousChangeType.VALUE_ADDED_TO_ENUM,
    DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED,
    DangerousChangeType.OPTIONAL_ARG_ADDED,
}


def test_the_contract_is_kept() -> None:
    promised = contract.so_far()

    broken = find_breaking_changes(promised, schema.graphql)

    assert [change.description for change in broken] == []


def test_no_default_of_the_contract_is_another() -> None:
    changes = find_dangerous_changes(contract.so_far(), schema.graphql)

    assert [change.description for change in changes if change.type not in ADDITIONS] == []


def test_what_is_still_to_come_is_promised_and_is_not_there_yet() -> None:
    promised = contract.whole()

    for field in contract.STILL_TO_COME:
        root, _, name = field.partition(".")
        assert name in promised.type_map[root].fields  # type: ignore[attr-defined]
        assert name not in schema.graphql.type_map[root].fields  # type: ignore[attr-defined]


def test_the_schema_file_is_the_code() -> None:
    written = (ROOT / "schema.graphql").read_text()

    assert written == schema.sdl(), "selfsame schema > schema.graphql"
    assert find_breaking_changes(build_schema(written), schema.graphql) == []
