"""How the persons of an import become members of an organisation: by no consent of theirs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

# Whoever was a member there once is left as they are: who withdrew or was taken out is not brought
# back by the next file. A record that was merged into another makes a member of whoever stands for
# it. Of two imports at once the later one waits for the row of the earlier, and adds nobody twice.
JOIN = """
with standing as (
    select distinct case when master_person_id is null then id else standing_person(id) end as id
      from persons where source = $1 and external_id = any ($2)),
joined as (
    insert into memberships (person_id, organisation_id)
    select id, $3 from standing
     where not exists (select from memberships
                        where person_id = standing.id and organisation_id = $3)
     order by id
        on conflict do nothing
    returning id)
select count(*) from joined
"""


async def join(
    connection: Any, source: str, external_ids: Sequence[str], organisation_id: UUID
) -> int:
    """Begin the memberships of persons who never had one there; return how many.

    Nobody consents by it: what the organisation may do for persons who have a user of their own is
    theirs to say (rule R6).
    """
    joined: int = await connection.fetchval(JOIN, source, list(external_ids), organisation_id)
    return joined
