/** The page of a reviewer's own day, about settled pairs alone where it is about what others said. */
import "../styles/records.css";
import type { ReactNode } from "react";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { myDayPageQuery, myDayPageQuery$data } from "../__generated__/myDayPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { durationText } from "../components/durations";
import { Page } from "../components/page";
import { KeysButton } from "../finding/keys-button";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats, useTexts } from "../texts/texts";
import { dayOf, decidedSince, isSettledByOthers, medianSeconds } from "./my-day";
import { outcomeOf } from "./outcome";
import { PairRow } from "./pair-row";
import { WaitingPairs } from "./waiting-pairs";

type Request = NonNullable<
  NonNullable<myDayPageQuery$data["mergeRequests"]["edges"]>[number]
>["node"];

const NONE = "–";

/** Show the day. */
export default function MyDayPage() {
  const texts = useTexts();
  const { day: words, queue } = useJudgingTexts();
  const formats = useFormats();
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const monday = new Date(midnight);
  monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7));
  const first = new Date(midnight);
  first.setDate(first.getDate() - 29);
  const {
    mergeRequests,
    otherwise,
    open,
    myReviewStatistics: figures,
    myReviewQueue,
    ...counted
  } = usePageQuery<myDayPageQuery>(DAY, {
    today: midnight.toISOString(),
    monday: monday.toISOString(),
    first: first.toISOString(),
  });
  const requests = nodesOf(mergeRequests.edges);
  const today = decidedSince(requests, midnight);
  const pace = medianSeconds(today);
  const superseded = requests.filter(isSettledByOthers);
  return (
    <Page title={texts.menu.day} actions={<KeysButton />}>
      <h2>{words.today}</h2>
      <dl className="facts">
        <Fact name={words.done} value={<DecidedSince since={midnight} of={counted.today} />} />
        <Fact name={words.thisWeek} value={<DecidedSince since={monday} of={counted.thisWeek} />} />
        <Fact
          name={words.last30Days}
          value={<DecidedSince since={first} of={counted.last30Days} />}
        />
        <Fact
          name={words.pace}
          value={pace === null ? NONE : durationText(pace, words, formats.number)}
        />
      </dl>
      <h2>{queue.title}</h2>
      <WaitingPairs own={open} queue={myReviewQueue} />
      <h2>{words.settled}</h2>
      <p className="faint">
        {words.settledAlone} {words.noColleague}
      </p>
      <dl className="facts">
        <Fact name={words.superseded} value={formats.number(superseded.length)} />
        {figures != null && <Settled {...figures} />}
      </dl>
      {figures == null ? <p>{words.tooFew}</p> : <Comparisons {...figures} />}
      <h2>{words.otherwise}</h2>
      <p className="faint">{words.otherwiseMeans}</p>
      <Requests requests={nodesOf(otherwise.edges)} none={words.noneOtherwise} />
      {otherwise.decidedOtherwiseCount > 0 && (
        <p>
          <Link href="/requests?show=otherwise">
            {words.allOtherwise(otherwise.decidedOtherwiseCount)}
          </Link>
        </p>
      )}
      <h2>{words.superseded}</h2>
      <Requests requests={superseded} none={words.none} />
    </Page>
  );
}

type Figures = NonNullable<myDayPageQuery$data["myReviewStatistics"]>;

/** What the reviewer decided about settled pairs, beside what others did. */
function Settled({ decided, medianSeconds: median, percentAgreement, cohensKappa }: Figures) {
  const { day: words } = useJudgingTexts();
  const { number } = useFormats();
  const share = percentAgreement == null ? NONE : `${number(Math.round(100 * percentAgreement))} %`;
  const kappa = cohensKappa == null ? NONE : number(Math.round(100 * cohensKappa) / 100);
  return (
    <>
      <Fact name={words.counted} value={number(decided)} />
      <Fact
        name={words.median}
        value={median == null ? NONE : durationText(median, words, number)}
      />
      <Fact name={words.agreement} value={share} />
      <Fact name={words.kappa} value={kappa} />
    </>
  );
}

/** Say what the agreement is a share of: a pair that several decided is compared with each. */
function Comparisons({ percentAgreement, agreeing, comparisons, decided }: Figures) {
  const { day: words } = useJudgingTexts();
  const { number } = useFormats();
  if (percentAgreement == null) return null;
  return (
    <p className="faint">
      {number(Math.round(100 * percentAgreement))} % ={" "}
      {words.comparisons(number(agreeing), number(comparisons))}{" "}
      <Link href="/requests?show=settled">{words.settledPairs(decided)}</Link>.{" "}
      {words.comparisonsMean} {words.notOtherwise}
    </p>
  );
}

interface DecidedSinceProps {
  readonly since: Date;
  readonly of: { readonly totalCount: number | null | undefined };
}

function DecidedSince({ since, of: { totalCount } }: DecidedSinceProps) {
  const { number } = useFormats();
  if (!totalCount) return number(0);
  return <Link href={`/requests?show=decided&since=${dayOf(since)}`}>{number(totalCount)}</Link>;
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Requests({ requests, none }: { requests: readonly Request[]; none: string }) {
  const { shortOutcomes } = useJudgingTexts();
  if (requests.length === 0) return <p>{none}</p>;
  return (
    <ul className="rows pairs">
      {requests.map((request) => (
        <PairRow
          key={request.id}
          request={request}
          outcome={shortOutcomes[outcomeOf(request.manualMergeCandidate)]}
        />
      ))}
    </ul>
  );
}

void graphql`
  fragment myDayPage_request on MergeRequest {
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
          firstName
          lastName
          status
          masterPerson {
            id
          }
        }
        masterPerson {
          id
          firstName
          lastName
          status
        }
      }
    }
  }
`;

const DAY = graphql`
  query myDayPageQuery($today: DateTime!, $monday: DateTime!, $first: DateTime!) {
    today: mergeRequests(first: 0, filter: { decidedSince: $today }) {
      totalCount
    }
    thisWeek: mergeRequests(first: 0, filter: { decidedSince: $monday }) {
      totalCount
    }
    last30Days: mergeRequests(first: 0, filter: { decidedSince: $first }) {
      totalCount
    }
    mergeRequests(
      first: 100
      filter: { status: [NEW, POSTPONE, MERGE, SPLIT, TRASH] }
      orderBy: INSERTED_AT_DESC
    ) {
      edges {
        node {
          ...myDayPage_request @relay(mask: false)
        }
      }
    }
    otherwise: mergeRequests(first: 10, filter: { isDecidedOtherwise: true }) {
      decidedOtherwiseCount
      edges {
        node {
          ...myDayPage_request @relay(mask: false)
        }
      }
    }
    open: mergeRequests(first: 100) {
      ...waitingPairs_own
    }
    myReviewQueue {
      ...waitingPairs_queue
    }
    myReviewStatistics {
      decided
      medianSeconds
      percentAgreement
      comparisons
      agreeing
      cohensKappa
    }
  }
`;
