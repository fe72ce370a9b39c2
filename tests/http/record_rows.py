"""What the tables hold of a vital event, and how that is held against the model."""

import json
from typing import Any

from tests.http.record_model import Record

PLACES = {"Birth": "placeOfBirth", "Death": "placeOfDeath", "Marriage": "placeOfMarriage"}
STORED = """
select event.status, event.status_before, event.version, event.place, event.registration_number,
       event.has_open_correction,
       (select username from users where id = assignee_of(event)) as taken_by,
       (select count(*) from potential_duplicates
         where vital_event_id = event.id and not is_settled) as doubts,
       array(select version from vital_event_versions
              where vital_event_id = event.id order by version) as former,
       array(select details ->> $2 from vital_event_versions
              where vital_event_id = event.id order by version) as former_places,
       array(select status from corrections
              where vital_event_id = event.id order by id) as corrections,
       (select coalesce(json_agg(json_build_array(serial_number, revoked_at is not null,
                                 issued_at is not null, values ->> $2) order by id), '[]')
          from certificates where vital_event_id = event.id) as certificates,
       array(select amount::text from payments where vital_event_id = event.id order by id) as paid
  from vital_events event where event.id::text = $1
"""


def hold(row: Any, record: Record) -> None:
    """Hold what is stored of a record against the model, and its certificates against what it says.

    At most one correction is open, versions have no gap, and what is not revoked says what the
    record says.
    """
    assert (row["status"], row["status_before"]) == (record.status, record.before)
    assert (row["version"], row["place"]) == (len(record.versions), record.says.place)
    assert row["former"] == list(range(1, len(record.versions)))
    assert row["former_places"] == [it.place for it in record.versions[:-1]]
    assert row["registration_number"] == record.number
    assert row["taken_by"] == record.taken_by
    assert row["doubts"] == len(record.similar - record.settled)
    assert row["corrections"] == [it.status for it in record.corrections]
    assert row["has_open_correction"] is (row["corrections"].count("REQUESTED") == 1)
    assert row["corrections"].count("REQUESTED") <= 1
    assert row["paid"] == record.paid
    stored = json.loads(row["certificates"])
    assert [it[:3] for it in stored] == [
        [it.serial, it.is_revoked, it.is_issued] for it in record.certificates
    ]
    for _, is_revoked, _, says in stored:
        assert is_revoked or (says == row["place"] and record.status != "ANNULLED")
