"""What a user holds through a client: scopes, roles, and the names that go with them."""

from sqlalchemy import Uuid, bindparam, func, select

from db.access import clients, live_grants, users
from db.statements import Statement

THEIRS = (
    select(live_grants.c.role)
    .where(
        live_grants.c.client_id == clients.c.id,
        live_grants.c.user_id == bindparam("person", type_=Uuid),
    )
    .correlate(clients)
    .order_by(live_grants.c.role)
)
HELD = Statement(
    select(
        clients.c.scopes,
        users.c.username,
        users.c.display_name,
        func.array(THEIRS.scalar_subquery()).label("roles"),
        func.array(THEIRS.where(live_grants.c.organisation_id.is_(None)).scalar_subquery()).label(
            "unlimited_roles"
        ),
        func.array(
            THEIRS.where(live_grants.c.organisation_id.is_not(None)).scalar_subquery()
        ).label("limited_roles"),
    )
    .select_from(clients.join(users, users.c.id == bindparam("person", type_=Uuid)))
    .where(clients.c.id == bindparam("client", type_=Uuid))
)
"""`roles` are all that hold; `unlimited_roles` those that are limited to no organisation."""
