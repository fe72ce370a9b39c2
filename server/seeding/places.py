"""Which organisations the demo has, who works in them, and who belongs there."""

from collections.abc import Sequence

from rules.access import Role

MINISTRY, NORTH, SOUTH = "Ministry of Civil Affairs", "Northern District", "Southern District"
KYIV = "Київська область"
MILLBROOK = "Registration Office Millbrook"
PECHERSK, PODIL = "Відділ РАЦС Печерськ", "Відділ РАЦС Поділ"
NORTHGATE, HARBOUR = "Registration Office Northgate", "Registration Office Harbour"
HOSPITAL, CLINIC, OLD_OFFICE = "Saint Mary Hospital", "Lakeside Clinic", "Registration Office Quay"
SCOUTS, UNIVERSITY = "Lakeside Scout Group", "State University"
MEDICINE = "Faculty of Medicine"
CUBS, RANGERS = "Cubs", "Rangers"
TREE: Sequence[tuple[str, str, str | None]] = (
    (MINISTRY, "MINISTRY", None),
    (NORTH, "DISTRICT", MINISTRY),
    (NORTHGATE, "OFFICE", NORTH),
    (MILLBROOK, "OFFICE", NORTH),
    (HOSPITAL, "HOSPITAL", NORTH),
    ("Maternity Ward", "WARD", HOSPITAL),
    ("Emergency Ward", "WARD", HOSPITAL),
    (CLINIC, "CLINIC", NORTH),
    (KYIV, "DISTRICT", MINISTRY),
    (PECHERSK, "OFFICE", KYIV),
    (PODIL, "OFFICE", KYIV),
    ("Обласна лікарня", "HOSPITAL", KYIV),
    (SOUTH, "DISTRICT", MINISTRY),
    (HARBOUR, "OFFICE", SOUTH),
    (OLD_OFFICE, "OFFICE", SOUTH),
    (SCOUTS, "SCOUT_GROUP", None),
    (CUBS, "SECTION", SCOUTS),
    (RANGERS, "SECTION", SCOUTS),
    (UNIVERSITY, "UNIVERSITY", None),
    (MEDICINE, "FACULTY", UNIVERSITY),
    ("Faculty of Law", "FACULTY", UNIVERSITY),
)
"""Each with its kind and the one that it stands below, after that one."""

DECLARED_AT: Sequence[str | None] = (MILLBROOK, PECHERSK, MILLBROOK, HARBOUR, PODIL, None, PECHERSK)
"""For which of them what is declared in the demo is, by turns; for some of it none is named."""

STAFF: Sequence[tuple[str, str, Role, str, int | None]] = (
    ("steward1", "Olena Tkachenko", Role.STEWARD, NORTH, None),
    ("steward1", "Olena Tkachenko", Role.STEWARD, SCOUTS, None),
    ("steward2", "Jonas Weber", Role.STEWARD, MINISTRY, None),
    ("steward2", "Jonas Weber", Role.STEWARD, UNIVERSITY, None),
    ("registrar3", "Lucía Fernández", Role.REGISTRAR, NORTHGATE, None),
    ("registrar4", "Іван Литвин", Role.REGISTRAR, HOSPITAL, 30),
)
"""Who works where, as what, and for how many days from now where not for good."""

MEMBERS: Sequence[tuple[str, Sequence[int]]] = (
    (HOSPITAL, range(1, 100, 5)),
    (CLINIC, range(2, 60, 5)),
    (SCOUTS, range(3, 50, 5)),
    (UNIVERSITY, range(6, 120, 5)),
    (CUBS, (8, 13, 15, 25, 50, 60, 70, 100)),
    (RANGERS, (13, 19, 23, 28, 29, 54, 64, 74, 104)),
)
"""Who belongs where, by the numbers of made-up persons: of whom there is one record, and in the two
sections of the scouts somebody who is in both, and some of whom there are two records."""
