/** The page of a reviewer's own day, about settled pairs alone where it is about what others said. */
import { EmptyState } from "../components/empty-state";
import { Moment, PersonName } from "../components/moment";
import { Status } from "../components/status";
import "../styles/records.css";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { myDayPageQuery, myDayPageQuery$data } from "../__generated__/myDayPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { durationText } from "../components/durations";
import { Page } from "../components/page";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats, useTexts } from "../texts/texts";
import { decidedSince, isDecidedOtherwise, isSettledByOthers, medianSeconds } from "./my-day";

type Request = NonNullable<
  NonNullable<myDayPageQuery$data["mergeRequests"]["edges"]>[number]
>["node"];

/** Show the day. */
export default function MyDayPage() {
  const texts = useTexts();
  const { day: words } = useJudgingTexts();
  const formats = useFormats();
  const { mergeRequests, myReviewStatistics: figures } = usePageQuery<myDayPageQuery>(DAY, {});
  const requests = nodesOf(mergeRequests.edges);
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const today = decidedSince(requests, midnight);
  const pace = medianSeconds(today);
  const superseded = requests.filter(isSettledByOthers);
  const seconds = (value: number | null | undefined) =>
    value == null ? "–" : durationText(value, words, formats.number);
  return (
    <Page title={texts.menu.day}>
      <dl className="facts">
        <Fact name={words.done} value={formats.number(today.length)} />
        <Fact name={words.pace} value={seconds(pace)} />
        <Fact name={words.superseded} value={formats.number(superseded.length)} />
        <Fact name={words.counted} value={formats.number(figures?.decided ?? 0)} />
        <Fact name={words.median} value={seconds(figures?.medianSeconds)} />
        <Fact
          name={words.agreement}
          value={
            figures?.percentAgreement == null
              ? "–"
              : `${formats.number(Math.round(100 * figures.percentAgreement))} %`
          }
        />
        <Fact
          name={words.kappa}
          value={
            figures?.cohensKappa == null
              ? "–"
              : formats.number(Math.round(100 * figures.cohensKappa) / 100)
          }
        />
      </dl>
      <p className="faint">{figures === null ? words.tooFew : words.settledAlone}</p>
      <h2>{words.otherwise}</h2>
      <p className="faint">{words.otherwiseMeans}</p>
      <Requests requests={requests.filter(isDecidedOtherwise)} />
      <h2>{words.superseded}</h2>
      <Requests requests={superseded} />
    </Page>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Requests({ requests }: { requests: readonly Request[] }) {
  const texts = useTexts();
  if (requests.length === 0) return <EmptyState text={texts.lists.empty} />;
  return (
    <ul className="rows">
      {requests.map((request) => {
        const { person, masterPerson } = request.manualMergeCandidate.mergeCandidate;
        return (
          <li key={request.id}>
            <Link href={`/requests/${encodeURIComponent(request.id)}`}>
              <PersonName of={person} /> · <PersonName of={masterPerson} />
            </Link>
            <Status of={request.status}>{texts.decisionStatuses[request.status]}</Status>
            <Moment at={request.updatedAt} />
          </li>
        );
      })}
    </ul>
  );
}

const DAY = graphql`
  query myDayPageQuery {
    mergeRequests(
      first: 100
      filter: { status: [NEW, POSTPONE, MERGE, SPLIT, TRASH] }
      orderBy: INSERTED_AT_DESC
    ) {
      edges {
        node {
          id
          status
          supersededAt
          updatedAt
          manualMergeCandidate {
            status
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
      }
    }
    myReviewStatistics {
      decided
      medianSeconds
      percentAgreement
      cohensKappa
    }
  }
`;
