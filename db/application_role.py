"""The role that the application works under, as its address names it."""

from pathlib import Path
from typing import cast

import asyncpg
from asyncpg import connect_utils
from sqlalchemy import URL, make_url

APPLICATION_ROLE = "selfsame_app"


async def admit(raw: asyncpg.Connection, app_url: str | None) -> None:
    """Let the address's user log in and work as the application, and make it where it is missing.

    It gets the password that the address has, itself or by its password file. Where that has none,
    as where a certificate is shown instead, the user keeps what it has. A user that exists and is
    not `selfsame_app` is granted that role and is not changed otherwise. Rule D3.
    """
    if app_url is None:
        return
    url = make_url(app_url)
    exists = await raw.fetchval("select true from pg_roles where rolname = $1", url.username)
    if not exists or url.username == APPLICATION_ROLE:
        statement = f"{'alter' if exists else 'create'} role %I login"
        password = password_of(url)
        if password is not None:
            statement += " password %L"
        await raw.execute(
            await raw.fetchval(
                f"select format('{statement}', $1::text, $2::text)", url.username, password
            )
        )
    if url.username != APPLICATION_ROLE:
        await raw.execute(
            await raw.fetchval(
                f"select format('grant {APPLICATION_ROLE} to %I', $1::text)", url.username
            )
        )


def password_of(url: URL) -> str | None:
    """Return the password that an address of one host has, or its `passfile` for it, or None."""
    if (password := url.password or _parameter(url, "password")) is not None:
        return password
    if (file := _parameter(url, "passfile")) is None:
        return None
    # asyncpg's own reading, so that it is the password that a server will send.
    read = connect_utils._read_password_from_pgpass  # type: ignore[attr-defined]
    password = read(
        passfile=Path(file),
        hosts=[url.host or _parameter(url, "host") or "localhost"],
        ports=[url.port or int(_parameter(url, "port") or 5432)],
        database=url.database or _parameter(url, "dbname") or url.username,
        user=url.username,
    )
    return cast("str | None", password)


def _parameter(url: URL, name: str) -> str | None:
    values = url.normalized_query.get(name)
    return values[-1] if values else None
