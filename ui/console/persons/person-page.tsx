/** The page of one person. */

import { graphql } from "react-relay";
import { Link, useParams } from "wouter";
import type { personPageQuery } from "../__generated__/personPageQuery.graphql";
import { usePageQuery } from "../api/queries";
import { LinkButton } from "../components/link-button";
import { PersonName } from "../components/moment";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { Status } from "../components/status";
import { PersonTrailLink } from "../components/trail-link";
import { useMayUndo, WrongMerge } from "../merges/wrong-merge";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";
import { useTexts } from "../texts/texts";
import { AnonymisePerson } from "./anonymise-person";
import { fullName } from "./names";
import { PersonFacts } from "./person-facts";
import { PersonMerges } from "./person-merges";
import { PersonMistake } from "./person-mistake";
import { PersonOrganisations } from "./person-organisations";
import { PersonReadings } from "./person-readings";
import { PersonRecords } from "./person-records";
import { PersonTimeline } from "./person-timeline";
import { PersonVersions } from "./person-versions";

/** Show the person, or say that there is none. */
export default function PersonPage() {
  const texts = useTexts();
  const hasTree = useMayUndo();
  const viewer = useViewer();
  const seesRecords = holdsSomewhere(viewer, "REGISTRAR") || viewer.roles.includes("ADMIN");
  const { id = "" } = useParams<{ id: string }>();
  const { person } = usePageQuery<personPageQuery>(PERSON, { id: decodeURIComponent(id) });
  const back = <LinkButton to="/persons">{texts.menu.persons}</LinkButton>;
  if (person === null || person === undefined) {
    return (
      <Page title={texts.menu.persons} actions={back}>
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      </Page>
    );
  }
  return (
    <Page
      title={fullName(person)}
      actions={
        <>
          {back}
          {viewer.roles.includes("ADMIN") && person.status !== "ANONYMISED" && (
            <AnonymisePerson id={person.id} name={fullName(person)} />
          )}
        </>
      }
      kind="person"
    >
      <p className="filters">
        <Status of={person.status}>{texts.persons.statuses[person.status]}</Status>
        {person.masterPerson != null && (
          <span>
            {texts.persons.master}{" "}
            <Link href={`/persons/${encodeURIComponent(person.masterPerson.id)}`}>
              <PersonName of={person.masterPerson} />
            </Link>
          </span>
        )}
        <PersonTrailLink person={person.databaseId} />
      </p>
      <section className="sheet">
        <PersonFacts of={person} />
        {!hasTree && <MergedPersons persons={person.mergedPersons} />}
        {!hasTree && (person.masterPerson != null || person.mergedPersons.length > 0) && (
          <WrongMerge />
        )}
      </section>
      {viewer.roles.includes("ADMIN") && (
        <QueryBoundary>
          <PersonReadings id={person.id} />
        </QueryBoundary>
      )}
      {seesRecords && <PersonRecords id={person.id} of={person} />}
      <QueryBoundary>
        <PersonOrganisations of={person} />
        {person.status === "ACTIVE" && <PersonMistake of={person} />}
      </QueryBoundary>
      <History id={person.id} row={person.databaseId} />
    </Page>
  );
}

interface MergedPersonsProps {
  readonly persons: readonly {
    readonly id: string;
    readonly firstName: string | null | undefined;
    readonly lastName: string | null | undefined;
  }[];
}

/** The records that were merged into this one. */
function MergedPersons({ persons }: MergedPersonsProps) {
  const labels = useMergesTexts();
  if (persons.length === 0) return null;
  return (
    <>
      <p>{labels.merged}</p>
      <ul>
        {persons.map((person) => (
          <li key={person.id}>
            <Link href={`/persons/${encodeURIComponent(person.id)}`}>
              <PersonName of={person} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Merges and versions, for those who may see them. */
function History({ id, row }: { id: string; row: string }) {
  const { roles } = useViewer();
  const seesMerges = useMayUndo();
  return (
    <>
      {seesMerges && (
        <QueryBoundary>
          <PersonMerges id={id} />
        </QueryBoundary>
      )}
      {roles.includes("ADMIN") && (
        <>
          <PersonVersions id={id} row={row} />
          <PersonTimeline id={id} />
        </>
      )}
    </>
  );
}

const PERSON = graphql`
  query personPageQuery($id: ID!) {
    person(id: $id) {
      id
      databaseId
      birthDate
      ...recordValues_person @relay(mask: false)
      masterPerson {
        id
        firstName
        lastName
      }
      mergedPersons {
        id
        firstName
        lastName
      }
      ...personOrganisations_person
      ...personMistake_person
    }
  }
`;
