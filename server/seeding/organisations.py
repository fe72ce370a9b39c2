"""The demo's organisations: their tree, who works and belongs there, and what they may do.

All of it is done by the acts that people do, in an order that may be spread over days.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from rules.access import Role
from rules.consents import Permission
from rules.declarations import Individual
from rules.environments import Environment
from rules.inbound import Feature
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.sources import NO_SOURCES, NewSource, SourceAccess, SourceProtocol
from rules.violations import Violations
from server.seeding import SOURCE
from server.seeding.people import external_id, person
from server.seeding.places import (
    CLINIC,
    CUBS,
    HARBOUR,
    HOSPITAL,
    MEDICINE,
    MEMBERS,
    NORTHGATE,
    OLD_OFFICE,
    RANGERS,
    SCOUTS,
    STAFF,
    TREE,
)
from server.seeding.syncs import DemoSource, sync
from workflows import (
    accounts,
    consents,
    credentials,
    custody,
    imported_members,
    inbound,
    organisation_plans,
    organisations,
    person_views,
    record_views,
    roles,
    seeded_log,
    seeding,
    sources,
    user_persons,
)
from workflows.acts import Acting, act, system_acting
from workflows.idempotency import IdempotentCall, digest
from workflows.organisations import NewOrganisation
from workflows.roles import Grant

ACCOUNTS = (("steward1", Role.STEWARD), ("person1", Role.PERSON))
"""Those that the sign-in page offers, with the role that they hold."""

OWN = 18
"""The made-up person who signs in as person1."""
VIEW = (Permission.VIEW,)
BOTH = (Permission.VIEW, Permission.CONTRIBUTE)
CHILD = Individual("Mia", "Sommer", birth_date=PartialDate(2019, 6, 3), gender=Gender.FEMALE)


async def seed_organisations(connection: Any) -> None:
    """Do at once all that the demo's organisations do; nothing where there are any."""
    if not await seeding.has_organisations(connection):
        await DemoOrganisations(connection).live(1.0)


@dataclass
class DemoOrganisations:
    """What has been done so far: the organisations, users and consents that there are."""

    connection: Any
    done: int = 0
    places: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, UUID] = field(default_factory=dict)
    offered: dict[str, tuple[UUID, int]] = field(default_factory=dict)
    """The consent of person1 for each organisation, and its version."""
    links: dict[str, UUID] = field(default_factory=dict)
    """How each organisation is linked with a source."""

    async def live(self, share: float) -> None:
        """Do what is to be done until this share of the time has passed."""
        while self.done < min(len(STEPS), int(share * len(STEPS))):
            await STEPS[self.done](self)
            self.done += 1

    async def make_tree(self) -> None:
        """Let the administrator make the organisations."""
        for name, kind, parent in TREE:
            acting = await self._acting("admin")
            above = None if parent is None else self.places[parent]
            new = NewOrganisation(name, kind, above, parent is not None, None)
            self.places[name] = await organisations.create(acting, new)
            await acting.commit()

    async def employ(self) -> None:
        """Let the administrator give roles that are limited to organisations."""
        for username, display_name, role, place, days in STAFF:
            await self._add_user(username, display_name)
            until = None if days is None else datetime.now(UTC) + timedelta(days=days)
            await self._grant(username, role, self.places[place], until)

    async def let_join(self) -> None:
        """Bring in who belongs where."""
        for place, numbers in MEMBERS:
            ids = [external_id(number) for number in numbers]
            async with (
                system_acting(self.connection) as acting,
                act(acting, "person.imported"),
            ):
                await imported_members.join(self.connection, SOURCE, ids, self.places[place])
                await seeding.let_have_joined(self.connection, self.places[place])

    async def let_in(self) -> None:
        """Let somebody sign in as the person that they are."""
        who = person(OWN)
        await self._add_user("person1", f"{who.first_name} {who.last_name}")
        await self._grant("person1", Role.PERSON, None, None)
        acting = await self._acting("admin")
        record = await seeding.person_id(self.connection, SOURCE, external_id(OWN))
        await user_persons.assign(acting, self.users["person1"], record, is_somebody=True)
        await acting.commit()

    async def take_into_custody(self) -> None:
        """Let a steward put a child on record for whom the scout group acts."""
        acting = await self._acting("steward1")
        call = IdempotentCall("demo", "custody", digest(CHILD))
        await custody.create(acting, call, self.places[SCOUTS], CHILD, None, Violations())
        await acting.commit()

    async def archive(self) -> None:
        """End an office."""
        acting = await self._acting("steward2")
        await organisations.archive(acting, self.places[OLD_OFFICE])
        await acting.commit()

    async def log(self) -> None:
        """Let a machine of the hospital have been out of order for a while."""
        await seeded_log.keep(self.connection, self.places[HOSPITAL])

    async def exchange(self) -> None:
        """Let the clinic be linked with a system that sends, and have letters that wait."""
        acting = await self._acting("admin")
        records = NewSource(
            "Clinic records",
            SourceProtocol.JSON_API,
            "https://records.lakeside-clinic.example/api",
            [SourceAccess.CALLER_TOKEN],
        )
        source = await sources.create(acting, records, NO_SOURCES)
        for environment in Environment:
            acting = await self._acting("admin")
            link = await sources.link(acting, source, self.places[CLINIC], "7", environment, None)
            if environment is Environment.PRODUCTION:
                await inbound.set_switch(acting, link, Feature.LETTERS, is_on=False)
                self.links[CLINIC] = link
            await acting.commit()
        steward = self.users["steward1"]
        await seeded_log.keep_letters(self.connection, self.places[CLINIC], steward, source)

    async def enrol(self) -> None:
        """Link the faculty with a register of students, which is read for the first time."""
        students = NewSource(
            "Student register",
            SourceProtocol.JSON_API,
            "https://register.state-university.example/api",
            [SourceAccess.CALLER_TOKEN],
        )
        acting = await self._acting("admin")
        source = await sources.create(acting, students, NO_SOURCES)
        place, environment = self.places[MEDICINE], Environment.PRODUCTION
        self.links[MEDICINE] = await sources.link(acting, source, place, "21", environment, None)
        await acting.commit()
        await self.sync("steward2", MEDICINE, DemoSource(range(14)))

    async def sync(self, who: str, place: str, source: DemoSource) -> None:
        """Let somebody sync an organisation with what its source has on that day."""
        key = f"sync-{place}-{self.done}"
        await sync(lambda: self._acting(who), self.links[place], key, source)

    async def plan(self) -> None:
        """Let an administrator plan that the cubs go on with the rangers, which a steward signs."""
        acting = await self._acting("admin")
        await organisation_plans.plan_merge(acting, self.places[CUBS], self.places[RANGERS])
        await acting.commit()

    async def offer(self, place: str, permissions: Sequence[Permission]) -> None:
        """Let person1 offer what an organisation may do."""
        acting = await self._acting("person1")
        record = await seeding.person_id(self.connection, SOURCE, external_id(OWN))
        consent = await consents.offer(acting, record, self.places[place], permissions)
        await acting.commit()
        self.offered[place] = consent, 1

    async def look(self, who: str) -> None:
        """Let somebody open the record of person1."""
        record = await seeding.person_id(self.connection, SOURCE, external_id(OWN))
        await record_views.write(await self._acting(who), person_views.ACTION, [record])

    async def do(self, who: str, place: str, how: Callable[..., Awaitable[None]], *to: Any) -> None:
        """Let person1, or the steward, act on a consent."""
        consent, version = self.offered[place]
        acting = await self._acting(who)
        await how(acting, consent, version, *to)
        await acting.commit()
        self.offered[place] = consent, version + 1

    async def _acting(self, username: str) -> Acting:
        if username not in self.users:
            self.users |= await accounts.user_ids(self.connection, [username])
        console = await accounts.client_id(self.connection, "console")
        return Acting(self.connection, uuid4(), console, self.users[username])

    async def _add_user(self, username: str, display_name: str) -> None:
        if username in self.users:
            return
        password_hash = await credentials.hash_password(username)
        await seeding.add_user(self.connection, username, display_name, (), password_hash)
        self.users |= await accounts.user_ids(self.connection, [username])

    async def _grant(
        self, username: str, role: Role, place: UUID | None, until: datetime | None
    ) -> None:
        acting = await self._acting("admin")
        user, client = self.users[username], acting.client_id
        await roles.grant_role(acting, Grant(user, client, role, place, place is not None, until))
        await acting.commit()


Step = Callable[[DemoOrganisations], Awaitable[None]]
STEPS: Sequence[Step] = (
    DemoOrganisations.make_tree,
    DemoOrganisations.employ,
    DemoOrganisations.let_join,
    DemoOrganisations.let_in,
    DemoOrganisations.take_into_custody,
    lambda demo: demo.offer(HOSPITAL, BOTH),
    lambda demo: demo.offer(SCOUTS, VIEW),
    lambda demo: demo.do("steward1", HOSPITAL, consents.accept),
    lambda demo: demo.look("steward1"),
    lambda demo: demo.do("steward1", SCOUTS, consents.accept),
    lambda demo: demo.offer(HARBOUR, VIEW),
    lambda demo: demo.do("steward2", HARBOUR, consents.decline),
    DemoOrganisations.archive,
    DemoOrganisations.enrol,
    lambda demo: demo.offer(CLINIC, VIEW),
    lambda demo: demo.do("person1", SCOUTS, consents.withdraw),
    lambda demo: demo.do("steward1", CLINIC, consents.accept),
    lambda demo: demo.do("person1", CLINIC, consents.change, BOTH),
    lambda demo: demo.sync("steward2", MEDICINE, DemoSource(range(1, 17), moved=[3])),
    lambda demo: demo.look("registrar1"),
    lambda demo: demo.offer(NORTHGATE, VIEW),
    DemoOrganisations.log,
    DemoOrganisations.exchange,
    lambda demo: demo.sync("steward1", CLINIC, DemoSource(range(40, 52), title="Patient")),
    lambda demo: demo.sync("steward1", CLINIC, DemoSource(range(40, 58), [], True, "Patient")),
    lambda demo: demo.sync("steward2", MEDICINE, DemoSource(range(1, 18), moved=[3])),
    DemoOrganisations.plan,
)
"""What is done, one after the other."""
