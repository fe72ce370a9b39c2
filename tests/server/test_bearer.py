"""Rule A1: where in a request a bearer token is looked for."""

import pytest

from rules.access import Unauthenticated
from server.identity.bearer import bearer

ACCEPTED = {
    "as usual": b"Bearer abc.def-_~+/ghi",
    "scheme in small letters": b"bearer abc.def-_~+/ghi",
    "scheme in capitals": b"BEARER abc.def-_~+/ghi",
    "several spaces": b"Bearer   abc.def-_~+/ghi",
}

REFUSED = {
    "empty": b"",
    "scheme alone": b"Bearer",
    "scheme and a space": b"Bearer ",
    "token alone": b"abc.def.ghi",
    "no space": b"Bearerabc",
    "a tab": b"Bearer\tabc",
    "leading space": b" Bearer abc",
    "trailing space": b"Bearer abc ",
    "trailing newline": b"Bearer abc\n",
    "two tokens": b"Bearer abc def",
    "two credentials": b"Bearer abc, Bearer def",
    "a parameter": b'Bearer abc, realm="x"',
    "quoted": b'Bearer "abc"',
    "padding inside": b"Bearer a=b",
    "only padding": b"Bearer ==",
    "beyond ASCII": b"Bearer \xc3\xa9",
    "Basic": b"Basic YTpi",
    "DPoP": b"DPoP abc",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a1_one_bearer_token_is_accepted(name: str) -> None:
    headers = [(b"host", b"localhost"), (b"authorization", ACCEPTED[name])]

    credentials = bearer(headers)

    assert credentials == "abc.def-_~+/ghi"


@pytest.mark.parametrize("name", REFUSED)
def test_a1_other_credentials_are_refused(name: str) -> None:
    headers = [(b"authorization", REFUSED[name])]

    with pytest.raises(Unauthenticated):
        bearer(headers)


@pytest.mark.parametrize("second", [b"Bearer abc", b"Bearer def", b"Basic YTpi", b""])
def test_a1_credentials_presented_twice_are_refused(second: bytes) -> None:
    headers = [(b"authorization", b"Bearer abc"), (b"authorization", second)]

    with pytest.raises(Unauthenticated):
        bearer(headers)


def test_a1_no_credentials_are_no_token() -> None:
    headers = [
        (b"cookie", b"access_token=abc"),
        (b"x-authorization", b"Bearer abc"),
        (b"proxy-authorization", b"Bearer abc"),
    ]

    assert bearer(headers) is None
    assert bearer([]) is None
