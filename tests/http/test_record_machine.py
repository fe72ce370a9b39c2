"""Any sequence of acts on vital events leaves what area C says.

`python -m bench vital-events` walks longer.
"""

import os
from pathlib import Path

from tests.databases import Database
from tests.http.record_machine import Recording, prepare
from tests.http.state_machines import walk
from tests.serving import served

EXAMPLES = int(os.environ.get("SELFSAME_TEST_RECORD_EXAMPLES", "12"))
STEPS = 40


async def test_c1_c5_c10_c11_c16_any_sequence_of_acts_leaves_what_the_rules_say(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, search_quota=10**9) as registry:
        await prepare(registry)

        await walk(Recording, EXAMPLES, STEPS)
