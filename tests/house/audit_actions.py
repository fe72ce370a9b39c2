"""Every action that the audit trail may have, as the code writes it, and the nouns of its rows."""

import re
from collections.abc import Iterator

from rules import corrections
from rules.matching import RUN_ACTIONS
from rules.merge_requests import AUDIT_ACTIONS
from rules.vital_events import PARTICIPLES, VitalEventKind, audit_action
from tests.house.repository import ROOT

RULES = "".join(file.read_text() for file in sorted((ROOT / "db/rules").glob("*.sql")))
WORKFLOWS = "".join(file.read_text() for file in sorted((ROOT / "workflows").glob("*.py")))
WRITTEN = re.compile(
    r"""(?:\bact\(acting, |^ACTION = |\bbegin_act\(|\bnote_reading\("""
    r"""|\b(?:begin_)?consequence\((?:connection, )?)"""
    r"""["'](\w+\.\w+)["']""",
    re.M,
)
OF_VITAL_EVENTS = re.compile(r"""\baudit_action\([^"')]*, "(\w+)"\)""")


def audit_actions() -> set[str]:
    """Collect the actions of merge requests, of each kind of vital event, and those written out."""
    return {
        *AUDIT_ACTIONS.values(),
        *RUN_ACTIONS.values(),
        *_of_vital_events(),
        *WRITTEN.findall(RULES + WORKFLOWS),
    }


def _of_vital_events() -> Iterator[str]:
    for kind in VitalEventKind:
        for participle in {
            *PARTICIPLES.values(),
            *corrections.PARTICIPLES,
            *OF_VITAL_EVENTS.findall(WORKFLOWS),
        }:
            yield audit_action(kind, participle)


def nouns() -> set[str]:
    """Collect the nouns by which the trail names rows."""
    return set(re.findall(r"call audit\('\w+', '(\w+)'", RULES))
