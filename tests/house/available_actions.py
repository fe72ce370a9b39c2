"""The table of what may be done with a record, as docs/vital-events.md has it (C1, C5 and C10).

`python -m tests.house.available_actions` prints it.
"""

from rules.vital_events import TRANSITIONS, VitalEventStatus, available_actions

BEGINS = "<!-- tests/house/available_actions.py -->\n"
ENDS = "<!-- end -->\n"


def table() -> str:
    """Write what is available by status: usually, while flagged, with an open correction."""
    lines = [
        "| status | `availableActions` | similar to others | with an open correction |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {status} | {_listed(status)} | {_flagged(status)} | {_waiting(status)} |"
        for status in VitalEventStatus
    ]
    return "\n".join(lines)


def _listed(status: VitalEventStatus, *, flagged: bool = False, waiting: bool = False) -> str:
    found = available_actions(status, is_potential_duplicate=flagged, has_open_correction=waiting)
    return ", ".join(found) or "none"


def _flagged(status: VitalEventStatus) -> str:
    return _listed(status, flagged=True)


def _waiting(status: VitalEventStatus) -> str:
    return (
        _listed(status, waiting=True) if "REQUEST_CORRECTION" in TRANSITIONS[status] else "\u2013"
    )


if __name__ == "__main__":
    print(table())
