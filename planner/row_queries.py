"""What a root field asks of the database: the rows of a type, filtered, as a page or one."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode
from sqlalchemy import BindParameter, ColumnElement, FromClause, bindparam
from sqlalchemy.sql.visitors import replacement_traverse

from planner.pages import Page
from rules.frozen import frozen
from rules.refusals import Refusal


@dataclass(frozen=True, eq=False)
class Condition:
    """A condition of the WHERE clause.

    Plans are cached by it, so it is a constant of its module; what differs from request to request
    are the values of the parameters that its expression names. For a caller who is limited it is
    what `limited` is: the same where True, and where False it refuses them, since to look for
    what others' rows say shows that they are there.
    """

    build: Callable[[FromClause], ColumnElement[bool]]
    limited: Callable[[FromClause], ColumnElement[bool]] | bool = False


@frozen
class NestedQuery:
    """What a field with arguments below a root field shows of each object.

    Of a connection that is a `page`, and of which rows. `parameters` are the values of the
    parameters that the conditions name, or the field's expression where it has no page; `rows` are
    as many as it then shows at most. Two fields of one statement may name the same parameters: the
    `prefix` keeps them apart.
    """

    page: Page | None = None
    conditions: tuple[Condition, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    prefix: str = ""
    rows: int = 1

    @property
    def plan_key(self) -> Hashable:
        """What of it changes the text of the statement."""
        return (self.conditions, None if self.page is None else self.page.plan_key)

    @property
    def most_rows(self) -> int:
        """How many rows it shows of each object at most."""
        return self.rows if self.page is None else self.page.size

    def prefixed(self) -> dict[str, Any]:
        """Return the values of its parameters, under their names in the statement."""
        of_page = {} if self.page is None else self.page.parameters()
        named = {**self.parameters, **of_page}
        return {f"{self.prefix}{name}": value for name, value in named.items()}

    def named(self, expression: ColumnElement[Any]) -> ColumnElement[Any]:
        """Name an expression's parameters as the statement does, where others have their names."""
        if not self.parameters:
            return expression

        def renamed(element: Any, **_: Any) -> Any:
            if isinstance(element, BindParameter) and element.key in self.parameters:
                return bindparam(f"{self.prefix}{element.key}", type_=element.type, required=True)
            return None

        found: ColumnElement[Any] = replacement_traverse(expression, {}, renamed)
        return found


def key_of_nodes(nodes: Sequence[FieldNode]) -> int:
    """Return what names a selected field as long as its document is kept."""
    return id(nodes[0])


# Not frozen, as other objects that every request makes: a frozen one sets each field by a call.
@dataclass(slots=True)
class RowQuery:
    """The rows that answer a root field, rendered as an object type of the schema.

    - `parameters`: the values of the parameters that the conditions name.
    - `page`: the page of a connection; without it, every row that meets the conditions. They
      select one row or none, except for `nodes(ids:)`.
    - `filter_first`: find all rows that meet the conditions before the page is cut from them.
      PostgreSQL would otherwise sometimes walk the whole table in the page's order, waiting for
      rows that match.
    - `sought`: how many rows it looks for without a page.
    - `is_logged`: somebody keeps account of what the answer reveals (rule C9). The statement then
      names the rows that PageInfo reveals without showing them.
    - `view`: the action under which it is written down that a user reads these rows, whatever role
      they read by (rule D1); `is_logged` then, and its parameters have the `roles`.
    - `finds_only_own`: no row that it could find counts as another's, so what it does not find
      reveals nothing of others' rows.
    - `known`: columns of the one row that it finds, with their values as PostgreSQL gives them: an
      act that has just written the row knows them, and where no more is selected nothing is asked.
    - `root_values`: values of the answer that do not come from the database.
    - `custom_plan`: let PostgreSQL plan the statement for its parameters each time, where a
      generic plan that is good for one value reads everything for another.
    - `limited`: the caller is limited to some of the rows, those in the reach of each type.
    - `nested`: what the fields with arguments below the root field show, by their `key_of_nodes`.
    - `reading`: which part of the trail it reads, as that is written down (rule Y7).
    - `absent`: what is raised where the one row does not exist; the answer is null without it.
    """

    type_name: str
    conditions: tuple[Condition, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    page: Page | None = None
    filter_first: bool = False
    sought: int = 1
    is_logged: bool = False
    finds_only_own: bool = False
    known: Mapping[str, Any] = field(default_factory=dict)
    root_values: Mapping[str, Any] = field(default_factory=dict)
    custom_plan: bool = False
    absent: Refusal | None = None
    reading: Mapping[str, Any] | None = None
    view: str | None = None
    limited: bool = False
    nested: Mapping[int, NestedQuery] = field(default_factory=dict)

    @property
    def plan_key(self) -> Hashable:
        """What of the query changes the text of the statement; plans are cached by it."""
        page = None if self.page is None else self.page.plan_key
        is_logged_page = page is not None and self.is_logged
        flags = (self.filter_first, is_logged_page, self.limited)
        key = (self.type_name, self.conditions, page, *flags)
        return (key, *(it.plan_key for it in self.nested.values())) if self.nested else key
