"""How long a page takes, by how deep in its list it lies."""

from time import perf_counter
from typing import Any

import asyncpg

from bench import populating
from bench.growth_ground import IMAGES, Asked, Caller, Ground, enter, fill, ground, lines, show
from bench.page import PAGE
from bench.pictures import Axis, Chart

DEPTHS = (1, 1_000, 100_000)
BEYOND = 20_000
STEP = 100
PERSONS = 20_000

REQUESTS = """
query ($first: Int!, $after: String) {
  mergeRequests(first: $first, after: $after, orderBy: INSERTED_AT_DESC) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id databaseId status comment insertedAt updatedAt
      manualMergeCandidate { id status mergeCandidate { id
        person { id firstName lastName birthDate }
        masterPerson { id firstName lastName birthDate } } } } } } }
"""
TRAIL = """
query ($first: Int!, $after: String) {
  auditLog(first: $first, after: $after, orderBy: INSERTED_AT_DESC) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id action resource resourceId insertedAt changeset
      actor { username } client { name } } } } }
"""
LISTS = {"mergeRequests": REQUESTS, "auditLog": TRAIL}
HAND_OUT = """
insert into merge_requests (manual_merge_candidate_id, assignee_id, status, comment, inserted_at)
select id, $1, 'POSTPONE', 'Asked the clinic', now() - random() * interval '300 days'
  from manual_merge_candidates
"""
ROWS = """
insert into audit_log
    (actor_id, client_id, action, resource, resource_id, changeset, correlation_id, inserted_at)
select $1, $2, 'merge_request.assigned', 'manual_merge_process', uuidv7(), '{"status": "NEW"}',
       uuidv7(), now() - number * interval '7 seconds'
  from generate_series($3::integer, 1, -1) number
"""
ADMIN = "insert into role_grants (user_id, client_id, role) values ($1, $2, 'ADMIN') returning id"


async def draw(*, whole: bool) -> None:
    """Measure the first page and pages behind real cursors, and draw them."""
    deepest = DEPTHS[-1]
    rows = deepest + BEYOND
    scopes = ("merge_request:read", "audit_log:read")
    async with ground("NHS_REVIEWER", *scopes) as over:
        await _fill(over, rows)
        async with over.calling() as caller:
            measured: dict[float, dict[str, Asked]] = {}
            cursors = {name: await _cursors(caller, name) for name in LISTS}
            for depth in DEPTHS:
                questions = {
                    name: [caller.wire(query, first=PAGE, after=cursors[name].get(depth))]
                    for name, query in LISTS.items()
                }
                measured[depth] = await caller.measure(questions)
    show(f"A page of {PAGE}, in lists of {rows:,}", "depth", measured)
    Chart(
        f"A page of {PAGE}, by how deep in its list it lies",
        Axis("depth of the page in its list, rows", is_logarithmic=True, ticks=DEPTHS),
        Axis("milliseconds over HTTP, median"),
        lines(measured),
    ).save(IMAGES / "growth-pages.svg")


async def _fill(over: Ground, rows: int) -> None:
    owner: asyncpg.Connection = over.there.owner
    await enter(owner, ADMIN, over.who, over.console)
    await populating.grow(owner, (0, PERSONS), (0, rows))
    await fill(owner, (HAND_OUT, (over.who,)), (ROWS, (over.who, over.console, rows)))


async def _cursors(caller: Caller, name: str) -> dict[int, str]:
    """Walk down a list page by page, and keep the cursors where the depths begin."""
    found: dict[int, str] = {}
    passed, cursor = 0, None
    began = perf_counter()
    while passed < DEPTHS[-1]:
        size = min(STEP, next(depth for depth in DEPTHS if depth > passed) - passed)
        page: Any = await caller.ask(caller.wire(LISTS[name], first=size, after=cursor))
        cursor = page[name]["pageInfo"]["endCursor"]
        passed += len(page[name]["edges"])
        if passed in DEPTHS:
            found[passed] = cursor
    print(f"{name}: {passed:,} rows walked down in {perf_counter() - began:.1f} s")
    del found[DEPTHS[0]]  # its page is the first
    return found
