"""Works on what other systems sent, each a message of its own (rule V3)."""

from collections.abc import Callable

import orjson
from cryptography.fernet import InvalidToken

from rules.inbound import INBOUND, ORGANISATION_CHANGED, TYPES
from rules.limits import Limits
from rules.messages import MessageFault
from rules.refusals import Refusal
from server.observability import tracing
from server.postgres.connection import Unavailable
from server.postgres.pool import Pool
from workflows import inbound
from workflows.acts import Acting
from workflows.messages import Claimed, Outcome

PURPOSE = "inbound"


class Inbox:
    """Acts on messages that came from outside; of an unknown type it came, and that is all."""

    def __init__(self, pool: Pool, open_sealed: Callable[[bytes], str], limits: Limits) -> None:
        """Take where the messages are, and what opens their bodies."""
        self._pool = pool
        self._open = open_sealed
        self._limits = limits

    async def work(self, message: Claimed) -> Outcome:
        """Do what a message asks for; what can never be done is final."""
        type_ = message.kind.removeprefix(INBOUND)
        if type_ not in TYPES:
            return Outcome(message, None)
        try:
            async with self._pool.connection(PURPOSE) as connection:
                sealed = await inbound.body_of(connection, message.id)
                if sealed is None:
                    return Outcome(message, None)
                body = orjson.loads(self._open(sealed))
                given = body.get("data")
                asked = given if isinstance(given, dict) else {}
                acting = Acting(connection, message.correlation_id)
                if type_ == ORGANISATION_CHANGED:
                    await inbound.note_change(acting, message.id, asked)
                else:
                    await inbound.ask_for_reasons(acting, message.id, asked, self._limits)
                await acting.commit()
        except InvalidToken:
            why = "The body cannot be opened with this installation's key"
            return Outcome(message, why, fault=MessageFault.OURS)
        except Unavailable as unavailable:
            return Outcome(message, unavailable.message, fault=MessageFault.OURS)
        except Refusal as refusal:
            tracing.note_error(refusal)
            return Outcome(message, refusal.message, is_final=True)
        return Outcome(message, None)
