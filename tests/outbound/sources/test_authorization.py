"""Where people sign in at a source, as it says so, and what of that is not believed (S5, S6)."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from outbound.sources.answers import Response
from outbound.sources.authorization import Authorization
from rules.source_sign_ins import (
    AuthorizationServer,
    SentBack,
    SignInFails,
    SourceClientTerms,
    SourceDoesNotAnswer,
    addresses_of_metadata,
    challenge_of,
    checked_code,
    where_to_sign_in,
)
from rules.sources import SourceProtocol, SourceUnavailable

ISSUER = "https://midata.example"
OPENID = f"{ISSUER}/.well-known/openid-configuration"
RFC_8414 = f"{ISSUER}/.well-known/oauth-authorization-server"
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "code_challenge_methods_supported": ["S256"],
    "authorization_response_iss_parameter_supported": True,
}


class Pages:
    """Serves these pages, and 404 elsewhere."""

    def __init__(self, pages: Mapping[str, tuple[int, Any]], **headers: str) -> None:
        self.asked: list[str] = []
        self._pages = pages
        self._headers = headers

    async def get(self, url: str, _: Mapping[str, str]) -> Response:
        self.asked.append(url)
        status, content = self._pages.get(url, (404, None))
        if status == 0:
            raise SourceUnavailable("There is no connection to the source")
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return Response(status, self._headers, bytearray(body))


def terms(**more: Any) -> SourceClientTerms:
    given: dict[str, Any] = {
        "protocol": SourceProtocol.JSON_API,
        "base_url": "https://midata.example/api",
        "client_id": "selfsame",
        "client_secret": None,
        "issuer": ISSUER,
        "authorization_url": None,
        "token_url": None,
        "scope": None,
    }
    return SourceClientTerms(**given | more)


async def found(pages: Any, **more: Any) -> AuthorizationServer:
    server: Any = pages if isinstance(pages, Pages) else Pages(pages)
    return await Authorization(server).find(terms(**more))


async def test_s5_where_people_sign_in_is_found_by_both_standards() -> None:
    whole = AuthorizationServer(ISSUER, f"{ISSUER}/authorize", f"{ISSUER}/token", True)

    assert await found({OPENID: (200, METADATA)}) == whole
    assert await found({RFC_8414: (200, METADATA)}) == whole
    # A page that is served at every path is none of metadata.
    assert await found({OPENID: (200, b"<html>"), RFC_8414: (200, METADATA)}) == whole
    assert await found({OPENID: (200, METADATA)}, issuer=None, token_url=whole.token_url) == whole
    slash = {OPENID: (200, METADATA | {"issuer": f"{ISSUER}/"})}
    by_default = await found(slash, issuer=None, token_url=whole.token_url)
    assert by_default.issuer == f"{ISSUER}/"
    assert list(addresses_of_metadata(f"{ISSUER}/a/b")) == [
        f"{ISSUER}/a/b/.well-known/openid-configuration",
        f"{ISSUER}/.well-known/oauth-authorization-server/a/b",
    ]


async def test_s5_what_is_set_is_not_looked_for() -> None:
    pages = Pages({})

    set_so = await found(pages, authorization_url="https://a.example/", token_url="https://b/")

    assert set_so == AuthorizationServer(ISSUER, "https://a.example/", "https://b/", False)
    assert pages.asked == []


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"issuer": "https://evil.example"}, "Its metadata are of another issuer"),
        ({"issuer": f"{ISSUER}/"}, "Its metadata are of another issuer"),
        ({"code_challenge_methods_supported": ["plain"]}, "It does not take PKCE with S256"),
        ({"authorization_endpoint": None}, "It does not say where people sign in"),
        (
            {"authorization_endpoint": "http://midata.example/"},
            "The address must begin with https://",
        ),
        ({"token_endpoint": "https://10.0.0.1/token"}, "The address leads into a private network"),
        (
            {"token_endpoint": "https://evil.example/token"},
            "It gives tokens at an address of somebody else",
        ),
    ],
)
async def test_s6_metadata_that_lead_elsewhere_are_refused(
    more: Mapping[str, Any], reason: str
) -> None:
    with pytest.raises(SignInFails) as refused:
        await found({OPENID: (200, METADATA | dict(more))})

    assert refused.value.extensions["reason"] == reason


async def test_s6_a_source_that_says_nothing_or_does_not_answer() -> None:
    with pytest.raises(SignInFails):
        await found({})
    with pytest.raises(SignInFails):
        await found({}, issuer=None)
    with pytest.raises(SourceDoesNotAnswer):
        await found({OPENID: (0, None)})
    with pytest.raises(SourceDoesNotAnswer):
        await found({OPENID: (500, None)})
    with pytest.raises(SourceDoesNotAnswer) as later:
        await found(Pages({OPENID: (429, None)}, **{"retry-after": "30"}))
    assert later.value.extensions["retryAfter"] == 30


def test_s5_pkce_is_as_the_standard_has_it() -> None:
    # RFC 7636, appendix B.
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize("protocol", [SourceProtocol.FHIR_R4, SourceProtocol.FHIR_R4_BULK])
def test_s5_a_source_of_fhir_is_asked_for_as_smart_has_it(protocol: SourceProtocol) -> None:
    server = AuthorizationServer(None, "https://a.example/?tenant=1", "https://a.example/token")
    fhir = terms(protocol=protocol)

    address = where_to_sign_in(server, fhir, "https://us.example/sources/callback", "s", "v")

    assert address.startswith("https://a.example/?tenant=1&response_type=code&")
    assert "&aud=https%3A%2F%2Fmidata.example%2Fapi&" in address
    assert "&scope=user%2FOrganization.read+user%2FPatient.read" in address


def test_s5_an_answer_is_of_the_issuer_that_was_asked() -> None:
    server = AuthorizationServer(ISSUER, "", "")

    assert checked_code(server, SentBack("s", "a-code", ISSUER)) == "a-code"
    assert checked_code(server, SentBack("s", "a-code")) == "a-code"
