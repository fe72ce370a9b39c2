"""What may be done with a record, as the tables of docs/vital-events.md have it (C1, C5, C10, C16).

`python -m tests.house.available_actions` prints both.
"""

from collections.abc import Mapping

from rules.vital_events import (
    ANNULLING,
    CERTIFICATE_REVOKED,
    CORRECTED,
    REGISTERED_STATUSES,
    TRANSITIONS,
    WAITING_FOR_A_CORRECTION,
    VitalEventAction,
    VitalEventStatus,
    available_actions,
)

BEGINS = "<!-- tests/house/available_actions.py -->\n"
ENDS = "<!-- end -->\n"
NONE = "\u2013"

Hindrances = dict[str, bool]
"""The arguments of `available_actions` beside the status."""

PLAIN: Hindrances = {"is_potential_duplicate": False}
FLAGGED: Hindrances = {"is_potential_duplicate": True}
TAKEN: Hindrances = PLAIN | {"is_assigned": True}
WAITING: Hindrances = PLAIN | {"has_open_correction": True}

OUTCOMES: Mapping[str, Mapping[VitalEventStatus, VitalEventStatus]] = {
    "approve a correction": CORRECTED,
    "approve an annulment": ANNULLING,
    "reject or withdraw either": {status: status for status in REGISTERED_STATUSES},
    "revoke the certificate made last": CERTIFICATE_REVOKED,
}
"""What is done with a correction or a certificate, and where that leads its record."""


def page() -> str:
    """Write both tables as they stand on the page."""
    return f"{matrix()}\n\n{table()}"


def matrix() -> str:
    """Write where each action leads from each status, and each outcome of what was asked for."""
    rows = {
        action.value: {
            status: ", ".join(sorted(leads_to[action])) if action in leads_to else ""
            for status, leads_to in TRANSITIONS.items()
        }
        for action in VitalEventAction
    }
    rows |= {name: dict(moves) for name, moves in OUTCOMES.items()}
    lines = [
        "| | " + " | ".join(VitalEventStatus) + " |",
        "|---" * (len(VitalEventStatus) + 1) + "|",
    ]
    lines += [
        f"| {name} | "
        + " | ".join(leads_to.get(status) or NONE for status in VitalEventStatus)
        + " |"
        for name, leads_to in rows.items()
    ]
    return "\n".join(lines)


def table() -> str:
    """Write what is available by status: usually, flagged, taken, with an open correction."""
    lines = [
        "| status | `availableActions` | similar to others | taken | with an open correction |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {status} | {_listed(status, PLAIN)} | {_listed(status, FLAGGED)}"
        f" | {_listed(status, TAKEN) if may_be_taken(status) else NONE}"
        f" | {_listed(status, WAITING) if may_wait(status) else NONE} |"
        for status in VitalEventStatus
    ]
    return "\n".join(lines)


def may_be_taken(status: VitalEventStatus) -> bool:
    """Return whether a record in this status is somebody's at all."""
    return VitalEventAction.ASSIGN in TRANSITIONS[status]


def may_wait(status: VitalEventStatus) -> bool:
    """Return whether a correction of a record in this status can be open."""
    return bool(WAITING_FOR_A_CORRECTION & TRANSITIONS[status].keys())


def _listed(status: VitalEventStatus, hindrances: Hindrances) -> str:
    return ", ".join(available_actions(status, **hindrances)) or "none"


if __name__ == "__main__":
    print(page())
