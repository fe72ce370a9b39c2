"""Every column under the trail is shown there or withheld, and somebody has decided which."""

import re

import asyncpg

from db.schema import metadata

OF_EVERY_ROW = {"id", "inserted_at", "updated_at"}
"""What an entry of the trail says by itself: of which row it is, and when."""

PERSONAL = {
    "persons": {
        *("first_name", "last_name", "second_name", "birth_date", "death_date", "gender"),
        *("partial_birth_date", "partial_death_date", "tax_id", "national_id", "email"),
        "external_id",
    },
    "users": {"username", "display_name", "email", "person_id"},
    "sessions": {"browser", "system"},
    "invitations": {"email"},
    "vital_events": {
        *("event_date", "partial_event_date", "place", "cause_of_death"),
        *("multiple_birth_of", "multiple_birth_order"),
        *("informant_relationship", "informant_email", "informant_phone_number"),
        *("principal_first_name", "principal_last_name"),
        *("subject_first_name", "subject_last_name"),
    },
    "individuals": {
        *("first_name", "second_name", "last_name", "birth_date", "partial_birth_date"),
        *("gender", "national_id"),
    },
    "certificates": {"values"},
    "payments": {"values"},
    "memberships": {"started_on", "ended_on"},
    "source_records": {"payload"},
    "corrections": {"before", "after", "record", "people"},
    "declaration_drafts": {"label", "content"},
}
"""What shows something of a person, or who a user is."""

WRITTEN_BY_PEOPLE = {
    "merge_requests": {"comment"},
    "unmerge_proposals": {"reason", "settlement_reason"},
    "unmerge_requests": {"reason", "decline_reason"},
    "vital_events": {
        *("reason", "reason_before", "late_registration_reason", "not_duplicate_reasons"),
    },
    "certificates": {"template", "revocation_reason"},
    "certificate_templates": {"svg"},
    "corrections": {"reason", "rejection_reason"},
    "explanation_requests": {"explanation", "refusal_reason", "external_id"},
    "organisations": {"name", "kind"},
    "memberships": {"title"},
    "runs": {"reason"},
    "organisation_plans": {"withdrawal_reason"},
    "sources": {"name"},
}
"""Text in people's own words: they write names in it."""

SECRET = {
    "invitations": {"token_digest"},
    "clients": {"secret_digest", "previous_secret_digest"},
    "users": {"password_hash"},
    "second_factors": {"sealed_secret", "recovery_digests"},
    "sessions": {"family_digest", "token_digest", "previous_token_digest"},
    "certificates": {"secret"},
    "webhooks": {"url", "sealed_secret", "previous_sealed_secret"},
    "source_links": {"sealed_inbound_secret", "previous_sealed_inbound_secret"},
    "sources": {
        *("base_url", "token_url", "oauth_client_id", "sealed_oauth_secret"),
        *("issuer", "authorization_url", "oauth_scope"),
    },
}
"""What lets somebody in; the address of a webhook may hold a token."""

MADE_OF_SUCH = {
    "detection_models": {"body"},  # It has the values that too many persons share (H3).
    "vital_events": {"details_digest"},  # Whoever guesses the details sees it in their digest.
    "corrections": {"details_digest"},
    "messages": {"payload", "last_error"},
    "runs": {"held_because", "last_error"},
}
"""What is made of any of these."""

WHY_A_PAIR_WAS_PROPOSED = {
    "merge_candidates": {
        *("weight", "band", "model", "agreements", "field_weights", "corrections", "keys"),
    },
    "manual_merge_candidates": {"decided_band"},
    "merge_requests": {"agreements"},
}
"""What reviewers of a pair shall not learn (H6), and which of its values agree."""

DECIDED = (PERSONAL, WRITTEN_BY_PEOPLE, SECRET, MADE_OF_SUCH, WHY_A_PAIR_WAS_PROPOSED)

FUNCTIONS = r"""
select substr(proname, 9)::text, prosrc from pg_proc
 where pronamespace = 'public'::regnamespace and proname like 'audited\_%'
"""
COLUMN = re.compile(
    r"""jsonb_build_object\('(\w+)', (n\."?\w+"?|case when n\."?\w+"? is not null"""
    r"""\s+then '\[personal data\]'::pg_catalog\.text end)\)"""
)
"""What the function of the trail's triggers puts into the entry of a change."""


async def test_d4_every_column_is_shown_in_the_trail_or_withheld_for_a_reason(
    owner: asyncpg.Connection,
) -> None:
    functions = dict(map(tuple, await owner.fetch(FUNCTIONS)))

    assert functions.keys() >= set().union(*DECIDED)
    for table, function in functions.items():
        values = dict(COLUMN.findall(function))
        withheld = {column for column, value in values.items() if value.startswith("case")}
        decided = [column for lists in DECIDED for column in lists.get(table, ())]
        assert len(decided) == len(set(decided)), table
        both = f"{table}: shown by db/rules/audit_log.sql, or in one of the lists of this file"
        assert withheld - OF_EVERY_ROW == set(decided), both
        assert values.keys() | OF_EVERY_ROW == set(metadata.tables[table].c.keys()), table


async def test_t3_what_is_personal_of_a_person_goes_as_they_are_anonymised(
    owner: asyncpg.Connection,
) -> None:
    function = await owner.fetchval(
        "select prosrc from pg_proc where proname = 'anonymised_says_nothing'"
    )

    emptied = set(re.findall(r"new\.(\w+) :=", function))
    expected = PERSONAL["persons"] | {"source", "status"}
    assert emptied == expected, "anonymised_says_nothing in db/rules/erasure.sql"


async def test_h21_a_version_shows_every_column_of_a_person(owner: asyncpg.Connection) -> None:
    function = await owner.fetchval("select prosrc from pg_proc where proname = 'person_facts'")

    shown = set(re.findall(r"person\.(\w+)", function)) | OF_EVERY_ROW | {"version"}
    assert shown == set(metadata.tables["persons"].c.keys()), "db/rules/person_versions.sql"
