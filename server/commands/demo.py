"""The command behind `make run`: seeds a demo, serves it, and prints how to start."""

import asyncio
from contextlib import suppress
from uuid import UUID

import asyncpg

from server.commands import CommandFailed, detecting, sandbox, serving, tokens
from server.commands.loading import seed_with_progress
from server.identity.known_keys import recognise
from server.matching.detection import Options
from server.postgres import primary
from server.postgres.counting import CountingConnection
from server.postgres.database import Database
from server.seeding.access import USERS
from server.seeding.events import add_vital_events
from server.seeding.history import History
from server.seeding.organisations import ACCOUNTS as IN_ORGANISATIONS
from server.seeding.organisations import DemoOrganisations, seed_organisations
from server.seeding.reviews import add_parted_pair, seed_reviews
from server.settings import Settings
from workflows import accounts, demo_history, seeding

PERSONS = 2000
AT_FIRST = 1200
"""So many of them are there before the sixty days."""
TOKEN_SECONDS = 12 * 3600
QUERY = (
    "{ viewer { user { displayName } roles } mergeRequests(first: 3) { canAssignNew edges { node"
    " { status manualMergeCandidate { mergeCandidate { person { firstName lastName } } } } } } }"
)
ACCOUNTS = """
  Selfsame answers on {url}

  Demo accounts (the password is the name):
    reviewer1 ... reviewer5   decide whether two records are one person
    senior1                   is given the pairs on which they differ
    registrar1, registrar2    keep the records
    admin                     sees the audit trail, keeps clients and users
    steward1                  looks after a district with its hospital
    person1                   says what organisations may do for her
"""
CURL = (
    "curl -s {url}/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer {token}'"
    """ -d '{{"query": "{query}"}}'"""
)
FIRST_QUESTION = f"""
  A first question, as reviewer1:

{CURL}
"""
TOKENS = """
  A token of a user: .venv/bin/selfsame token --user NAME. Stop with Ctrl-C.
"""
MACHINE = """  One for the machine portal (its secret is its name, too):

    echo user={portal}:portal | curl -s {url}/oauth/token -K - -d grant_type=client_credentials
"""


def demo(settings: Settings) -> None:
    """Migrate, seed the demo once, serve, and print how to start."""
    sandbox.refuse(settings)
    with Database(settings) as database:
        token, portal = asyncio.run(_prepare(settings, database))

        def announce(url: str) -> None:
            serving.print_address(url)
            print(greeting(url, token, portal), flush=True)

        serving.serve(shown_to_all(settings), 1, announce)


OFFICE_ADDRESS = (
    "Registration Office Northgate",
    "Northgate Street 12",
    "Monday to Friday, 9:00 to 16:00",
)
"""Where people of a demo go."""


def greeting(url: str, token: str | None, portal: UUID | None) -> str:
    """Say how to start: with a token of reviewer1 and the id of the portal, where they are there.

    Whoever tries the demo may have renamed or deleted either.
    """
    question = "" if token is None else FIRST_QUESTION
    machine = "" if portal is None else MACHINE
    words = ACCOUNTS + question + TOKENS + machine
    return words.format(url=url, token=token, query=QUERY, portal=portal)


def shown_to_all(settings: Settings) -> Settings:
    """Return the settings of a demo: its accounts are shown, and it calls programs beside it.

    Webhooks may lead to this machine where nobody else reaches the demo, unless the environment
    says otherwise.
    """
    everybody = [*((name, role) for name, _, role in USERS), *IN_ORGANISATIONS]
    own: dict[str, object] = {"demo_accounts": tuple(f"{name}:{role}" for name, role in everybody)}
    if not settings.office_address:
        own["office_address"] = OFFICE_ADDRESS
    is_said = "webhook_allow_loopback" in settings.model_fields_set
    if settings.host in ("127.0.0.1", "::1", "localhost") and not is_said:
        own["webhook_allow_loopback"] = True
    return settings.model_copy(update=own)


async def _prepare(settings: Settings, database: Database) -> tuple[str | None, UUID | None]:
    """Return a token of reviewer1 and the id of the portal, where they are there."""
    if not await database.is_current():
        await database.migrate()
    connection = await database.connect()
    try:
        # Before it has a webhook whose secret no key opens, which the demo shows.
        await recognise(connection, settings)
        await _fill(settings, database, connection)
        machine = await accounts.find_client(connection, "portal")
    finally:
        await connection.close(timeout=1)
    token = None
    with suppress(CommandFailed):
        token = await tokens.token(settings, "reviewer1", None, None, TOKEN_SECONDS)
    return token, machine["id"] if machine else None


async def _fill(settings: Settings, database: Database, connection: CountingConnection) -> None:
    """Add what is missing: nothing, or what an interrupted start left out."""
    if await seeding.has_merge_requests(connection):
        await _seed_persons(connection, with_events=True)
        await seed_organisations(connection)
        return
    owner = await asyncpg.connect(await primary.find(database.owner_url))
    try:
        began = await demo_history.clock(owner)
        has_history = not await seeding.has_vital_events(
            connection
        ) and await demo_history.may_date_back(owner)
        limits = settings.merge_quorum, settings.postponed_requests_limit
        if not has_history:
            await _seed_persons(connection, with_events=True)
            await detecting.detect(settings, Options())
            await seed_reviews(connection, *limits)
            await seed_organisations(connection)
            return
        await _seed_persons(connection, with_events=False, persons=AT_FIRST)
        history = History(
            connection,
            began,
            persons=(AT_FIRST, PERSONS),
            organisations=DemoOrganisations(connection),
        )
        await seed_reviews(connection, *limits, history.rounds, history.pass_round)
        await detecting.detect(settings, Options())
        await add_vital_events(connection)
        await history.date_back(owner)
    finally:
        await owner.close(timeout=1)


async def _seed_persons(
    connection: CountingConnection, *, with_events: bool, persons: int = PERSONS
) -> None:
    await seed_with_progress(connection, persons, 0, with_events=with_events)
    await add_parted_pair(connection)
    await seed_with_progress(connection, persons, None, with_events=with_events)
