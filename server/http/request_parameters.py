"""Reads the parameters of a GraphQL request from a JSON body or from a query string."""

from typing import Any
from urllib.parse import parse_qsl

import orjson

from rules.persisted_documents import PREFIX, sha256_of
from rules.refusals import BadRequest
from server.graphql.request import GraphQLRequest
from server.http import media_types
from server.http.asgi import Receive

MAX_BODY = 1_048_576
MAX_JSON_DEPTH = 32
"""How deep a request's JSON may nest: coercion recurses into it."""
MAX_JSON_BRACKETS = 20_000
"""How many objects and lists a request's JSON may open, brackets in its texts counted too."""
_MAX_URL_PARAMETERS = 100

CLOSE = (b"connection", b"close")


class HttpRefusal(BadRequest):
    """An HTTP request that is no well-formed GraphQL request; its document is not looked at.

    Its status is the same for every media type, and `headers` are added to the response.
    """

    def __init__(self, message: str, status: int = 400, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers


class ClientDisconnected(Exception):
    """The client disconnected before its request was complete."""


async def read_body(headers: dict[bytes, bytes], receive: Receive) -> bytes | bytearray:
    """Read a JSON body of at most MAX_BODY bytes; `server.http.protocol` keeps the deadline."""
    check_head(headers)
    message = await receive()
    body: bytes | bytearray = message.get("body", b"")
    if message.get("more_body", False):
        body = bytearray(body)
    while message.get("more_body", False) and len(body) <= MAX_BODY:
        message = await receive()
        body += message.get("body", b"")
    if message["type"] == "http.disconnect":
        raise ClientDisconnected
    if len(body) > MAX_BODY:
        raise _too_large()
    return body


def check_head(headers: dict[bytes, bytes]) -> None:
    """Raise HttpRefusal where the headers say that the body is no JSON, or too large."""
    if not media_types.is_json(headers.get(b"content-type", b"")):
        raise HttpRefusal("The Content-Type must be application/json in UTF-8.", 415)
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise HttpRefusal("Compressed request bodies are not supported.", 415)
    length = headers.get(b"content-length")
    if length is not None and (not length.isdigit() or len(length) > 18):
        raise HttpRefusal("The Content-Length is not a number.", 400, CLOSE)
    if length is not None and int(length) > MAX_BODY:
        raise _too_large()


def from_json(body: bytes | bytearray) -> GraphQLRequest:
    """Read the request of a POST from its body. Raises HttpRefusal."""
    if not body:
        raise HttpRefusal("The request has no body.")
    parameters = _json(body, "The request body")
    if type(parameters) is list:
        raise HttpRefusal("Batches are not supported: send one operation per request.")
    if type(parameters) is not dict:
        raise HttpRefusal("The request body must be a JSON object.")
    return _checked(parameters, is_get=False)


def from_query_string(query_string: bytes) -> GraphQLRequest:
    """Read the request of a GET from its query string. Raises HttpRefusal."""
    parameters: dict[str, Any] = {}
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_URL_PARAMETERS,
        )
    except UnicodeError:
        raise HttpRefusal("The query string is not percent-encoded UTF-8.") from None
    except ValueError:
        raise HttpRefusal(
            f"The query string has more than {_MAX_URL_PARAMETERS} parameters."
        ) from None
    for name, value in pairs:
        if name in parameters:
            raise HttpRefusal("A parameter of the query string is given twice.")
        parameters[name] = value
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _json(parameters[name].encode(), f"The parameter '{name}'")
    return _checked(parameters, is_get=True)


def _json(text: bytes | bytearray, what: str) -> Any:
    # Counted before it is parsed: each object or list would cost as much as fifty characters.
    brackets = text.count(b"{") + text.count(b"[")
    if brackets > MAX_JSON_BRACKETS:
        raise HttpRefusal(f"{what} opens more than {MAX_JSON_BRACKETS} brackets.")
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise HttpRefusal(f"{what} is not valid JSON in UTF-8.") from None
    # Few opening brackets cannot nest deeply, and counting them is far cheaper than walking.
    if brackets > MAX_JSON_DEPTH and _is_deep(value):
        raise HttpRefusal(f"{what} nests more than {MAX_JSON_DEPTH} deep.")
    return value


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_JSON_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _checked(parameters: dict[str, Any], *, is_get: bool) -> GraphQLRequest:
    query = parameters.get("query")
    document_id = None
    if type(query) is not str or "documentId" in parameters or "extensions" in parameters:
        query, document_id = _query_or_id(parameters)
    operation_name = parameters.get("operationName")
    if operation_name is not None and type(operation_name) is not str:
        raise HttpRefusal("The parameter 'operationName' must be a string or null.")
    variables = parameters.get("variables")
    if variables is not None and type(variables) is not dict:
        raise HttpRefusal("The parameter 'variables' must be an object or null.")
    return GraphQLRequest(query, operation_name or None, variables or {}, is_get, document_id)


def _query_or_id(parameters: dict[str, Any]) -> tuple[str, str | None]:
    """Return the text of the document, or nothing and the SHA-256 that stands for it. Rule X3."""
    document_id = _document_id(parameters)
    query = parameters.get("query")
    if query is None and document_id is not None:
        return "", document_id
    if type(query) is not str:
        raise HttpRefusal("The parameter 'query' must be a string.")
    if document_id is not None and document_id.removeprefix(PREFIX).lower() != sha256_of(query):
        raise HttpRefusal("The query has another SHA-256 than the one that is given for it.")
    return query, None


def _document_id(parameters: dict[str, Any]) -> str | None:
    """Return `documentId`, or what Apollo's clients send in its place."""
    extensions = parameters.get("extensions")
    if extensions is not None and type(extensions) is not dict:
        raise HttpRefusal("The parameter 'extensions' must be an object or null.")
    found = parameters.get("documentId")
    if found is not None and type(found) is not str:
        raise HttpRefusal("The parameter 'documentId' must be a string or null.")
    persisted = (extensions or {}).get("persistedQuery")
    if found is None and type(persisted) is dict and type(persisted.get("sha256Hash")) is str:
        found = persisted["sha256Hash"]
    return found


def _too_large() -> HttpRefusal:
    return HttpRefusal(f"The request body is larger than {MAX_BODY} bytes.", 413, CLOSE)
