"""How drafts of declarations are kept and discarded, by nobody but who keeps them (rule C19)."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, bindparam, delete, func, insert, select, update

from db.access import users
from db.declaration_drafts import declaration_drafts
from db.statements import Connection, Statement
from rules.access import Unauthenticated
from rules.declaration_drafts import (
    KEPT_DAYS,
    MOST_DRAFTS,
    DraftHasChanged,
    DraftNotFound,
    TooManyDrafts,
    check,
)
from rules.frozen import frozen
from rules.vital_events import VitalEventKind
from workflows.acts import Acting, act, consequence

OWN = (
    declaration_drafts.c.user_id == bindparam("person", type_=Uuid),
    declaration_drafts.c.client_id == bindparam("client", type_=Uuid),
)
THIS = declaration_drafts.c.id == bindparam("draft", type_=Uuid)
# What is past its days is none, also before the cleaner comes.
IS_OVER = declaration_drafts.c.updated_at <= func.now() - timedelta(days=KEPT_DAYS)
# All saves of a user wait here for each other: none is counted late, and no form has two drafts.
LOCK_USER = Statement(
    select(users.c.id)
    .where(users.c.id == bindparam("person", type_=Uuid), users.c.deleted_at.is_(None))
    .with_for_update(key_share=True)
)
FIND = Statement(
    select(
        declaration_drafts.c.id,
        declaration_drafts.c.version,
        declaration_drafts.c.label,
        declaration_drafts.c.content,
        IS_OVER.label("is_over"),
    ).where(
        *OWN,
        declaration_drafts.c.kind == bindparam("of_kind", type_=Text),
        declaration_drafts.c.form_key == bindparam("form", type_=Uuid),
    )
)
COUNT = Statement(select(func.count(declaration_drafts.c.id).label("drafts")).where(*OWN, ~IS_OVER))
ADD = Statement(
    insert(declaration_drafts)
    .values(
        user_id=bindparam("person", type_=Uuid),
        client_id=bindparam("client", type_=Uuid),
        kind=bindparam("of_kind", type_=Text),
        form_key=bindparam("form", type_=Uuid),
        label=bindparam("called", type_=Text),
        content=bindparam("said", type_=Text),
    )
    .returning(declaration_drafts.c.id)
)
KEEP = Statement(
    update(declaration_drafts)
    .where(THIS)
    .values(
        label=bindparam("called", type_=Text),
        content=bindparam("said", type_=Text),
        version=bindparam("next", type_=Integer),
    )
    .returning(declaration_drafts.c.id)
)
DISCARD = Statement(delete(declaration_drafts).where(*OWN, THIS).returning(declaration_drafts.c.id))


@frozen
class Draft:
    """What a form holds, and the version of its draft that it knows: 0 before it is kept."""

    kind: VitalEventKind
    form_key: UUID
    version: int
    label: str | None
    content: str


async def keep(acting: Acting, draft: Draft) -> UUID:
    """Keep what a form holds now, and return the draft's id; what is kept already stays as it is.

    Raises InputIsInvalid, Unauthenticated, DraftHasChanged, DraftNotFound or TooManyDrafts.
    """
    check(draft.label, draft.content)
    async with act(acting, "declaration_draft.kept") as connection:
        who = {"person": acting.user_id, "client": acting.client_id}
        form = {**who, "of_kind": draft.kind, "form": draft.form_key}
        said = {"called": draft.label, "said": draft.content}
        if await LOCK_USER.row(connection, person=acting.user_id) is None:
            # Deleted since the request began: nothing would go with them any more (rule R10).
            raise Unauthenticated
        kept = await FIND.row(connection, **form)
        if kept is not None and kept["is_over"]:
            async with consequence(connection, "declaration_draft.expired"):
                await DISCARD.row(connection, **who, draft=kept["id"])
            kept = None
        if kept is None:
            await _check_is_new(connection, draft, who)
            kept = await ADD.row(connection, **form, **said)
        elif (kept["label"], kept["content"]) != (draft.label, draft.content):
            if kept["version"] != draft.version:
                raise DraftHasChanged(version=kept["version"])
            await KEEP.row(connection, draft=kept["id"], **said, next=draft.version + 1)
        key: UUID = kept["id"]
        return key


async def _check_is_new(connection: Connection, draft: Draft, who: dict[str, UUID | None]) -> None:
    """Refuse what was kept once and is gone, and one draft too many."""
    if draft.version != 0:
        raise DraftNotFound
    if (await COUNT.row(connection, **who))["drafts"] >= MOST_DRAFTS:
        raise TooManyDrafts


async def discard(acting: Acting, draft_id: UUID | None) -> None:
    """Delete a draft of the caller's. Raises DraftNotFound."""
    async with act(acting, "declaration_draft.discarded") as connection:
        who = {"person": acting.user_id, "client": acting.client_id}
        if await DISCARD.row(connection, **who, draft=draft_id) is None:
            raise DraftNotFound
