"""Records of before whose certificates wait are noted when a database comes to 0020 and to 0105."""

import asyncpg

from tests.house.test_migrations import run, upgrade_to

EVENT = """
insert into vital_events (id, kind, status, tracking_id, registration_number, declared_by_client_id,
                          event_date, place, informant_relationship, details_digest)
values ($1, 'BIRTH', $2, $3, $3, uuidv7(), '2026-01-01', 'Lviv', 'MOTHER', '')
"""
CERTIFICATE = """
insert into certificates (vital_event_id, template, relationship, has_shown_document, serial_number,
                          revoked_at, revocation_reason)
values ($1, 'standard', 'INFORMANT', true, $2, $3::text::timestamptz, $4)
"""
NOTED = "select tracking_id, uncertified_since::date::text from vital_events order by 1"


async def test_c16_records_of_before_wait_since_their_last_certificate_was_revoked(
    empty: str,
) -> None:
    await run(empty, upgrade_to("0019_certificate_secrets"))
    owner = await asyncpg.connect(empty)
    await owner.execute("set session_replication_role = replica")  # without the rows they refer to
    for name, status, revoked in (
        ("B000001", "REGISTERED", ["2026-02-01", "2026-03-01"]),
        ("B000002", "REGISTERED", []),
        ("B000003", "CERTIFIED", ["2026-02-01", None]),
        ("B000004", "ANNULLED", ["2026-02-01"]),
    ):
        key = await owner.fetchval("select uuidv7()")
        await owner.execute(EVENT, key, status, name)
        for at, moment in enumerate(revoked):
            reason = None if moment is None else "The ink ran"
            await owner.execute(CERTIFICATE, key, f"C-{name}-{at}", moment, reason)

    await run(empty, upgrade_to("0020_uncertified_records"))

    noted = [tuple(row) for row in await owner.fetch(NOTED)]
    await owner.close()
    assert noted == [
        ("B000001", "2026-03-01"),
        ("B000002", None),
        ("B000003", None),
        ("B000004", None),
    ]


async def test_c16_records_of_before_with_a_second_certificate_wait_since_that(empty: str) -> None:
    await run(empty, upgrade_to("0101b_resumed_runs"))
    owner = await asyncpg.connect(empty)
    await owner.execute("set session_replication_role = replica")  # without the rows they refer to
    for name, status, revoked in (
        ("B000001", "CERTIFIED", [None]),
        ("B000002", "CERTIFIED", ["2026-02-01", "2026-03-01", None]),
        ("B000003", "CERTIFIED", [None, None]),
        ("B000004", "ISSUED", ["2026-02-01", None]),
    ):
        key = await owner.fetchval("select uuidv7()")
        await owner.execute(EVENT, key, status, name)
        for at, moment in enumerate(revoked):
            reason = None if moment is None else "The ink ran"
            await owner.execute(CERTIFICATE, key, f"C-{name}-{at}", moment, reason)

    await run(empty, upgrade_to("0105_recertified_records"))

    noted = await owner.fetch(
        "select tracking_id, recertified_since::date = '2026-03-01' as is_then,"
        " recertified_since::date >= '2026-11-01' as is_now from vital_events order by 1"
    )
    await owner.close()
    assert [tuple(row) for row in noted] == [
        ("B000001", None, None),
        ("B000002", True, False),
        ("B000003", False, True),
        ("B000004", None, None),
    ]
