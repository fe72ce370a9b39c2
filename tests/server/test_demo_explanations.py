"""What the demo shows of explanations: requests in every state, by the acts that people do."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from rules.explanations import ExplanationStatus
from server.postgres.connection import connect
from server.seeding.access import seed_access
from server.seeding.events import perform
from server.seeding.history import REJECTING, _declaration
from tests.databases import Database
from workflows import accounts, declarations
from workflows.acts import Acting
from workflows.idempotency import IdempotentCall, digest

STATES = "select status, parked_at is not null as is_parked from explanation_requests"


@pytest.mark.parametrize("rejecting", ["registrar1", "registrar2"])
async def test_v6_the_demo_has_requests_in_every_state(database: Database, rejecting: str) -> None:
    connection = await connect(database.app_url)
    await seed_access(connection)
    portal = await accounts.client_id(connection, "portal")
    console = await accounts.client_id(connection, "console")
    registrars = await accounts.user_ids(connection, ["registrar1", "registrar2"])

    for number, steps in enumerate(REJECTING):
        declaration = _declaration(number, datetime.now(UTC).date())
        acting = Acting(connection, uuid4(), portal)
        call = IdempotentCall("demo", f"{number}", digest(declaration))
        event = (await declarations.declare(acting, declaration, call)).id
        await acting.commit()
        for step in ("reject", *(step for _, step in steps)):
            acting = Acting(connection, uuid4(), console, registrars[rejecting])
            await perform(acting, event, declaration, step)
            await acting.commit()

    found = [tuple(row) for row in await connection.fetch(STATES)]
    await connection.close()
    assert {status for status, is_parked in found if not is_parked} == set(ExplanationStatus)
    assert [status for status, is_parked in found if is_parked] == ["REQUESTED"]
