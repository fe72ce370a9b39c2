/** The page of a person in a reviewer's own pairs: what the pairs show, and what came of them. */
import { graphql } from "react-relay";
import { useParams } from "wouter";
import type {
  knownPersonPageQuery,
  knownPersonPageQuery$data,
} from "../__generated__/knownPersonPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LinkButton } from "../components/link-button";
import { Moment, PersonName } from "../components/moment";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { Status } from "../components/status";
import { WrongMerge } from "../merges/wrong-merge";
import { fullName } from "../persons/names";
import { PersonFacts } from "../persons/person-facts";
import { useJudgingTexts } from "../texts/judging-texts";
import { useTexts } from "../texts/texts";
import { KnownPerson } from "./known-person";
import { isFinal } from "./my-day";
import { outcomeOf } from "./outcome";
import { PairRow } from "./pair-row";
import { isWithOthers } from "./with-others";

type Request = NonNullable<
  NonNullable<knownPersonPageQuery$data["mergeRequests"]["edges"]>[number]
>["node"];

/** Show the person, or say that none of the pairs has them. */
export default function KnownPersonPage() {
  const texts = useTexts();
  const { known, whoDecided } = useJudgingTexts();
  const { id: segment = "" } = useParams<{ id: string }>();
  const id = decodeURIComponent(segment);
  const { mergeRequests } = usePageQuery<knownPersonPageQuery>(PAIRS, { id });
  const requests = nodesOf(mergeRequests.edges);
  const people = requests.flatMap((request) => {
    const { person, masterPerson } = request.manualMergeCandidate.mergeCandidate;
    return [person, masterPerson];
  });
  const person = people.find((it) => it.id === id);
  const back = <LinkButton to="/requests?show=all">{texts.menu.requests}</LinkButton>;
  if (person === undefined) {
    return (
      <Page title={known.title} actions={back}>
        <Notice kind="note">
          <p>{known.none}</p>
        </Notice>
      </Page>
    );
  }
  const isKnown = (other: string) => people.some((it) => it.id === other);
  return (
    <Page title={fullName(person)} actions={back} kind="known">
      <p className="filters">
        <Status of={person.status}>{texts.persons.statuses[person.status]}</Status>
        {person.masterPerson != null && (
          <span>
            {texts.persons.master} <Named of={person.masterPerson} isKnown={isKnown} />{" "}
            <SettledAt requests={requests} of={[id, person.masterPerson.id]} />
          </span>
        )}
      </p>
      <p className="faint">
        {known.seen} {whoDecided}
      </p>
      {(person.masterPerson != null || person.mergedPersons.length > 0) && (
        <WrongMerge of={person} />
      )}
      <section className="sheet">
        <PersonFacts of={person} />
        {person.mergedPersons.length > 0 && (
          <>
            <p>{known.led}</p>
            <ul>
              {person.mergedPersons.map((merged) => (
                <li key={merged.id}>
                  <Named of={merged} isKnown={isKnown} />{" "}
                  <SettledAt requests={requests} of={[merged.id, id]} />
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <h2>{known.pairs}</h2>
      <ul className="rows pairs">
        {requests.map((request) => (
          <Pair key={request.id} request={request} />
        ))}
      </ul>
    </Page>
  );
}

interface NamedProps {
  readonly of: Parameters<typeof KnownPerson>[0]["of"];
  readonly isKnown: (id: string) => boolean;
}

/** A link where it leads to somebody in the pairs that are shown. */
function Named({ of, isKnown }: NamedProps) {
  return isKnown(of.id) ? <KnownPerson of={of} /> : <PersonName of={of} />;
}

interface SettledAtProps {
  readonly requests: readonly Request[];
  /** The record that gave way, and the one that stands. */
  readonly of: readonly [string, string];
}

/** When the two became one, where a pair of the reviewer's own led to it. */
function SettledAt({ requests, of: [duplicate, master] }: SettledAtProps) {
  const pair = requests
    .map(({ manualMergeCandidate }) => manualMergeCandidate)
    .find(({ mergeCandidate: { person, masterPerson } }) => {
      return person.id === duplicate && masterPerson.id === master;
    });
  if (pair === undefined || outcomeOf(pair) !== "ONE_PERSON") return null;
  return <Moment at={pair.updatedAt} />;
}

function Pair({ request }: { request: Request }) {
  const { shortOutcomes, requests: words } = useJudgingTexts();
  const isOver = isFinal(request.status) || request.supersededAt !== null;
  const outcome = isWithOthers(request)
    ? words.withOthers
    : shortOutcomes[outcomeOf(request.manualMergeCandidate)];
  return <PairRow request={request} outcome={isOver && outcome} />;
}

void graphql`
  fragment knownPersonPage_person on Person {
    id
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
  }
`;

const PAIRS = graphql`
  query knownPersonPageQuery($id: ID!) {
    mergeRequests(
      first: 100
      filter: { personId: $id, status: [NEW, POSTPONE, MERGE, SPLIT, TRASH] }
    ) {
      edges {
        node {
          id
          status
          supersededAt
          insertedAt
          updatedAt
          withdrawnAt
          manualMergeCandidate {
            status
            insertedAt
            updatedAt
            mergeCandidate {
              person {
                ...knownPersonPage_person @relay(mask: false)
              }
              masterPerson {
                ...knownPersonPage_person @relay(mask: false)
              }
            }
          }
        }
      }
    }
  }
`;
