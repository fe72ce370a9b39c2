"""A time that the rules state is the time that the code has.

What a time is for is proven with a shorter one: no test waits for the real one.
"""

import pytest

from outbound import heads, mail, names
from outbound import webhooks as delivering
from rules import credentials, declaration_checks, event_duplicates, idempotency, messages, webhooks
from server.identity import outside_issuers, tokens
from server.postgres import connection, contention, pool
from tests.house.repository import ROOT

RULES, WEBHOOKS, MESSAGES, ACCESS = (
    " ".join((ROOT / "docs" / f"{page}.md").read_text().split())
    for page in ("rules", "webhooks", "messages", "access")
)
DECLARING = (ROOT / "ui" / "console" / "records" / "declaration-forms.ts").read_text()
WORDS = {2: "two", 3: "three", 5: "five", 10: "ten", 12: "twelve", 1: "an"}

STATED = {
    "A1, skew": (RULES, f"hold with {tokens.SKEW} seconds of skew"),
    "C3, late": (RULES, f"declared more than {declaration_checks.LATE_DAYS} days later"),
    "C3, late, console": (DECLARING, f"LATE_DAYS = {declaration_checks.LATE_DAYS};"),
    "C4, keys": (RULES, f"{idempotency.KEPT_DAYS} days"),
    "C5, children": (RULES, f"born within {event_duplicates.CHILD_DAYS} days"),
    "E4, pause": (RULES, f"at most every {outside_issuers.FETCH_PAUSE:.0f} seconds"),
    "E5, token": (RULES, f"at most {WORDS[credentials.TOKEN_SECONDS // 60]} minutes"),
    "E5, session": (RULES, f"at most {WORDS[credentials.SESSION_SECONDS // 3600]} hours"),
    "E5, renewal": (RULES, f"more than {WORDS[credentials.RENEWAL_GRACE_SECONDS]} seconds before"),
    "E8, keys": (RULES, f"every {WORDS[int(outside_issuers.FRESH_SECONDS // 60)]} minutes while"),
    "F3, answer": (RULES, f"Only a 2xx within {delivering.TIMEOUT_SECONDS:.0f} seconds"),
    "F4, attempts": (RULES, f"tried at most {messages.MOST_ATTEMPTS} times"),
    "F4, lease": (RULES, f"PROCESSING for more than {messages.LEASE_SECONDS / 60:.0f} minutes"),
    "F4, batch": (RULES, f"Workers take at most {messages.BATCH} at a time"),
    "F4, failing": (RULES, f"delivery failed for {WORDS[messages.DAYS_OF_FAILING]} days"),
    "F4, jitter": (RULES, "each a fifth shorter or longer" if messages.JITTER == 1 / 5 else "-"),
    "F4a, look-up": (RULES, f"looked up within {names.LOOK_UP_SECONDS:.0f} seconds"),
    "F4a, head": (RULES, f"{heads.MAX_BYTES // 1024} KiB and {heads.MAX_INFORMATIONAL} informat"),
    "F4a, later": (
        RULES,
        f"{WORDS[int(messages.LONGEST_RETRY_AFTER_SECONDS / 3600)]} hour at most",
    ),
    "G, locks": (RULES, f"for locks for {WORDS[int(contention.WAIT_SECONDS)]} seconds at most"),
    "G, transactions": (RULES, f"longer than {connection.TRANSACTION_TIMEOUT:.0f} s is ended"),
    "F4, dead": (MESSAGES, f"by another {messages.DEAD_SECONDS:.0f} seconds after its last sign"),
    "E4, keys": (ACCESS, f"after {WORDS[int(outside_issuers.FRESH_SECONDS // 60)]} minutes"),
    "E2, overlap": (WEBHOOKS, "a day unless" if webhooks.OVERLAP_SECONDS == 86_400 else "-"),
}
WAITED = connection.CONNECT_TIMEOUT, pool.ACQUIRE_TIMEOUT
"""As they were imported: tests wait longer, since their machine may be busy."""


@pytest.mark.parametrize(("page", "sentence"), STATED.values(), ids=STATED.keys())
def test_g_a_time_is_the_one_that_is_stated(page: str, sentence: str) -> None:
    assert sentence in page


def test_g_times_that_no_rule_states_stay_within_those_that_one_does() -> None:
    # A connection is given up within the second that rule G has for an unreachable database, what
    # waits for one as soon as what waits for a lock; mail within the lease of its message.
    connecting, acquiring = WAITED
    assert connecting < 1
    assert acquiring <= contention.WAIT_SECONDS
    assert mail.TIMEOUT_SECONDS <= mail.DEADLINE_SECONDS < messages.LEASE_SECONDS
