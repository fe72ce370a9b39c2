"""Consents and memberships of two registers that the same happens to, one of which merges (R12)."""

from typing import Any
from uuid import UUID

PERMISSIONS = (["VIEW"], ["VIEW", "CONTRIBUTE"], ["VIEW", "CONTRIBUTE", "CUSTODY"])
TITLES = (None, "Nurse")
PLACES = 2

PLACE = """
with known as (select id from organisations where name = $1),
     made as (insert into organisations (name, kind)
              select $1, 'OFFICE' where not exists (select from known) returning id)
select id from known union all select id from made
"""
LIVE = """
select id, status, permissions, offered from consents
 where person_id = $1 and organisation_id = $2 and status in ('OFFERED', 'ACCEPTED')
"""
OFFER = """
insert into consents (person_id, organisation_id, permissions, status) values ($1, $2, $3, $4)
"""
CHANGE = "update consents set status = $2, permissions = $3, offered = $4 where id = $1"
JOIN = """
insert into memberships (person_id, organisation_id, title) values ($1, $2, $3)
    on conflict do nothing
"""
LEAVE = """
update memberships set ended_on = current_date
 where person_id = $1 and organisation_id = $2 and title is not distinct from $3
   and ended_on is null
"""
STATES = """
select person.external_id as whose, place.name as place, tie.*
  from persons person
 cross join lateral (
       select organisation_id, array_to_string(permissions, ' ') as says,
              array_to_string(offered, ' ') as offered, status
         from consents where person_id = person.id
        union all
       select organisation_id, title, null, case when ended_on is null then 'member' else 'left' end
         from memberships where person_id = person.id) tie
  join organisations place on place.id = tie.organisation_id
 where person.source = $1
 order by person.external_id, place.name, tie.status, tie.says, tie.offered
"""


async def place(register: Any, number: int) -> UUID:
    """Return an organisation of the register's own, made where it is not there yet."""
    found: UUID = await register.connection.fetchval(PLACE, f"Place {number} of {register.source}")
    return found


async def consent(register: Any, who: UUID, number: int, what: int, said: str) -> None:
    """Offer, accept, change or withdraw what somebody lets an organisation do."""
    where = await place(register, number)
    live = await register.connection.fetchrow(LIVE, who, where)
    wanted = PERMISSIONS[what]
    if live is None:
        status = "OFFERED" if said == "OFFER" else "ACCEPTED"
        await register.connection.execute(OFFER, who, where, wanted, status)
        return
    changes: dict[str, tuple[Any, ...]] = {
        "OFFER": (live["status"], live["permissions"], wanted),
        "ACCEPT": ("ACCEPTED", wanted, None),
        "WITHDRAW": ("WITHDRAWN", live["permissions"], None),
    }
    status, permissions, offered = changes[said]
    if status == "OFFERED":
        permissions, offered = wanted, None
    await register.connection.execute(CHANGE, live["id"], status, permissions, offered)


async def membership(register: Any, who: UUID, number: int, title: int, *, joins: bool) -> None:
    """Let somebody begin or cease to belong to an organisation."""
    where = await place(register, number)
    await register.connection.execute(JOIN if joins else LEAVE, who, where, TITLES[title])


async def states(register: Any) -> list[dict[str, Any]]:
    """Return all consents and memberships of the register's records."""
    rows = await register.connection.fetch(STATES, register.source)
    return [{name: it[name] for name in dict(it) if name != "organisation_id"} for it in rows]
