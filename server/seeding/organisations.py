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

MINISTRY, NORTH, SOUTH = "Ministry of Civil Affairs", "Northern District", "Southern District"
KYIV = "Київська область"
NORTHGATE, HARBOUR = "Registration Office Northgate", "Registration Office Harbour"
HOSPITAL, CLINIC, OLD_OFFICE = "Saint Mary Hospital", "Lakeside Clinic", "Registration Office Quay"
SCOUTS, UNIVERSITY = "Lakeside Scout Group", "State University"
CUBS, RANGERS = "Cubs", "Rangers"
TREE: Sequence[tuple[str, str, str | None]] = (
    (MINISTRY, "MINISTRY", None),
    (NORTH, "DISTRICT", MINISTRY),
    (NORTHGATE, "OFFICE", NORTH),
    ("Registration Office Millbrook", "OFFICE", NORTH),
    (HOSPITAL, "HOSPITAL", NORTH),
    ("Maternity Ward", "WARD", HOSPITAL),
    ("Emergency Ward", "WARD", HOSPITAL),
    (CLINIC, "CLINIC", NORTH),
    (KYIV, "DISTRICT", MINISTRY),
    ("Відділ РАЦС Печерськ", "OFFICE", KYIV),
    ("Відділ РАЦС Поділ", "OFFICE", KYIV),
    ("Обласна лікарня", "HOSPITAL", KYIV),
    (SOUTH, "DISTRICT", MINISTRY),
    (HARBOUR, "OFFICE", SOUTH),
    (OLD_OFFICE, "OFFICE", SOUTH),
    (SCOUTS, "SCOUT_GROUP", None),
    (CUBS, "SECTION", SCOUTS),
    (RANGERS, "SECTION", SCOUTS),
    (UNIVERSITY, "UNIVERSITY", None),
    ("Faculty of Medicine", "FACULTY", UNIVERSITY),
    ("Faculty of Law", "FACULTY", UNIVERSITY),
)
"""Each with its kind and the one that it stands below, after that one."""

STAFF: Sequence[tuple[str, str, Role, str, int | None]] = (
    ("steward1", "Olena Tkachenko", Role.STEWARD, NORTH, None),
    ("steward1", "Olena Tkachenko", Role.STEWARD, SCOUTS, None),
    ("steward2", "Jonas Weber", Role.STEWARD, MINISTRY, None),
    ("steward2", "Jonas Weber", Role.STEWARD, UNIVERSITY, None),
    ("registrar3", "Lucía Fernández", Role.REGISTRAR, NORTHGATE, None),
    ("registrar4", "Іван Литвин", Role.REGISTRAR, HOSPITAL, 30),
)
"""Who works where, as what, and for how many days from now where not for good."""

ACCOUNTS = (("steward1", Role.STEWARD), ("person1", Role.PERSON))
"""Those that the sign-in page offers, with the role that they hold."""

MEMBERS: Sequence[tuple[str, Sequence[int]]] = (
    (HOSPITAL, range(1, 100, 5)),
    (CLINIC, range(2, 60, 5)),
    (SCOUTS, range(3, 50, 5)),
    (UNIVERSITY, range(6, 120, 5)),
    (CUBS, (8, 13, 15, 25, 50, 60, 70, 100)),
    (RANGERS, (13, 19, 23, 28, 29, 54, 64, 74, 104)),
)
"""Who belongs where, by the numbers of made-up persons: of whom there is one record, and in the two
sections of the scouts somebody who is in both, and some of whom there are two records."""

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
            await acting.commit()
        steward = self.users["steward1"]
        await seeded_log.keep_letters(self.connection, self.places[CLINIC], steward, source)

    async def plan(self) -> None:
        """Let a steward plan that the cubs go on with the rangers."""
        acting = await self._acting("steward1")
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
    lambda demo: demo.offer(CLINIC, VIEW),
    lambda demo: demo.do("person1", SCOUTS, consents.withdraw),
    lambda demo: demo.do("steward1", CLINIC, consents.accept),
    lambda demo: demo.do("person1", CLINIC, consents.change, BOTH),
    lambda demo: demo.look("registrar1"),
    lambda demo: demo.offer(NORTHGATE, VIEW),
    DemoOrganisations.log,
    DemoOrganisations.exchange,
    DemoOrganisations.plan,
)
"""What is done, one after the other."""
