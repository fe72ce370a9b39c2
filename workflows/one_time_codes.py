"""How the codes of a second factor are made and recognised: RFC 6238 by `cryptography` (E10)."""

import base64
import secrets

from cryptography.hazmat.primitives import constant_time
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from rules.second_factors import DIGITS, SECRET_BYTES, STEP_SECONDS, steps_at


def new_secret() -> str:
    """Make a secret, in the base32 that authenticators take."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of a time step."""
    return HOTP(_key(secret), DIGITS, SHA1()).generate(step).decode()


def step_of(secret: str, digits: str, moment: float) -> int | None:
    """Return the latest step whose code this is at a moment; None where it is none of them.

    All of them are compared, so that the time shows nothing.
    """
    given = digits.encode()
    fits = [
        step
        for step in steps_at(moment)
        if constant_time.bytes_eq(code_at(secret, step).encode(), given)
    ]
    return fits[-1] if fits else None


def address(secret: str, username: str, issuer: str) -> str:
    """Return the `otpauth:` address that authenticators read from a QR code."""
    totp = TOTP(_key(secret), DIGITS, SHA1(), STEP_SECONDS)
    return totp.get_provisioning_uri(username, issuer)


def _key(secret: str) -> bytes:
    return base64.b32decode(secret)
