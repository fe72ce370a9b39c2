"""Links to documents: what they are good for, and until when (C12a)."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from resolvers.access import Caller
from server.identity.links import SCOPES, SECONDS, read_link, signer

KEY, OTHER = b"k" * 32, b"o" * 32
NUMBER = "C-2026-0000001"
CALLER = Caller(uuid4(), uuid4(), frozenset(SCOPES), uuid4())


def test_c12a_a_link_says_for_ten_minutes_whom_it_was_told_to() -> None:
    link = signer(KEY, CALLER, 1_000.5).link(NUMBER)

    assert read_link([OTHER, KEY], link, NUMBER, 1_000 + SECONDS) == CALLER
    assert read_link([KEY], link, NUMBER, 1_001 + SECONDS) is None
    assert read_link([OTHER], link, NUMBER, 1_000) is None
    assert read_link([KEY], link, "C-2026-0000002", 1_000) is None
    assert read_link([], link, NUMBER, 1_000) is None


def test_c12a_a_link_has_the_scopes_that_its_token_had() -> None:
    machine = Caller(uuid4(), None, frozenset({"vital_event:read", "webhook:write"}))

    found = read_link([KEY], signer(KEY, machine, 5).link(NUMBER), NUMBER, 5)

    assert found == Caller(machine.client_id, None, frozenset({"vital_event:read"}))


@given(st.data())
def test_c12a_no_changed_link_is_ours(data: st.DataObject) -> None:
    link = signer(KEY, CALLER, 1_000).link(NUMBER)
    at = data.draw(st.integers(0, len(link) - 1))
    changed = link[:at] + data.draw(st.text(max_size=2)) + link[at + 1 :]

    found = read_link([KEY], changed, NUMBER, 1_000)

    assert found == (CALLER if changed == link else None)
