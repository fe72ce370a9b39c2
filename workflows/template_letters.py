"""The letters that the fonts of a template have, read once: a version never changes."""

from collections import OrderedDict
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, cast, select

from db.certificate_templates import template_fonts
from db.statements import Connection, Statement
from rules.missing_letters import Letters, read_letters

MOST_KEPT = 100
FIND = Statement(
    select(cast(template_fonts.c.letters, Text).label("letters"))
    .where(template_fonts.c.certificate_template_id == bindparam("template", type_=Uuid))
    .order_by(template_fonts.c.position)
)
_kept: OrderedDict[UUID, tuple[Letters, ...]] = OrderedDict()


async def letters_of(connection: Connection, template_id: UUID) -> tuple[Letters, ...]:
    """Return the letters of each font of a template."""
    if template_id not in _kept:
        rows = await FIND.rows(connection, template=template_id)
        _kept[template_id] = tuple(read_letters(row["letters"]) for row in rows)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(template_id)
    return _kept[template_id]
