"""What tests do with erasures: anonymise somebody, and look for what is left of them."""

from typing import Any
from uuid import UUID

from tests.people import id_of, person
from tests.serving import Answer, Registry

ANONYMISE = """
mutation ($input: AnonymisePersonInput!) {
  anonymisePerson(input: $input) {
    person {
      id status firstName lastName secondName birthDateKnown deathDateKnown gender taxId nationalId
      email documents { number } phones { number } addresses { street }
    }
  }
}
"""
TABLES = """
select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables
 where schemaname = 'public'
"""
CANARY = "canary"
"""In whatever is written of somebody who shall leave no trace, in this case or another."""
NUMBER = "4242424242"


async def anonymise(
    registry: Registry, who: str, person_id: UUID, reason: str = "Asked for it"
) -> Answer:
    """Let somebody anonymise a person."""
    given = {"id": id_of("Person", person_id), "reason": reason}
    return await registry.ask(who, ANONYMISE, {"input": given})


async def marked(registry: Registry, **more: Any) -> UUID:
    """Put somebody on record whose every word can be found again, with a former version."""
    made = await person(
        registry,
        "Canaryne",
        "Canaryson",
        second_name="Canarysdottir",
        national_id=NUMBER,
        tax_id=NUMBER,
        email="canary@example.org",
        **more,
    )
    async with registry.acting("person.imported") as owner:
        for statement in (
            "insert into person_documents (person_id, type, number) values ($1, 'ID', 'CANARY1')",
            "insert into person_phones (person_id, type, number) values ($1, 'M', '+4242424242')",
            (
                "insert into person_addresses (person_id, type, country, street)"
                " values ($1, 'HOME', 'UA', 'Canary Row')"
            ),
        ):
            await owner.execute(statement, made)
    async with registry.acting("person.corrected") as owner:
        await owner.execute("update persons set last_name = 'Canary-Smith' where id = $1", made)
    return made


async def traces(registry: Registry, *but: str) -> dict[str, int]:
    """Count the rows, of every table but these, that still have a word of somebody marked."""
    found: dict[str, int] = {}
    for record in await registry.owner.fetch(TABLES):
        table = record[0]
        rows: int = await registry.owner.fetchval(
            f"select count(*) from {table} it"
            f" where it::text ilike '%{CANARY}%' or it::text like '%{NUMBER}%'"
        )
        if rows and table.removeprefix("public.") not in but:
            found[table] = rows
    return found
