"""What log lines contain, and what they never contain."""

import json
import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import structlog

from server.observability import correlation, logs


class UniqueViolation(Exception):
    """Looks like asyncpg's: its message quotes the row."""

    sqlstate = "23505"
    constraint_name = "one_person_per_tax_id"


@pytest.fixture
def stream() -> Iterator[BytesIO]:
    """Log to memory for one test."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logging.getLogger("uvicorn.access").propagate = True
    stream = BytesIO()
    logs.configure(stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: BytesIO) -> list[dict[str, Any]]:
    """Read what was logged."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def break_something(password: str) -> None:
    """Fail with a message and a local variable that must not be logged."""
    note = f"password {password}"
    raise UniqueViolation(f"DETAIL: Key (tax_id)=(3126509816) already exists. {note}")


def failure(password: str = "hunter2") -> UniqueViolation:
    """Catch such a failure."""
    try:
        break_something(password)
    except UniqueViolation as error:
        return error
    raise AssertionError


def test_f6_a_line_is_one_json_object_with_time_level_event_and_correlation_id(
    stream: BytesIO,
) -> None:
    sent = b"01890a5d-ac96-774b-bcce-b302099a8057"
    correlation.begin(sent)

    logs.write("persons.imported", rows=3)
    logs.answered("POST", "/graphql", 200, 1.23456, operation="query viewer", user_id=UUID(int=1))

    written, answered = lines(stream)
    assert (written["event"], written["level"], written["rows"]) == ("persons.imported", "info", 3)
    assert written["timestamp"].endswith("Z")
    assert answered["timestamp"].endswith("Z")
    assert written["correlation_id"] == answered["correlation_id"] == sent.decode()
    assert answered["milliseconds"] == 1.235
    assert answered["user_id"] == str(UUID(int=1))


def test_d4_an_exception_is_logged_by_type_sqlstate_constraint_and_frames_only(
    stream: BytesIO,
) -> None:
    logs.unforeseen("request.failed", failure())

    (line,) = lines(stream)
    assert line["exception"]["sqlstate"] == "23505"
    assert line["exception"]["constraint"] == "one_person_per_tax_id"
    assert line["exception"]["type"].endswith("UniqueViolation")
    assert line["exception"]["frames"][-1].endswith("break_something")
    assert b"3126509816" not in stream.getvalue()
    assert b"hunter2" not in stream.getvalue()


def test_d4_causes_and_members_of_groups_are_logged_by_their_types(stream: BytesIO) -> None:
    chained = RuntimeError("3126509816")
    chained.__cause__ = failure()
    logs.unforeseen("request.failed", ExceptionGroup("3126509816", [chained, failure()]))
    logs.unforeseen("request.failed", chained)

    group, single = lines(stream)
    assert [name.rpartition(".")[2] for name in group["exception"]["causes"]] == [
        "RuntimeError",
        "UniqueViolation",
    ]
    assert [name.rpartition(".")[2] for name in single["exception"]["causes"]] == [
        "UniqueViolation"
    ]
    assert b"3126509816" not in stream.getvalue()


@pytest.mark.parametrize("key", ["token", "authorization", "password", "variables", "query_string"])
def test_d4_what_is_called_a_secret_is_not_written(stream: BytesIO, key: str) -> None:
    logs.write("something", **{key: "hunter2"})

    assert lines(stream)[0][key] == "[redacted]"
    assert b"hunter2" not in stream.getvalue()


def test_lines_of_libraries_come_in_the_same_form_and_only_their_first_line(
    stream: BytesIO,
) -> None:
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 7)
    logging.getLogger("asyncio").error("Task failed\nfuture: exception=(tax_id)=(3126509816)")
    try:
        raise failure()
    except UniqueViolation:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")

    started, task, application = lines(stream)
    assert (started["event"], started["logger"]) == ("Started server process [7]", "uvicorn.error")
    assert (task["event"], task["level"]) == ("Task failed", "error")
    assert application["exception"]["sqlstate"] == "23505"
    assert b"3126509816" not in stream.getvalue()


def test_uvicorn_writes_no_access_lines_of_its_own(stream: BytesIO) -> None:
    logging.getLogger("uvicorn.access").info("GET /graphql?query=secret 200")

    assert not logging.getLogger("uvicorn.access").propagate
    assert lines(stream) == []


@pytest.mark.parametrize("text", ["\ud800", "a\nb", "\x00", "x" * 10_000])
def test_a_path_of_any_text_is_one_bounded_line(stream: BytesIO, text: str) -> None:
    logs.answered("GET", text, 404, 0.1)

    (line,) = stream.getvalue().splitlines()
    assert len(json.loads(line)["path"]) <= 200


def test_a_fact_that_json_cannot_hold_is_still_logged(stream: BytesIO) -> None:
    logs.write("something", text="\ud800", path=object())

    assert lines(stream)[0]["event"] == "something"


def test_f6_a_correlation_id_that_is_no_uuid_is_replaced() -> None:
    made = correlation.begin(b"not a uuid")

    assert correlation.current() == made
    assert made.version in (4, 7)
