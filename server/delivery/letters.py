"""Sends letters: looks up whom each goes to, writes it, hands it over once (rules U1 to U7)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from outbound.bounces import TagOf, return_address
from outbound.letters import write_letter
from outbound.mail import Smtp
from rules import letters as rules
from rules.frozen import frozen
from rules.letters import LetterKind
from rules.messages import MessageFault
from server.postgres.pool import Pool
from workflows import letters
from workflows.letters import LetterFacts, TokenOf
from workflows.messages import Claimed, Outcome

PURPOSE = "letter"
PAGES = {
    LetterKind.CONSENT_OFFERED: "/organisations",
    LetterKind.ORGANISATION_CREATED: "/organisations",
    LetterKind.ROLES_CHANGED: "/account",
    LetterKind.FAILURES_DIGEST: "/messages",
    LetterKind.TRANSFER_COMPLETED: "/organisations",
    LetterKind.ORGANISATIONS_MERGED: "/organisations",
    LetterKind.EXPLANATION_DUE: "/explanations",
}
INVITATION_PAGE = "/invitation#"
MOST_KINDS = 10
"""So many kinds of messages a report of failures names."""


def failures_in_words(failures: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return how many messages failed by whose fault, and the kinds of most. Rule V9."""
    by_kind, by_fault = Counter[str](), Counter[str]()
    for it in failures:
        by_kind[it["kind"]] += it["messages"]
        by_fault[it["fault"] or MessageFault.THEIRS] += it["messages"]
    shown = [f"{kind} ({messages})" for kind, messages in by_kind.most_common(MOST_KINDS)]
    more = ["…"] if len(by_kind) > MOST_KINDS else []
    return {
        "ours": str(by_fault[MessageFault.OURS]),
        "theirs": str(by_fault[MessageFault.THEIRS]),
        "kinds": ", ".join(shown + more),
    }


@frozen
class LetterTerms:
    """From whom letters come, in which language, with which links; to whom they may go."""

    sender: str
    language: str
    public_address: str
    allowed: Sequence[str] | None = None
    bounce_domain: str | None = None


@frozen
class Letters:
    """Sends each letter that a worker claims."""

    pool: Pool
    smtp: Smtp | None
    terms: LetterTerms | None
    token_of: TokenOf
    tag_of: TagOf
    digest_of: Callable[[str], bytes]

    async def deliver(self, message: Claimed) -> Outcome:
        """Send a letter, once at most; return whether it was taken, or why not. Rules U2 to U4."""
        async with self.pool.connection(PURPOSE) as connection:
            facts = await letters.facts_of(connection, message)
            if facts is None:
                return Outcome(message, "Another worker has this message")
            why = self._why_not(facts)
            if why is not None:
                await letters.discard(connection, message, why)
                return Outcome(message, None)
            assert facts.address is not None
            digest = self.digest_of(facts.address)
            if await letters.is_undeliverable(connection, digest):
                return Outcome(message, rules.WHY_UNDELIVERABLE, is_final=True)
        assert self.smtp is not None
        assert self.terms is not None
        kind = rules.letter_kind(message.kind)
        values = self._values(kind, facts)
        sender, language = self.terms.sender, self.terms.language
        email = write_letter(message.id, kind, language, values, sender, facts.address)

        async def hand_over(handed: Claimed) -> bool:
            async with self.pool.connection(PURPOSE) as connection:
                return await letters.hand_over(connection, handed, digest)

        back_to = self._back_to(message)
        return await self.smtp.send(message, back_to, facts.address, email, hand_over)

    def _why_not(self, facts: LetterFacts) -> str | None:
        if facts.address is None:
            return rules.WHY_NO_ADDRESS
        if facts.is_moot:
            return rules.WHY_MOOT
        if facts.muted_by is not None:
            return rules.WHY_MUTED if facts.muted_by == "recipient" else rules.WHY_MUTED_THERE
        if self.smtp is None or self.terms is None:
            return rules.WHY_NO_SERVER
        if not rules.is_allowed(facts.address, self.terms.allowed):
            return rules.WHY_NOT_ALLOWED
        return None

    def _back_to(self, message: Claimed) -> str:
        """Return where a letter comes back to that nobody can be given. Rule U5."""
        assert self.terms is not None
        domain = self.terms.bounce_domain
        return return_address(message.id, domain, self.tag_of) if domain else self.terms.sender

    def _values(self, kind: LetterKind, facts: LetterFacts) -> dict[str, str]:
        """Return what is filled in."""
        assert self.terms is not None
        page = PAGES.get(kind, "/")
        if facts.invitation_id is not None:
            page = INVITATION_PAGE + self.token_of(facts.invitation_id)
        return {
            "organisation": facts.organisation or "",
            "link": self.terms.public_address + page,
            "record": facts.record or "",
            "day": "" if facts.day is None else facts.day.isoformat(),
            **failures_in_words(facts.failures),
        }
