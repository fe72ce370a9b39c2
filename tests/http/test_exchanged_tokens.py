"""Rule S5: a token of an outside issuer is exchanged for one of the source (RFC 8693)."""

import base64
from pathlib import Path
from typing import Any
from uuid import UUID

from outbound.signatures import SOURCE_KEY_FILE, Seal
from rules.access import Role
from tests.databases import Database
from tests.hitobito import Rights
from tests.http.outside_server import OutsideServer, trusting
from tests.people import id_of
from tests.runs import until
from tests.sources import SYNC, sync, syncing
from tests.synced import World, syncable


async def asked(world: World, token: str, **more: Any) -> Any:
    """Ask for a sync by a token of the outside issuer."""
    world.keys += 1
    given = {"idempotencyKey": f"key {world.keys}", "sourceLinkId": id_of("SourceLink", world.link)}
    response = await world.registry.http.post(
        f"{world.registry.url}/graphql",
        json={"query": SYNC, "variables": {"input": given | more}},
        headers={"authorization": f"Bearer {token}"},
    )
    return response.json()


async def ended(world: World, answer: Any, status: str) -> Any:
    run = UUID(answer["data"]["syncOrganisation"]["run"]["databaseId"])
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, status)
    return await world.registry.owner.fetchrow("select * from runs where id = $1", run)


async def test_s5_a_token_of_an_outside_issuer_is_exchanged(
    outside: OutsideServer, database: Database, tmp_path: Path
) -> None:
    async with trusting(outside, database, tmp_path) as registry:
        await registry.user("admin", Role.ADMIN)
        async with syncable(registry, tmp_path) as world:
            kim = registry.users["kim"]
            token = outside.token(kim, registry.console_id, scope="run:write organisation:read")
            source = world.source
            source.credentials = base64.b64encode(b"selfsame:secret").decode()
            source.exchanges = {token: "exchanged"}
            source.rights = {"exchanged": Rights()}
            async with registry.acting("source.created") as owner:
                await owner.execute(
                    "update sources set access = '{TOKEN_EXCHANGE}', token_url = $1,"
                    " oauth_client_id = 'selfsame', sealed_oauth_secret = $2",
                    f"http://127.0.0.1:{source.port}/token",
                    Seal(tmp_path, SOURCE_KEY_FILE).seal("secret"),
                )

            by_ours = await sync(registry, "kim", world.link, token=None)
            given = await asked(world, token, sourceToken="another")
            run = await ended(world, await asked(world, token), "SUCCEEDED")
            source.exchanges = {}
            failed = await ended(world, await asked(world, token), "FAILED")

            assert by_ours.refusal == (
                "UNPROCESSABLE_ENTITY",
                "A token of the source is needed",
            )
            message = given["errors"][0]["message"]
            assert message == "The source is not read with a caller's token"
            assert '"created": 8' in run["counts"]
            assert failed["last_error"] == "The source no longer accepts the token"
            tables = "select string_agg(it::text, '') from {} it"
            for table in ("audit_log", "messages", "runs"):
                assert token not in await registry.owner.fetchval(tables.format(table))
            assert await registry.owner.fetchval("select count(*) from run_credentials") == 0
