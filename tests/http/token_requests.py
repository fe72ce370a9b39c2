"""Token requests that are refused: their bodies and headers, and the answers byte for byte."""

from uuid import UUID

from tests.http.machines import GRANT

INVALID_REQUEST = b'{"error":"invalid_request"}'
INVALID_CLIENT = b'{"error":"invalid_client"}'
INVALID_SCOPE = b'{"error":"invalid_scope"}'
GIVEN = f"{GRANT}&client_id={{id}}&client_secret={{secret}}"

REFUSED: dict[str, tuple[str, dict[str, str], int, bytes]] = {
    "nothing": ("", {}, 400, INVALID_REQUEST),
    "no grant type": ("client_id={id}&client_secret={secret}", {}, 400, INVALID_REQUEST),
    "empty grant type": (
        "grant_type=&client_id={id}&client_secret={secret}",
        {},
        400,
        INVALID_REQUEST,
    ),
    "grant type twice": (
        f"{GRANT}&{GRANT}&client_id={{id}}&client_secret={{secret}}",
        {},
        400,
        INVALID_REQUEST,
    ),
    "password grant": (
        "grant_type=password&client_id={id}&client_secret={secret}",
        {},
        400,
        b'{"error":"unsupported_grant_type"}',
    ),
    "grant type in capitals": (
        "grant_type=CLIENT_CREDENTIALS&client_id={id}&client_secret={secret}",
        {},
        400,
        b'{"error":"unsupported_grant_type"}',
    ),
    "no credentials": (GRANT, {}, 401, INVALID_CLIENT),
    "no secret": (f"{GRANT}&client_id={{id}}", {}, 401, INVALID_CLIENT),
    "empty secret": (
        f"{GRANT}&client_id={{id}}&client_secret=",
        {},
        401,
        INVALID_CLIENT,
    ),
    "wrong secret": (
        f"{GRANT}&client_id={{id}}&client_secret=x",
        {},
        401,
        INVALID_CLIENT,
    ),
    "secret with a space": (
        f"{GRANT}&client_id={{id}}&client_secret=+{{secret}}",
        {},
        401,
        INVALID_CLIENT,
    ),
    "unknown id": (
        f"{GRANT}&client_id={UUID(int=1)}&client_secret={{secret}}",
        {},
        401,
        INVALID_CLIENT,
    ),
    "name for id": (
        f"{GRANT}&client_id=portal&client_secret={{secret}}",
        {},
        401,
        INVALID_CLIENT,
    ),
    "NUL in the id": (
        f"{GRANT}&client_id=%00&client_secret={{secret}}",
        {},
        401,
        INVALID_CLIENT,
    ),
    "a user interface": (
        f"{GRANT}&client_id={{console}}&client_secret={{secret}}",
        {},
        401,
        INVALID_CLIENT,
    ),
    "bearer header": (GRANT, {"authorization": "Bearer x"}, 401, INVALID_CLIENT),
    "basic header not base64": (
        GRANT,
        {"authorization": "Basic !!!"},
        401,
        INVALID_CLIENT,
    ),
    "basic header without a colon": (
        GRANT,
        {"authorization": "Basic aWQ="},
        401,
        INVALID_CLIENT,
    ),
    "header and body": (
        GIVEN,
        {"authorization": "Basic aWQ6c2VjcmV0"},
        400,
        INVALID_REQUEST,
    ),
    "another id in the body": (
        f"{GRANT}&client_id={{id}}",
        {"authorization": "Basic aWQ6c2VjcmV0"},
        400,
        INVALID_REQUEST,
    ),
    "scope not held": (
        f"{GIVEN}&scope=person:read+vital_event:read",
        {},
        400,
        INVALID_SCOPE,
    ),
    "scope unknown": (
        f"{GIVEN}&scope=person:rea",
        {},
        400,
        INVALID_SCOPE,
    ),
    "scope in capitals": (
        f"{GIVEN}&scope=PERSON:READ",
        {},
        400,
        INVALID_SCOPE,
    ),
    "scope of spaces": (
        f"{GIVEN}&scope=++",
        {},
        400,
        INVALID_SCOPE,
    ),
    "JSON": (
        '{"grant_type":"client_credentials"}',
        {"content-type": "application/json"},
        400,
        INVALID_REQUEST,
    ),
    "bytes that are no text": (
        f"{GRANT}&client_id=%ff&client_secret=x",
        {},
        400,
        INVALID_REQUEST,
    ),
    "too large": ("x" * 20_000, {}, 413, INVALID_REQUEST),
}
