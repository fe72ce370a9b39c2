"""What may be done with a record, as the table of docs/vital-events.md has it (C1, C5, C10, C16).

`python -m tests.house.available_actions` prints it.
"""

from rules.vital_events import TRANSITIONS, VitalEventStatus, available_actions

BEGINS = "<!-- tests/house/available_actions.py -->\n"
ENDS = "<!-- end -->\n"


def table() -> str:
    """Write what is available by status: usually, flagged, taken, with an open correction."""
    lines = [
        "| status | `availableActions` | similar to others | taken | with an open correction |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {status} | {_listed(status)} | {_flagged(status)}"
        f" | {_taken(status)} | {_waiting(status)} |"
        for status in VitalEventStatus
    ]
    return "\n".join(lines)


def _listed(
    status: VitalEventStatus,
    *,
    flagged: bool = False,
    waiting: bool = False,
    taken: bool = False,
) -> str:
    found = available_actions(
        status, is_potential_duplicate=flagged, has_open_correction=waiting, is_assigned=taken
    )
    return ", ".join(found) or "none"


def _flagged(status: VitalEventStatus) -> str:
    return _listed(status, flagged=True)


def _taken(status: VitalEventStatus) -> str:
    return _listed(status, taken=True) if "ASSIGN" in TRANSITIONS[status] else "\u2013"


def _waiting(status: VitalEventStatus) -> str:
    if "REQUEST_CORRECTION" not in TRANSITIONS[status]:
        return "\u2013"
    return _listed(status, waiting=True)


if __name__ == "__main__":
    print(table())
