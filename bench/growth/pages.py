"""How long a page takes, by how deep in its list it lies."""

from time import perf_counter
from typing import Any

import asyncpg

from bench import fixtures
from bench.charts import Axis, Chart
from bench.growth.measuring import (
    IMAGES,
    Caller,
    Fixture,
    Measured,
    enter,
    fill,
    lines,
    open_fixture,
    show,
)
from bench.workloads import FIELDS, PAGE

DEPTHS = (1, 1_000, 100_000)
BEYOND = 20_000
STEP = 100
PERSONS = 20_000

REQUESTS = f"""
query ($first: Int!, $after: String) {{
  mergeRequests(first: $first, after: $after, orderBy: INSERTED_AT_DESC) {{
    pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
    edges {{ cursor node {{ {FIELDS} }} }} }} }}
"""
TRAIL = """
query ($first: Int!, $after: String) {
  auditLog(first: $first, after: $after, orderBy: INSERTED_AT_DESC) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id action resource resourceId insertedAt changeset
      actor { username } client { name } } } } }
"""
LISTS = {"mergeRequests": REQUESTS, "auditLog": TRAIL}
ASSIGN_REQUESTS = """
insert into merge_requests
    (manual_merge_candidate_id, assignee_id, status, comment, inserted_at,
     seen_person_version, seen_master_version)
select id, $1, 'POSTPONE', 'Measured the clinic', now() - random() * interval '300 days', 1, 1
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
    async with open_fixture("NHS_REVIEWER", *scopes) as fixture:
        await _fill(fixture, rows)
        async with fixture.calling() as caller:
            measured: dict[float, dict[str, Measured]] = {}
            cursors = {name: await _cursors(caller, name) for name in LISTS}
            for depth in DEPTHS:
                queries = {
                    name: [caller.wire(query, first=PAGE, after=cursors[name].get(depth))]
                    for name, query in LISTS.items()
                }
                measured[depth] = await caller.measure(queries)
    show(f"A page of {PAGE}, in lists of {rows:,}", "depth", measured)
    Chart(
        f"A page of {PAGE}, by how deep in its list it lies",
        Axis("depth of the page in its list, rows", is_logarithmic=True, ticks=DEPTHS),
        Axis("milliseconds over HTTP, median"),
        lines(measured),
    ).save(IMAGES / "growth-pages.svg")


async def _fill(fixture: Fixture, rows: int) -> None:
    owner: asyncpg.Connection = fixture.sandbox.owner
    await enter(owner, ADMIN, fixture.who, fixture.console)
    await fixtures.add_pairs(owner, (0, PERSONS), (0, rows))
    await fill(
        owner, (ASSIGN_REQUESTS, (fixture.who,)), (ROWS, (fixture.who, fixture.console, rows))
    )


async def _cursors(caller: Caller, name: str) -> dict[int, str]:
    """Walk down a list page by page, and keep the cursors where the depths begin."""
    found: dict[int, str] = {}
    passed, cursor = 0, None
    began = perf_counter()
    while passed < DEPTHS[-1]:
        size = min(STEP, next(depth for depth in DEPTHS if depth > passed) - passed)
        page: Any = await caller.send(caller.wire(LISTS[name], first=size, after=cursor))
        cursor = page[name]["pageInfo"]["endCursor"]
        passed += len(page[name]["edges"])
        if passed in DEPTHS:
            found[passed] = cursor
    print(f"{name}: {passed:,} rows walked down in {perf_counter() - began:.1f} s")
    del found[DEPTHS[0]]  # its page is the first
    return found
