"""What is otherwise in the demo than in a register that is served."""

import pytest

from server.commands.demo import shown_to_all
from server.settings import Settings


@pytest.mark.parametrize(
    ("variables", "is_allowed"),
    [
        ({}, True),
        ({"SELFSAME_HOST": "localhost"}, True),
        ({"SELFSAME_HOST": "0.0.0.0"}, False),
        ({"SELFSAME_WEBHOOK_ALLOW_LOOPBACK": "off"}, False),
        ({"SELFSAME_HOST": "0.0.0.0", "SELFSAME_WEBHOOK_ALLOW_LOOPBACK": "on"}, True),
    ],
)
def test_f3_webhooks_lead_to_this_machine_where_nobody_else_reaches_the_demo(
    variables: dict[str, str], is_allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert shown_to_all(Settings()).webhook_allow_loopback is is_allowed
