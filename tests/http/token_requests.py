"""Token requests that are refused: their bodies and headers, and the answers byte for byte."""

from uuid import UUID

from tests.http.machines import GRANT

INVALID_CLIENT = b'{"error":"invalid_client"}'
OTHER_GRANT = (
    b'{"error":"unsupported_grant_type",'
    b'"error_description":"grant_type is client_credentials here"}'
)


def invalid_request(why: str) -> bytes:
    """Return the body that says why it is no token request."""
    return f'{{"error":"invalid_request","error_description":"{why}"}}'.encode()


def invalid_scope(why: str) -> bytes:
    """Return the body that says which scopes the client of these tests lacks."""
    has = "it has birth:declare person:read"
    return f'{{"error":"invalid_scope","error_description":"{why}; {has}"}}'.encode()


GIVEN = f"{GRANT}&client_id={{id}}&client_secret={{secret}}"

REFUSED: dict[str, tuple[str, dict[str, str], int, bytes]] = {
    "nothing": ("", {}, 400, invalid_request("grant_type is missing")),
    "no grant type": (
        "client_id={id}&client_secret={secret}",
        {},
        400,
        invalid_request("grant_type is missing"),
    ),
    "empty grant type": (
        "grant_type=&client_id={id}&client_secret={secret}",
        {},
        400,
        invalid_request("grant_type is missing"),
    ),
    "grant type twice": (
        f"{GRANT}&{GRANT}&client_id={{id}}&client_secret={{secret}}",
        {},
        400,
        invalid_request("Sent twice: grant_type"),
    ),
    "password grant": (
        "grant_type=password&client_id={id}&client_secret={secret}",
        {},
        400,
        OTHER_GRANT,
    ),
    "grant type in capitals": (
        "grant_type=CLIENT_CREDENTIALS&client_id={id}&client_secret={secret}",
        {},
        400,
        OTHER_GRANT,
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
        invalid_request("Credentials were sent twice"),
    ),
    "another id in the body": (
        f"{GRANT}&client_id={{id}}",
        {"authorization": "Basic aWQ6c2VjcmV0"},
        400,
        invalid_request("client_id is another than that of the header"),
    ),
    "scope not held": (
        f"{GIVEN}&scope=person:read+vital_event:read",
        {},
        400,
        invalid_scope("The client does not have vital_event:read"),
    ),
    "scope unknown": (
        f"{GIVEN}&scope=person:rea",
        {},
        400,
        invalid_scope("The client does not have person:rea"),
    ),
    "scope in capitals": (
        f"{GIVEN}&scope=PERSON:READ",
        {},
        400,
        invalid_scope("The client does not have PERSON:READ"),
    ),
    "scope of spaces": (
        f"{GIVEN}&scope=++",
        {},
        400,
        invalid_scope("The scope names none"),
    ),
    "scope of no words": (
        f"{GIVEN}&scope=%22%5C+%00+%3Cb%3E",
        {},
        400,
        invalid_scope("The scope is unknown"),
    ),
    "JSON": (
        '{"grant_type":"client_credentials"}',
        {"content-type": "application/json"},
        400,
        invalid_request("The body is application/x-www-form-urlencoded"),
    ),
    "bytes that are no text": (
        f"{GRANT}&client_id=%ff&client_secret=x",
        {},
        400,
        invalid_request("The body is no application/x-www-form-urlencoded"),
    ),
    "too large": ("x" * 20_000, {}, 413, invalid_request("The body is too large")),
}
