"""Matches that are due and that a comparison of the whole register makes needless (rule H10)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

SLICE = 1000
"""So many are deleted at once: whoever changes one of these persons meanwhile waits for it."""


async def note(connection: Any, recipe: int) -> int:
    """Remember who is due that the blocks of this connection have, as they are; return of how many.

    The keys by which they are in the blocks are those of the version that they are due for. It is
    done before the keys are read: who changes afterwards is due anew, and stays so.
    """
    await connection.execute(PREPARE)
    noted: int = await connection.fetchval(NOTE, recipe)
    return noted


async def settle(connection: Any, noted: int, failed: Collection[UUID]) -> None:
    """Let those be due no more who were compared, but for those of whom anything changed since."""
    for first in range(1, noted + 1, SLICE):
        await connection.execute(SETTLE, first, first + SLICE - 1, list(failed))


PREPARE = """
drop table if exists pg_temp.compared_matches;
create temp table compared_matches (
    place integer generated always as identity primary key, person_id uuid not null,
    row_of xid not null)
"""
# A row that was claimed or noted again is another one. Of who is INACTIVE without anybody who
# stands for them only the keys were to go.
NOTE = """
with noted as (
    insert into compared_matches (person_id, row_of)
    select due.person_id, due.xmin
      from due_matches due
      join persons person on person.id = due.person_id and person.version = due.version
      left join blocked_persons blocked
        on blocked.person_id = coalesce(person.master_person_id, person.id) and blocked.has_changed
      left join person_keys keys on keys.person_id = person.id
     where blocked is not null and (keys.recipe, keys.version) = ($1, person.version)
        or person.status <> 'ACTIVE' and person.master_person_id is null and keys is null
     order by due.person_id
    returning place)
select count(*) from noted
"""
SETTLE = """
delete from due_matches where person_id in (
    select due.person_id
      from compared_matches compared
      join due_matches due on due.person_id = compared.person_id and due.xmin = compared.row_of
     where compared.place between $1 and $2 and due.person_id <> all ($3::uuid[])
       for update of due skip locked)
"""
