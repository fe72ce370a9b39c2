"""What a random register has: all of its rows, and how those of organisations come (rule R3).

Invitations, runs with their messages, plans, links with sources, webhooks and requests for reasons:
what is read by a steward, by who declared or by a machine alone.
"""

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from tests.events import ACT, unique_key
from tests.people import id_of

INVITE = """
insert into invitations (organisation_id, client_id, role, email, token_digest, expires_at)
values ($1, $2, 'REGISTRAR', $3, sha256($3::text::bytea), now() + interval '1 day')
"""
RUN = """
insert into runs (kind, organisation_id, target_id, parameters, correlation_id)
values ('TRANSFER', $1, $2, '{}', uuidv7()) on conflict do nothing
"""
SOURCE = """
insert into sources (name, protocol, base_url, access)
values ('source', 'JSON_API', 'https://source.example/api', '{CALLER_TOKEN}') returning id
"""
LINK = """
insert into source_links (source_id, organisation_id, external_id, environment)
values ($1, $2, $3, 'PRODUCTION')
"""
PLAN = """
mutation ($input: PlanTransferInput!) { planTransfer(input: $input) { plan { id } } }
"""
REASONS = """
mutation ($input: RequestExplanationInput!) {
  requestExplanation(input: $input) { explanationRequest { id } }
}
"""
HOOK = """
mutation {
  createWebhook(input: {url: "https://machine.example/hook", topics: [BIRTH_REGISTERED]}) {
    webhook { id }
  }
}
"""
TEST = "mutation ($id: ID!) { sendTestEvent(input: {id: $id}) { __typename } }"
EVERYTHING = """
select 'Person' as type, id, null::uuid as organisation_id, id as subject from persons
union all select 'VitalEvent', id, organisation_id, person_id from vital_events
union all select 'Organisation', id, id, null from organisations
union all select 'Membership', id, organisation_id, person_id from memberships
union all select 'Consent', id, organisation_id, person_id from consents
union all select 'Correction', id, null, vital_event_id from corrections
union all select 'Invitation', id, organisation_id, null from invitations
union all select 'Run', id, organisation_id, target_id from runs
union all select 'Message', id, organisation_id, null from messages
union all select 'SourceLink', id, organisation_id, null from source_links
union all select 'OrganisationPlan', id, source_id, target_id from organisation_plans
union all select 'Webhook', webhooks.id, organisation_id, clients.id
  from webhooks join clients on clients.id = webhooks.client_id
union all select 'WebhookDelivery', delivery.id, organisation_id, clients.id
  from webhook_deliveries delivery
  join webhooks on webhooks.id = webhook_id join clients on clients.id = webhooks.client_id
union all select 'ExplanationRequest', id, null, vital_event_id from explanation_requests
"""
KINDS = (
    "Invitation",
    "Run",
    "Message",
    "SourceLink",
    "OrganisationPlan",
    "Webhook",
    "WebhookDelivery",
    "ExplanationRequest",
)


def shows(made: Any, caller: Any, kind: str, place: UUID | None, subject: UUID | None) -> bool:
    """Return whether something of these kinds exists for a caller."""
    at: Callable[[UUID | None, frozenset[UUID]], bool] = made.is_there
    if kind in ("Invitation", "Message"):
        return not caller.is_machine and at(place, caller.steward)
    if kind == "OrganisationPlan":
        is_of_both = at(place, caller.steward) and at(subject, caller.steward)
        return not caller.is_machine and is_of_both
    if kind in ("Webhook", "WebhookDelivery"):
        # What a message is about is named in the log of its organisation (rule V8).
        return subject == caller.who or (not caller.is_machine and at(place, caller.steward))
    if kind == "ExplanationRequest":
        assert subject is not None
        declared_in = made.declared_in[subject]
        is_stewards = not caller.is_machine and at(declared_in, caller.steward)
        return is_stewards or made.sees_record(caller, subject, declared_in)
    return at(place, caller.registrar | caller.steward)


async def come(made: Any, chance: Random) -> None:
    """Put some of all of it on record."""
    registry = made.registry
    async with registry.acting("run.requested") as owner:
        source = await owner.fetchval(SOURCE)
        for number, place in enumerate(made.places):
            await owner.execute(INVITE, place, registry.console_id, f"{number}@example.org")
            target = chance.choice([it for it in made.places if it != place])
            await owner.execute(RUN, place, target)
            await owner.execute(LINK, source, place, f"group {number}")
    for _ in range(4):
        given = dict(zip(("sourceId", "targetId"), chance.sample(made.places, 2), strict=True))
        asked = {name: id_of("Organisation", it) for name, it in given.items()}
        await registry.ask("all", PLAN, {"input": asked})
    for machine in (it.who for it in made.callers if it.is_machine):
        hook = (await registry.ask(machine, HOOK)).data["createWebhook"]["webhook"]["id"]
        await registry.ask(machine, TEST, {"id": hook})
    await _reasons_are_asked_for(made)


async def _reasons_are_asked_for(made: Any) -> None:
    declared = await made.registry.owner.fetch(
        "select id, declared_by_client_id, declared_by_user_id from vital_events"
        " where status = 'DECLARED'"
    )
    names = {key: name for name, key in made.registry.users.items()}
    for record, client, user in declared:
        event = id_of("VitalEvent", record)
        rejection = {"id": event, "reason": "A page is missing"}
        await made.registry.ask("all", ACT["reject"], {"input": rejection})
        asked = {"vitalEventId": event, "idempotencyKey": unique_key()}
        await made.registry.ask(names.get(user, client), REASONS, {"input": asked})
