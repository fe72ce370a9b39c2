"""The whole schema: Strawberry's declarations, the sources of fields, the access of root fields."""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry
from graphql import (
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    print_schema,
)
from sqlalchemy import ARRAY, FromClause, Text, Uuid, bindparam, func
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from planner.covered_fields import FieldWithoutSource, fields_without_source
from planner.row_queries import Condition
from planner.sources import HangsOn, Sources, TypeSource
from resolvers.access import Access
from resolvers.access_administration import AccessQueries, ClientMutations
from resolvers.arguments import converter_of
from resolvers.assignments import AssignmentMutations
from resolvers.audit_log import AuditEntry, AuditLogQueries
from resolvers.bounds import Checker, checker_of_arguments
from resolvers.certificate_templates import (
    CertificateTemplateMutations,
    CertificateTemplateQueries,
)
from resolvers.consents import ConsentMutations, ConsentQueries
from resolvers.corrections import CorrectionMutations, CorrectionQueries
from resolvers.declarations import DeclarationMutations
from resolvers.definitions import NODES, PARTS, REACHES, TABLES, object_type, source_of
from resolvers.deletions import DeletionMutations
from resolvers.deliveries import DeliveryMutations, DeliveryQueries
from resolvers.detection import DetectionQueries
from resolvers.event_feed import EventFeedQueries
from resolvers.invitations import InvitationMutations, InvitationQueries
from resolvers.merge_request_queries import MergeRequestQueries
from resolvers.merge_requests import MergeRequestMutations
from resolvers.merges import MergeQueries
from resolvers.messages import MessageMutations, MessageQueries
from resolvers.nodes import NodeQueries
from resolvers.organisation_choices import OrganisationChoiceQueries
from resolvers.organisations import OrganisationMutations, OrganisationQueries
from resolvers.overview import OverviewQueries
from resolvers.person_queries import PersonQueries
from resolvers.person_versions import PersonVersionQueries
from resolvers.registrar_queues import RegistrarQueueQueries
from resolvers.registration import CertificateMutations, RegistrationMutations
from resolvers.registration_statistics import RegistrationStatisticsQueries
from resolvers.review_statistics import ReviewStatisticsQueries
from resolvers.scalars import SCALARS
from resolvers.sessions import SessionMutations, SessionQueries
from resolvers.similar_persons import SimilarPersonQueries
from resolvers.staff import StaffQueries
from resolvers.unmerging import UnmergeMutations, UnmergeQueries
from resolvers.user_administration import UserMutations
from resolvers.viewer import Client, User, ViewerQueries
from resolvers.vital_event_queries import VitalEventQueries
from resolvers.webhooks import WebhookMutations, WebhookQueries
from rules.access import SCOPES, Role


@object_type()
class Query(
    NodeQueries,
    ViewerQueries,
    SessionQueries,
    MergeRequestQueries,
    MergeQueries,
    UnmergeQueries,
    PersonQueries,
    PersonVersionQueries,
    SimilarPersonQueries,
    VitalEventQueries,
    CorrectionQueries,
    RegistrarQueueQueries,
    AuditLogQueries,
    OverviewQueries,
    ReviewStatisticsQueries,
    RegistrationStatisticsQueries,
    DetectionQueries,
    AccessQueries,
    WebhookQueries,
    DeliveryQueries,
    MessageQueries,
    CertificateTemplateQueries,
    OrganisationQueries,
    OrganisationChoiceQueries,
    StaffQueries,
    ConsentQueries,
    InvitationQueries,
    EventFeedQueries,
):
    """What may be asked."""


@object_type()
class Mutation(
    MergeRequestMutations,
    UnmergeMutations,
    DeclarationMutations,
    RegistrationMutations,
    CertificateMutations,
    CorrectionMutations,
    AssignmentMutations,
    ClientMutations,
    UserMutations,
    WebhookMutations,
    DeliveryMutations,
    MessageMutations,
    CertificateTemplateMutations,
    OrganisationMutations,
    SessionMutations,
    ConsentMutations,
    DeletionMutations,
    InvitationMutations,
):
    """What may be done."""


class UndeclaredAccess(Exception):
    """A root field declares no access; such a schema does not build."""


class RootField:
    """A root field: its access, and the function that returns its query."""

    def __init__(self, name: str, field: StrawberryField, declared: strawberry.Schema) -> None:
        access: Access | None = field.metadata.get("access")
        if access is None:
            raise UndeclaredAccess(name)
        self.name = name
        self.access: Access = access
        self.resolve: Callable[..., Any] = field.metadata["resolve"]
        self.prepare: Callable[..., Awaitable[Any]] | None = field.metadata.get("prepare")
        self.arguments = converter_of(field.arguments, declared)
        """Converts coerced arguments into keyword arguments of `resolve`."""
        self.check_bounds: Checker | None = None
        """Checks coerced arguments against their bounds (rule G)."""


class Schema:
    """graphql-core's schema, with the sources of its fields and its root fields."""

    def __init__(self, declared: strawberry.Schema) -> None:
        self.graphql: GraphQLSchema = declared._schema
        self._declared = declared
        _leave_out_null_defaults(self.graphql)
        self.sources: Sources = self._sources()
        self.read_logged = frozenset(
            name for name, source in self.sources.items() if _is_read_logged(source.table)
        )
        """The types whose rows are written down when a machine reads them. Rule C9."""
        self.noted_roles = {
            name: roles for name, it in self.sources.items() if (roles := _noted_roles(it.table))
        }
        """The types of which it is written down when a user reads them by these roles. Rule D1."""
        self.roots = {name: self._roots(name) for name in ("Query", "Mutation")}

    @staticmethod
    def guard(*, has_session: bool) -> FromClause:
        """Return the FROM item whose column `refusal` says whether the caller has access now.

        A caller whose token names no session is not looked for among the sessions.
        """
        caller = [
            bindparam("client_id", type_=Uuid, required=True),
            bindparam("user_id", type_=Uuid, required=True),
            bindparam("roles", type_=ARRAY(Text), required=True),
        ]
        if has_session:
            caller.append(bindparam("session_id", type_=Uuid, required=True))
        refusal: FromClause = func.access_refusal(*caller).table_valued("refusal").alias("access")
        return refusal

    def sdl(self) -> str:
        """Return the schema in SDL, as in `schema.graphql`."""
        return print_schema(self.graphql) + "\n"

    def _definitions(self) -> dict[str, StrawberryObjectDefinition]:
        return {
            name: found.definition
            for name, found in self._declared.schema_converter.type_map.items()
            if isinstance(found.definition, StrawberryObjectDefinition)
            and not found.definition.is_input
        }

    def _name(self, field: StrawberryField) -> str:
        return self._declared.config.name_converter.get_graphql_name(field)

    def _roots(self, name: str) -> dict[str, RootField]:
        fields = {self._name(field): field for field in self._definitions()[name].fields}
        roots = {name: RootField(name, field, self._declared) for name, field in fields.items()}
        parent = self.graphql.type_map[name]
        assert isinstance(parent, GraphQLObjectType)
        for field_name, root in roots.items():
            root.check_bounds = checker_of_arguments(field_name, parent.fields[field_name].args)
        return roots

    def _types_of_queries(self) -> set[str]:
        assert self.graphql.query_type is not None
        fields = self.graphql.query_type.fields.values()
        return {get_named_type(it.type).name for it in fields} | NODES.keys()

    def _sources(self) -> Sources:
        sources = {}
        types_of_queries = self._types_of_queries()
        for name, definition in self._definitions().items():
            # A connection's rows are those of the type that it lists.
            classes: list[Any] = [*definition.origin.__mro__, *definition.type_var_map.values()]
            table = next((TABLES[it] for it in classes if it in TABLES), None)
            found = {self._name(it): source_of(it, table) for it in definition.fields}
            fields = {name: source for name, source in found.items() if source is not None}
            # What a mutation may return, its act has decided; a query finds what is visible.
            visible = _visible(table) if name in types_of_queries else ()
            sources[name] = TypeSource(
                name,
                table,
                fields,
                visible,
                _logged_column(table),
                _reach(table),
                _limited_roots(table, is_read=name in types_of_queries),
                None if table is None else PARTS.get(table),
            )
        missing = fields_without_source(self.graphql, sources)
        if missing:
            raise FieldWithoutSource(", ".join(missing))
        return sources


def _visible(table: FromClause | None) -> tuple[Condition, ...]:
    """Return the conditions under which a caller may see rows of a table."""
    return tuple(it for node in NODES.values() if node.table is table for it in node.visible)


def _reach(table: FromClause | None) -> Condition | HangsOn | None:
    """Return which rows of a table exist for a caller who is limited; without, it is closed."""
    return None if table is None else REACHES.get(table)


def _limited_roots(table: FromClause | None, *, is_read: bool) -> tuple[Condition, ...] | None:
    """Return the conditions of row queries for a caller who is limited; without, it is closed.

    What a mutation returns, its act has decided. What hangs on other rows is never read by itself.
    """
    reach = _reach(table)
    if not isinstance(reach, Condition):
        return None if reach is None or is_read else ()
    return (reach,) if is_read else ()


def _logged_column(table: FromClause | None) -> str:
    """Return the column of a table that names the record which is read with a row of it."""
    found = [node.logged_column for node in NODES.values() if node.table is table]
    return found[0] if found else "id"


def _is_read_logged(table: FromClause | None) -> bool:
    return any(node.read_logged for node in NODES.values() if node.table is table)


def _noted_roles(table: FromClause | None) -> frozenset[Role]:
    """Return the roles of users whose reading of a table's rows is written down."""
    scopes = [node.access.scope for node in NODES.values() if node.table is table]
    return frozenset[Role]().union(*(SCOPES[scope].noted for scope in scopes))


def _leave_out_null_defaults(graphql: GraphQLSchema) -> None:
    """Strawberry writes `= null` for whatever may be left out; the contract does not."""
    for named in graphql.type_map.values():
        arguments: list[Any] = []
        if isinstance(named, GraphQLObjectType):
            arguments = [it for field in named.fields.values() for it in field.args.values()]
        elif isinstance(named, GraphQLInputObjectType):
            arguments = list(named.fields.values())
        for argument in arguments:
            if argument.default_value is None:
                argument.default_value, argument.default = Undefined, None


schema = Schema(
    strawberry.Schema(
        query=Query, mutation=Mutation, types=[AuditEntry, Client, User], config=SCALARS
    )
)
