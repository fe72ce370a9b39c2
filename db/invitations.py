"""Who is invited to work for which organisation; of the token in the link a digest is kept."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
)

from db.literals import any_of
from db.metadata import key, known, metadata, times
from rules.access import LIMITABLE
from rules.invitations import InvitationStatus

invitations = Table(
    "invitations",
    metadata,
    key(),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("client_id", Uuid, ForeignKey("clients.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("status", Text, nullable=False, server_default=InvitationStatus.PENDING),
    Column("token_digest", LargeBinary, nullable=False),
    # Both may be deleted since.
    Column("invited_by", Uuid),
    Column("accepted_by", Uuid),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    *times(),
    # From when on the role will be none; an invitation to it expires by then.
    Column("role_expires_at", DateTime(timezone=True)),
    known("status", InvitationStatus, "invitation_status_is_known"),
    CheckConstraint(f"role = {any_of(LIMITABLE)}", name="only_limited_roles_are_invited_to"),
)
Index("one_invitation_per_token", invitations.c.token_digest, unique=True)
Index("invitations_by_organisation", invitations.c.organisation_id, invitations.c.id)
Index("invitations_by_inviter", invitations.c.invited_by, invitations.c.inserted_at)
