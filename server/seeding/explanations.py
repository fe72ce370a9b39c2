"""What the demo asks about rejected declarations, and what becomes of it."""

from uuid import UUID

from rules.limits import Limits
from workflows import accounts, explanations, seeding
from workflows.acts import Acting
from workflows.idempotency import IdempotentCall, digest

ASK, TAKE, ANSWER, SHOW, REFUSE = EXPLAINING = (
    "ask why",
    "take the request",
    "give the reasons",
    "show the reasons",
    "give no reasons",
)
"""The steps, as a declaration's are."""

REASONS = """The place of birth lies in another district, whose office registers it.

Please declare it there, with the same papers. What you sent is kept here for a year."""
NO_REASONS = "They were sent by letter already, with the papers, on the day of the decision."


async def perform(acting: Acting, event_id: UUID, step: str) -> None:
    """Do one thing about the reasons, as the portal that declared, or a registrar who may."""
    connection = acting.connection
    if step == ASK:
        acting.client_id, acting.user_id = await accounts.client_id(connection, "portal"), None
        call = IdempotentCall("demo", f"demo-{step}-{event_id}", digest(step))
        await explanations.request(acting, event_id, call, Limits())
        return
    request, rejected_by = await seeding.explanation_of(connection, event_id)
    registrars = await accounts.user_ids(connection, ["registrar1", "registrar2"])
    # Who rejected it has no say in it.
    acting.user_id = next(it for it in registrars.values() if it != rejected_by)
    if step == TAKE:
        await explanations.assign(acting, request)
    elif step == ANSWER:
        await explanations.answer(acting, request, REASONS)
    elif step == SHOW:
        await explanations.show(acting, request, Limits())
    elif step == REFUSE:
        await explanations.refuse(acting, request, NO_REASONS)
