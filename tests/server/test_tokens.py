"""Rule A1, token by token: which are trusted, and which of a hundred others are not."""

import pytest

from tests.server.forged_tokens import (
    ABSENT,
    CLAIMS,
    CLIENT,
    HEADER,
    NOW,
    THEIR_JWK,
    USER,
    VERIFIER,
    base64url,
    changed,
    flipped,
    is_refused,
    loosened,
    payload_with,
    raw,
    segments,
    theirs,
    token,
    with_public_key_as_secret,
    with_rsa,
    with_shared_secret,
)

TRUSTED: dict[str, str] = {
    "as usual": token(),
    "type as a media type": token({"typ": "application/at+jwt"}),
    "type in capitals": token({"typ": "AT+JWT"}),
    "audience among others": token(aud=["others", "selfsame"]),
    "key address ignored": token(
        {"jku": "https://evil.example/jwks", "x5u": "https://evil.example"}
    ),
    "embedded key ignored": token({"jwk": THEIR_JWK, "x5c": ["AAAA"]}),
    "RSA key with its own algorithm": token(
        {"kid": "rsa", "alg": "PS256"},
        with_rsa("PS256"),
    ),
    "no scope": token(scope=ABSENT),
    "empty scope": token(scope=""),
    "no jti": token(jti=ABSENT),
    "unknown claim": token(nickname={"a": [1, None]}),
    "times with fractions": token(iat=NOW + 0.5, exp=NOW + 9.5),
    "other issuer, own key": token({"kid": "theirs"}, theirs, iss="elsewhere"),
    "expired 30 s ago": token(exp=NOW - 30),
    "issued 30 s ahead": token(iat=NOW + 30),
    "valid in 30 s": token(nbf=NOW + 30),
}

REFUSED: dict[str, str] = {
    # the text
    "empty": "",
    "no segments": "token",
    "one dot": token().rsplit(".", 1)[0],
    "three dots": token() + ".AAAA",
    "empty header": segments("", None, None),
    "empty payload": segments(None, "", None),
    "empty signature": segments(None, None, ""),
    "only dots": "..",
    "leading space": " " + token(),
    "trailing space": token() + " ",
    "trailing newline": token() + "\n",
    "space inside": token().replace(".", " .", 1),
    "NUL at the end": token() + "\0",
    "padded signature": token() + "==",
    "padded header": token().replace(".", "=.", 1),
    "base64 with plus": segments(None, None, "+" * 86),
    "base64 with slash": segments(None, None, "/" * 86),
    "letter beyond ASCII": token() + "é",
    "lone surrogate": token() + "\ud800",
    "fullwidth digits": segments(None, None, "\uff11" * 86),
    "loose last bits": loosened(),
    "impossible length": segments(None, None, "A" * 85),
    "over 8 KiB": token(filler="x" * 8192),
    "a million letters": "a" * 1_000_000,
    "scheme included": "Bearer " + token(),
    # the signature
    "header changed": flipped(0),
    "payload changed": flipped(1),
    "signature changed": flipped(2),
    "signature cut": token()[:-4],
    "signature longer": token() + "AAAA",
    "signature of zeros": segments(None, None, base64url(bytes(64))),
    "signature of another token": segments(None, None, token(jti="2").split(".")[2]),
    "payload of another token": segments(None, token(jti="2").split(".")[1], None),
    "signed by a stranger": token(sign=theirs),
    "embedded key of a stranger": token({"jwk": THEIR_JWK}, theirs),
    "key of another issuer": token({"kid": "theirs"}, theirs),
    "our key, other issuer": token(iss="elsewhere"),
    # the algorithm
    "alg none": token({"alg": "none"}, lambda _: b"0"),
    "alg none, nothing signed": token({"alg": "none"}, lambda _: b""),
    "alg None in capitals": token({"alg": "NONE"}, lambda _: b"0"),
    "alg empty": token({"alg": ""}),
    "alg absent": token({"alg": ABSENT}),
    "alg null": token({"alg": None}),
    "alg a list": token({"alg": ["ES256"]}),
    "alg in small letters": token({"alg": "es256"}),
    "alg of another curve": token({"alg": "ES384"}),
    "alg unknown": token({"alg": "XX999"}),
    "public key as HMAC secret": token({"alg": "HS256"}, with_public_key_as_secret),
    "public key as HMAC secret, our alg": token(sign=with_public_key_as_secret),
    "symmetric key among ours": token({"alg": "HS256", "kid": "shared"}, with_shared_secret),
    "RSA key, weaker algorithm": token(
        {"kid": "rsa", "alg": "RS256"},
        with_rsa("RS256"),
    ),
    # the header
    "kid absent": token({"kid": ABSENT}),
    "kid unknown": token({"kid": "other"}),
    "kid empty": token({"kid": ""}),
    "kid a number": token({"kid": 1}),
    "kid a list": token({"kid": ["ours"]}),
    "kid a path": token({"kid": "../../../dev/null"}),
    "typ absent": token({"typ": ABSENT}),
    "typ JWT": token({"typ": "JWT"}),
    "typ of an ID token": token({"typ": "id+jwt"}),
    "typ with a space": token({"typ": "at+jwt "}),
    "typ null": token({"typ": None}),
    "crit": token({"crit": ["exp"], "exp": NOW + 600}),
    "crit empty": token({"crit": []}),
    "b64 true": token({"b64": True}),
    "b64 true, critical": token({"b64": True, "crit": ["b64"]}),
    "b64 false": token({"b64": False}),
    "b64 false, critical": token({"b64": False, "crit": ["b64"]}),
    "header a list": raw(b"[]", changed(CLAIMS, {})),
    "header not JSON": raw(b"header", changed(CLAIMS, {})),
    "header not UTF-8": raw(b"\xff\xfe", changed(CLAIMS, {})),
    "header with alg twice": raw(
        b'{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"ours"}', changed(CLAIMS, {})
    ),
    "header nested deeply": raw(b"[" * 3000, changed(CLAIMS, {})),
    # the payload
    "payload a list": raw(changed(HEADER, {}), b"[]"),
    "payload a text": raw(changed(HEADER, {}), b'"sub"'),
    "payload null": raw(changed(HEADER, {}), b"null"),
    "payload nested deeply": raw(changed(HEADER, {}), b'{"a":' * 1000),
    "payload in UTF-16": raw(changed(HEADER, {}), changed(CLAIMS, {}).decode().encode("utf-16")),
    "payload with a byte order mark": raw(
        changed(HEADER, {}), b"\xef\xbb\xbf" + changed(CLAIMS, {})
    ),
    "claim twice": payload_with(f'"exp": {NOW}, "sub": "{CLIENT}"'),
    "NaN in a claim that nobody reads": payload_with(f'"exp": {NOW}, "other": NaN'),
    "iss absent": token(iss=ABSENT),
    "iss unknown": token(iss="https://evil.example"),
    "iss in capitals": token(iss="SELFSAME"),
    "iss a list": token(iss=["selfsame"]),
    "aud absent": token(aud=ABSENT),
    "aud of others": token(aud="others"),
    "aud longer than ours": token(aud="selfsame2"),
    "aud an empty list": token(aud=[]),
    "aud a list with a number": token(aud=["selfsame", 1]),
    "aud an object": token(aud={"selfsame": True}),
    "sub absent": token(sub=ABSENT),
    "sub a name": token(sub="reviewer1"),
    "sub a number": token(sub=1),
    "sub in capitals": token(sub=str(USER).upper()),
    "sub in braces": token(sub=f"{{{USER}}}"),
    "sub as a URN": token(sub=USER.urn),
    "sub without hyphens": token(sub=USER.hex),
    "client_id absent": token(client_id=ABSENT),
    "client_id a name": token(client_id="portal"),
    "client_id null": token(client_id=None),
    "scope a list": token(scope=["person:read"]),
    "scope null": token(scope=None),
    "scope with half a surrogate": token(scope="\ud800"),
    # the times
    "expired 31 s ago": token(exp=NOW - 31),
    "issued 31 s ahead": token(iat=NOW + 31),
    "issued 31 s ahead, valid already": token(iat=NOW + 31, nbf=NOW),
    "valid in 31 s": token(nbf=NOW + 31),
    "exp absent": token(exp=ABSENT),
    "exp null": token(exp=None),
    "exp true": token(exp=True),
    "exp a text": token(exp=str(NOW + 600)),
    "exp negative": token(exp=-1),
    "exp NaN": payload_with('"exp": NaN'),
    "exp Infinity": payload_with('"exp": Infinity'),
    "exp 1e400": payload_with('"exp": 1e400'),
    "exp of 400 digits": payload_with(f'"exp": 1{"0" * 400}'),
    "exp of 5,000 digits": payload_with(f'"exp": 1{"0" * 5000}'),
    "iat absent": token(iat=ABSENT),
    "iat false": token(iat=False),
    "iat a text": token(iat=str(NOW)),
    "nbf null": token(nbf=None),
    "nbf a text": token(nbf="0"),
    "nbf true": token(nbf=True),
}


@pytest.mark.parametrize("name", TRUSTED)
def test_a1_a_sound_token_is_trusted(name: str) -> None:
    claims = VERIFIER.verify(TRUSTED[name], NOW)

    assert (claims.subject, claims.client_id) == (USER, CLIENT)


@pytest.mark.parametrize("name", REFUSED)
def test_a1_any_other_token_is_refused_without_a_reason(name: str) -> None:
    candidate = REFUSED[name]

    assert is_refused(candidate)
    assert is_refused(candidate)  # nor is it let in the second time
