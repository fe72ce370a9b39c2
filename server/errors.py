"""Writes errors as GraphQL responses carry them.

An error is `{"message", "locations"?, "path"?, "extensions": {"code", …}}` with a code of the
closed list (rule G). Messages may quote names that the caller sent, so they are bounded in length
and carry no control characters; values they do not repeat (D4).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias
from uuid import UUID

import orjson
from graphql import GraphQLError

from rules.refusals import Code, Refusal
from server.quoted_values import without_values

ErrorResult: TypeAlias = dict[str, Any]
Path: TypeAlias = Sequence[str | int]

MAX_MESSAGE = 300
MAX_ERRORS = 20
"""How many errors a response without `data` lists."""
INTERNAL_MESSAGE = "Internal error"

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SUGGESTION = re.compile(r" Did you mean .*", re.DOTALL)


def of_refusal(
    refusal: Refusal, path: Path | None = None, node_locations: Iterable[Any] | None = None
) -> ErrorResult:
    """Return the error of a refusal; a field error has a path and locations."""
    extensions = {"code": refusal.code, **refusal.extensions}
    return _error(str(refusal), extensions, path, node_locations)


def of_graphql_error(error: GraphQLError, *, suggestions: bool) -> ErrorResult:
    """Return the error of a document that is invalid, or of variables that cannot be coerced.

    Without `suggestions` the names that graphql-core proposes are left out: they would show the
    schema of an installation that switches introspection off.
    """
    message = without_values(error.message)
    if not suggestions:
        message = _SUGGESTION.sub("", message)
    return _error(message, {"code": Code.BAD_REQUEST}, error.path, error.locations)


def internal(
    correlation_id: UUID, path: Path | None = None, node_locations: Iterable[Any] | None = None
) -> ErrorResult:
    """Return an INTERNAL error; it has nothing but the correlation id, which the logs carry too."""
    extensions = {"code": Code.INTERNAL, "correlationId": str(correlation_id)}
    return _error(INTERNAL_MESSAGE, extensions, path, node_locations)


def body_without_data(errors: Iterable[ErrorResult]) -> bytes:
    """Return the JSON of a response to a request that was not executed: errors and no `data`."""
    return to_json({"errors": list(errors)[:MAX_ERRORS]})


def body_of_graphql_errors(errors: Iterable[GraphQLError], *, suggestions: bool) -> bytes:
    """Return the JSON of a response to a request with these request errors."""
    return body_without_data(of_graphql_error(error, suggestions=suggestions) for error in errors)


def to_json(answer: Any) -> bytes:
    """Return JSON; an unpaired surrogate becomes U+FFFD instead of an exception."""
    try:
        return orjson.dumps(answer)
    except TypeError:
        return orjson.dumps(_well_formed(answer))


def readable(text: str, longest: int = MAX_MESSAGE) -> str:
    """Shorten text that may quote a caller, and escape its control characters."""
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _error(
    message: str,
    extensions: dict[str, Any],
    path: Path | None,
    node_locations: Iterable[Any] | None,
) -> ErrorResult:
    error: ErrorResult = {"message": readable(message)}
    if node_locations:
        error["locations"] = [{"line": it.line, "column": it.column} for it in node_locations]
    if path is not None:
        error["path"] = list(path)
    error["extensions"] = extensions
    return error


def _well_formed(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_well_formed(key): _well_formed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_well_formed(item) for item in value]
    return value
