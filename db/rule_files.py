"""The rule files as they are applied: what they share with Python is filled in from there.

A placeholder is `{{name}}`. Light, because every start asks for the version of the rules.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from db import advisory_locks
from db.declarations import PEOPLE_COLUMNS, RECORD_COLUMNS, names_of, types_of
from db.literals import (
    NUMBER_KEY,
    YEAR_OR_MONTH,
    array_of,
    characters,
    json_object,
    one_of,
    one_of_texts,
    pairs,
    quoted,
    sentence,
)
from rules import (
    access,
    ages,
    assignments,
    clusters,
    consents,
    deaths,
    declaration_drafts,
    declarations,
    disputes,
    erasures,
    event_duplicates,
    event_feed,
    event_places,
    explanations,
    figures,
    folding,
    idempotency,
    inbound,
    individuals,
    matching,
    merge_decisions,
    merge_requests,
    merges,
    merkle_edges,
    messages,
    organisation_plans,
    organisations,
    partitions,
    placeholders,
    regions,
    registrar_queues,
    review_statistics,
    runs,
    similarity,
    source_profiles,
    sources,
    vital_events,
    webhooks,
)
from rules.frozen import frozen
from rules.vital_events import VitalEventAction

FILES = Path(__file__).parent / "rules"
PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}")

PARTING = "".join(chr(point) for point in range(1, 128) if folding.CHANGES.get(point) == " ")

NAME_OF_ACT = (
    "hashtextextended(current_setting('selfsame.actor_id', true),"
    " hashtextextended(current_setting('selfsame.client_id', true),"
    " currval('public.acting_keys')))"
)
"""A digest of who acts, by a key that only the session's acts have (rule Y6)."""

VALUES: Mapping[str, str] = {
    "name_of_act": NAME_OF_ACT,
    "vital_event_kinds": array_of(registrar_queues.KINDS),
    "queue_statuses": array_of(registrar_queues.STATUSES),
    "waiting_statuses": one_of(registrar_queues.WAITING),
    "age_days": f"'{{{','.join(map(str, ages.AGE_DAYS))}}}'::integer[]",
    "registering_acts": one_of_texts(
        vital_events.audit_action(kind, vital_events.PARTICIPLES[VitalEventAction.REGISTER])
        for kind in registrar_queues.KINDS
    ),
    "live_statuses": one_of(vital_events.LIVE),
    "statuses_open_to_machines": one_of(vital_events.OPEN_TO_MACHINES),
    "certified_statuses": one_of(vital_events.CERTIFICATE_REVOKED),
    "registered_statuses": one_of(vital_events.REGISTERED_STATUSES),
    "assigned_hours": str(assignments.ASSIGNED_HOURS),
    "principal_roles": one_of(individuals.PRINCIPALS),
    "subject_roles": one_of(individuals.SUBJECTS),
    "sought_by_birth_date": one_of(individuals.SOUGHT_BY_BIRTH_DATE),
    "most_holders": str(deaths.MOST_HOLDERS),
    "vital_event_moves": pairs(vital_events.MOVES),
    "certificate_revoked_moves": pairs(frozenset(vital_events.CERTIFICATE_REVOKED.items())),
    "key_letters": str(event_duplicates.KEY_LETTERS),
    "name_edits": " ".join(
        f"when length(normalized_name) <= {letters} then {edits}"
        for letters, edits in similarity.NAME_EDITS
    )
    + f" else {similarity.LONGER_NAME_EDITS}",
    "mother_days": str(event_duplicates.MOTHER_DAYS),
    "placeholder_days": one_of_texts(map(str, sorted(placeholders.PLACEHOLDERS.days))),
    "placeholder_national_ids": one_of_texts(placeholders.NATIONAL_IDS),
    "bands_from_the_highest": array_of(matching.MatchBand),
    "lowest_band": quoted(matching.MatchBand.UNLIKELY),
    "candidate_statuses": one_of(merge_requests.ManualMergeCandidateStatus),
    "processed_reasons": one_of(merges.ProcessedReason),
    "decision_reasons": array_of(merge_decisions.DecisionReason),
    "most_reasons": str(merge_decisions.MOST_REASONS),
    "fewest_born": str(declarations.FEWEST_BORN),
    "draft_days": str(declaration_drafts.KEPT_DAYS),
    "most_born": str(declarations.MOST_BORN),
    "year_or_month": YEAR_OR_MONTH,
    "settled_explanations": one_of(explanations.FINAL),
    "unanswered_explanations": one_of(explanations.UNANSWERED),
    "explanation_moves": pairs(explanations.STEPS),
    "lane_of_explanations": sentence(explanations.LANE),
    "merge_request_moves": pairs(merge_requests.MOVES),
    "cluster_steps": str(clusters.STEPS),
    "cluster_size": str(clusters.MOST_PERSONS),
    "figures_of_moves": one_of(figures.OF_MOVES),
    "figures_of_members": array_of(sorted(figures.OF_MEMBERS)),
    "longest_years_of_figures": str(figures.LONGEST_YEARS),
    "months_of_figures": str(figures.MONTHS_BEFORE),
    "closed_to_many": str(review_statistics.CLOSED_TO_MANY),
    "most_places": str(review_statistics.MOST_PLACES),
    "least_typed_of_place": str(event_places.LEAST_TYPED),
    "least_records_of_place": str(event_places.LEAST_RECORDS),
    "most_places_offered": str(event_places.MOST_OFFERED),
    "most_places_looked_at": str(event_places.MOST_LOOKED_AT),
    "most_records_of_office": str(event_places.MOST_OF_OFFICE),
    "most_records_of_places": str(event_places.MOST_RECORDS),
    "fewest_dispute_votes": str(disputes.FEWEST_VOTES),
    "keepers": array_of(sorted(access.SCOPES["organisation:erase"].roles)),
    "erased_text": sentence(erasures.ERASED_TEXT),
    "final_statuses": one_of(merge_requests.FINAL),
    "open_statuses": one_of(merge_requests.OPEN),
    "merge_request_returns": one_of_texts(
        sorted(merge_requests.AUDIT_ACTIONS[it] for it in merge_requests.RETURNS)
    ),
    "unfinished_statuses": one_of(messages.UNFINISHED),
    "finished_statuses": one_of(messages.FINISHED),
    "nouns_of_messages": ", ".join(
        f"({sentence(noun)}, {sentence(type_name)})" for type_name, noun in messages.NOUNS.items()
    ),
    "scopes_of_events": ", ".join(
        f"({sentence(noun)}, {sentence(scope)})"
        for noun, scope in webhooks.SCOPES_OF_EVENTS.items()
    ),
    "scopes_of_topics": ", ".join(
        f"({sentence(topic)}, {sentence(scope)})"
        for topic in webhooks.WebhookTopic
        if (scope := webhooks.scope_of_topic(topic)) is not None
    ),
    "features": array_of(inbound.Feature),
    "inbound_days": str(inbound.DAYS_KEPT),
    "room_of_inbound": str(inbound.ROOM),
    "own_fault": quoted(messages.MessageFault.OURS),
    "fault_of_others": quoted(messages.MessageFault.THEIRS),
    "why_not_read": sentence(messages.WHY_NOT_READ),
    "overdue_seconds": str(messages.OVERDUE_SECONDS),
    "lease_seconds": str(messages.LEASE_SECONDS),
    "most_overdue": str(messages.MOST_OVERDUE_OF_LANE),
    "mail_lane": f"'{messages.MAIL_LANE}'::uuid",
    "room_of_webhook": str(messages.ROOM_OF_WEBHOOK),
    "room_of_mail": str(messages.ROOM_OF_MAIL),
    "room_of_letters": str(messages.ROOM_OF_LETTERS),
    "run_lane": f"'{runs.LANE}'::uuid",
    "room_of_runs": str(runs.ROOM),
    "room_of_source": str(sources.ROOM),
    "statuses_under_way": one_of(runs.UNDER_WAY),
    "going_statuses": one_of(runs.GOING),
    "run_moves": pairs(runs.MOVES),
    "why_step_discarded": sentence(runs.WHY_DISCARDED),
    **{f"blocked_{block.name.lower()}": sentence(block) for block in organisation_plans.PlanBlock},
    "key_of_own_name": NUMBER_KEY.format(column="mine.name"),
    "key_of_other_name": NUMBER_KEY.format(column="other.name"),
    "why_switched_off": sentence(messages.WHY_SWITCHED_OFF),
    "why_unopened": sentence(messages.WHY_UNOPENED),
    "why_gone": sentence(messages.WHY_GONE),
    "why_erased": sentence(messages.WHY_ERASED),
    "why_no_first_sync": sentence(source_profiles.WHY_NO_FIRST_SYNC),
    "lateness_of_messages": f"{messages.LATENESS_SECONDS} s",
    "why_lost": sentence(messages.WORKER_WAS_LOST),
    "why_unknown": sentence(messages.HANDED_OVER),
    "channel_of_messages": f"'{messages.CHANNEL}'",
    "idempotency_key_days": str(idempotency.KEPT_DAYS),
    "lock_of_last_admin": str(advisory_locks.LAST_ADMIN),
    "lock_of_detection_models": str(advisory_locks.DETECTION_MODELS),
    "prefix_of_subscriptions": regions.PREFIX_OF_SUBSCRIPTIONS,
    "limited": sentence(access.LIMITED),
    "any_machine": sentence(access.ANY_MACHINE),
    "live_consents": one_of(consents.LIVE),
    "consent_moves": pairs(consents.MOVES),
    "lock_of_organisations": str(advisory_locks.ORGANISATIONS),
    "deepest_organisation": str(organisations.DEEPEST),
    "most_passed_over": str(event_feed.MOST_PASSED_OVER),
    "most_made_by_readers": str(event_feed.MOST_MADE_BY_READERS),
    "lock_of_making_messages": str(advisory_locks.MAKING_MESSAGES),
    "lock_of_digest": str(advisory_locks.DIGEST),
    "lock_of_partitions": str(advisory_locks.PARTITIONS),
    "partitioned_tables": array_of(partitions.Partitioned),
    "partitions_ahead": str(partitions.AHEAD),
    "lock_of_failed_attempts": str(advisory_locks.FAILED_ATTEMPTS),
    "ascii_that_parts_words": f"{characters(PARTING)}, repeat(' ', {len(PARTING)})",
    "stored_levels": str(merkle_edges.STORED_LEVELS),
    "folding": json_object({chr(point): text for point, text in folding.CHANGES.items()}),
    "folding_sequences": "\n    ".join(
        f"folded := replace(folded, {characters(sequence)}, {characters(replacement)});"
        for sequence, replacement in folding.SEQUENCES
    ),
    "seed_of_name_locks": str(advisory_locks.NAME_SEED),
    "record_columns": names_of(RECORD_COLUMNS),
    "given_record_columns": names_of(RECORD_COLUMNS, "given"),
    "typed_record_columns": types_of(RECORD_COLUMNS),
    "people_columns": names_of(PEOPLE_COLUMNS),
    "given_people_columns": names_of(PEOPLE_COLUMNS, "given"),
    "typed_people_columns": types_of(PEOPLE_COLUMNS),
}


@frozen
class RuleFile:
    """A file of rules: its name, and its text with every placeholder filled in."""

    name: str
    text: str


def rule_files() -> list[RuleFile]:
    """Return the rules that need a whole table, in the order in which they are applied.

    Raises ValueError where a placeholder has no value, or a value no placeholder.
    """
    sources = {file.name: file.read_text() for file in sorted(FILES.glob("*.sql"))}
    used = {name for text in sources.values() for name in PLACEHOLDER.findall(text)}
    if used != VALUES.keys():
        raise ValueError(f"No placeholder, or no value: {sorted(used ^ VALUES.keys())}")
    return [RuleFile(name, rendered(text, VALUES)) for name, text in sources.items()]


def rendered(text: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders of a text. Raises KeyError where one has no value."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)
