"""What was done with the account of whoever asks, and its letters (rules E9 and U2)."""

from datetime import datetime
from uuid import UUID

import strawberry
from sqlalchemy import Text, Uuid, any_, cast, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import sessions
from db.audit_log import audit_log
from db.messages import messages
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import Value
from resolvers.access import Public
from resolvers.definitions import column, field, object_type, root_field
from resolvers.letter_kinds import LetterKind
from resolvers.nodes import Connection, QueryContext
from resolvers.root_arguments import After, Before, First, Last
from resolvers.users_shown import ME
from rules.messages import MessageStatus

ACCESS = Public(closed_to_machines=True)
NEWEST_FIRST = Order("own_account", ("inserted_at", "id"), descending=True)
LETTERS_NEWEST_FIRST = Order("own_letters", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, audit_log)
_read_letter_cursor = cursor_reader(LETTERS_NEWEST_FIRST, messages)
RENEWED = literal_column("'session.renewed'", Text)


def _is_of_account(entries: FromClause) -> ColumnElement[bool]:
    """Return whether an entry is of the account; a renewal of a session is none."""
    # A subquery, so that they are looked for once and not for each entry.
    rows = cast(select(func.rows_of_user(ME)).scalar_subquery(), ARRAY(Uuid))
    of_account: ColumnElement[bool] = entries.c.resource_id == any_(rows)
    return of_account & (entries.c.action != RENEWED)


def _is_first_of_act(entries: FromClause) -> ColumnElement[bool]:
    """Return whether an act wrote nothing of the account before: it may begin with a letter."""
    before = audit_log.alias("before")
    is_before = (before.c.correlation_id == entries.c.correlation_id, before.c.id < entries.c.id)
    is_of_same_act = (before.c.act_id == entries.c.act_id, _is_of_account(before))
    found = select(before.c.id).where(*is_before, *is_of_same_act).correlate(entries).exists()
    return or_(entries.c.act_id == entries.c.id, entries.c.act_id.is_(None), ~found)


def _is_step(entries: FromClause) -> ColumnElement[bool]:
    return _is_of_account(entries) & _is_first_of_act(entries)


def _is_by_themselves(entries: FromClause) -> ColumnElement[bool]:
    return func.coalesce(entries.c.actor_id == ME, literal_column("false"))


def _is_another_last_day(entries: FromClause) -> ColumnElement[bool]:
    """Return whether a role that was held got another last day: both are role.granted (rule R4)."""
    had_one = func.jsonb_exists(entries.c.previous, literal_column("'expires_at'", Text))
    is_grant: ColumnElement[bool] = entries.c.action == literal_column("'role.granted'", Text)
    return is_grant & func.coalesce(had_one, literal_column("false"))


def _browser(entries: FromClause) -> ColumnElement[str]:
    its = select(sessions.c.browser).where(sessions.c.id == entries.c.resource_id)
    return its.correlate(entries).scalar_subquery()


def _is_own_letter(rows: FromClause) -> ColumnElement[bool]:
    is_letter = rows.c.kind.like(literal_column("'letter.%'", Text))
    return is_letter & (rows.c.record == literal_column("'user:'", Text) + func.text(ME))


def _letter_kind(rows: FromClause) -> ColumnElement[str]:
    return func.upper(func.split_part(rows.c.kind, literal_column("'.'"), literal_column("2")))


OF_ACCOUNT = Condition(_is_step)
OWN_LETTERS = Condition(_is_own_letter)


@object_type(audit_log)
class AccountStep:
    """Something that was done with one's own account."""

    step_id: UUID = column("The entry of the trail, by which an administrator finds it.", name="id")
    action: str = column("What was done: `noun.participle`, e.g. session.started.")
    by_themselves: bool = field(
        Value(_is_by_themselves, nullable=False),
        "Whether the user did it; else an administrator, a steward or the system did.",
    )
    is_another_last_day: bool = field(
        Value(_is_another_last_day, nullable=False),
        "Whether a role that was held got another last day, whose action is role.granted, too.",
    )
    browser: str | None = field(
        Value(_browser),
        "Of a session, the name of the browser as it said it at the sign-in; null for other acts,"
        " and where it was not known.",
    )
    done_at: datetime = column("The moment of it, in the trail.", name="inserted_at")


@object_type(messages)
class OwnLetter:
    """A letter to the user who asks."""

    letter_id: UUID = column("The message, by which an administrator finds it.", name="id")
    kind: LetterKind = field(Value(_letter_kind, nullable=False), "What it is about.")
    status: MessageStatus = column("How far it has come: PROCESSED once a mail server took it.")
    written_at: datetime = column("The moment of the act that it is about.", name="inserted_at")
    sent_at: datetime | None = column(
        "When it was handed to a mail server, for the address that the account had then; null where"
        " it was not.",
        name="handed_over_at",
    )


@object_type()
class OwnAccountQueries:
    """One's own account."""

    @root_field(Connection[AccountStep], ACCESS)
    def my_account_steps(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """What was done with the account of the user who asks, the newest first. No scope."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        return RowQuery(
            "AccountStepConnection", (OF_ACCOUNT,), page.parameters(), page, filter_first=True
        )

    @root_field(Connection[OwnLetter], ACCESS)
    def my_letters(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """The letters to the user who asks, the newest first. Needs no scope."""
        page = read_page(LETTERS_NEWEST_FIRST, _read_letter_cursor, first, after, last, before)
        return RowQuery("OwnLetterConnection", (OWN_LETTERS,), page.parameters(), page)
