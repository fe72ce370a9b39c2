"""Rule D4: secrets and passwords are shown once, and found nowhere else."""

from io import BytesIO

import asyncpg
import pytest

from rules.access import Role
from server.observability import logs
from tests import cheap_passwords
from tests.http.administering import do
from tests.http.machines import ROTATE, ask_token, made
from tests.http.people import cookie_of, post, sign_in
from tests.serving import Registry

PASSWORD = "a password like no other"


async def dump(owner: asyncpg.Connection) -> str:
    """All rows of all tables as text."""
    tables = await owner.fetch(
        "select relname from pg_class"
        " where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
    )
    found = [
        row[0]
        for table in tables
        for row in await owner.fetch(f'select it::text from "{table[0]}" it')
    ]
    return "\n".join(found)


async def test_d4_secrets_are_in_no_table_no_log_and_no_audit(registry: Registry) -> None:
    lines = BytesIO()
    logs.configure(lines)
    try:
        portal = await made(registry, "person:read")
        rotated = await registry.ask("admin", ROTATE, {"id": portal["id"], "overlap": 60})
        new_secret = rotated.data["rotateClientSecret"]["clientSecret"]
        user = {"username": "nova", "displayName": "Nova", "password": PASSWORD}
        await do(registry, "createUser", **user)
        too_long = PASSWORD + "x" * 1024
        await do(registry, "createUser", **(user | {"password": too_long}))
        token = (await ask_token(registry, portal["databaseId"], new_secret)).json()
        wrong = await ask_token(registry, portal["databaseId"], f"wrong {portal['clientSecret']}")
        signed_in = await sign_in(registry, "nova", PASSWORD)
        await sign_in(registry, "nova", f"wrong {PASSWORD}")
        renewed = await post(registry, "refresh", cookie=cookie_of(signed_in))
        trail = await registry.ask(
            "admin", "{ auditLog(first: 100) { nodes { changeset previous } } }"
        )
    finally:
        logs.configure()

    secrets = [
        portal["clientSecret"],
        new_secret,
        PASSWORD,
        token["access_token"].rsplit(".")[-1],
        signed_in.json()["accessToken"].rsplit(".")[-1],
        *cookie_of(signed_in).split("."),
        *cookie_of(renewed).split("."),
    ]
    places = [
        await dump(registry.owner),
        lines.getvalue().decode(),
        str(trail.body),
        wrong.text,
    ]
    assert all(len(place) > 20 for place in places)
    assert [secret for secret in secrets for place in places if secret in place] == []
    assert '""secret_digest"": ""[personal data]""' in places[0]


async def test_d4_a_password_is_kept_as_argon2id_and_a_secret_as_a_digest(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap_passwords.unpatch(monkeypatch)
    portal = await made(registry, "person:read")
    user = {"username": "nova", "displayName": "Nova", "password": PASSWORD}
    await do(registry, "createUser", **user)

    kept = await registry.owner.fetchval("select password_hash from users where username = 'nova'")
    digest = await registry.owner.fetchval(
        "select secret_digest from clients where name = 'portal'"
    )

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert len(digest) == 32
    assert len(portal["clientSecret"]) == 43


async def test_d4_a_client_and_a_user_show_nothing_of_their_credentials(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)

    answer = await registry.ask(
        "admin",
        '{ client: __type(name: "Client") { fields { name } }'
        ' user: __type(name: "User") { fields { name } } }',
    )

    names = {field["name"] for type_ in answer.data.values() for field in type_["fields"]}
    assert not [name for name in names if "secret" in name.lower() or "password" in name.lower()]
