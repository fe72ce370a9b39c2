/** The page where a reviewer decides one pair after the other, until none is left. */
import { lazy, Suspense, useEffect, useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { reviewPageAssignMutation } from "../__generated__/reviewPageAssignMutation.graphql";
import type { reviewPageQuery } from "../__generated__/reviewPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery, useSeveralActs } from "../api/queries";
import type { Refusal } from "../api/refusal";
import { Button } from "../components/button";
import { loadingOnce } from "../components/later";
import { LinkButton } from "../components/link-button";
import { Notice, RefusalNotice } from "../components/notice";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { Skeleton } from "../components/skeleton";
import { useKeys } from "../finding/keys";
import { KeysButton } from "../finding/keys-button";
import { useTexts } from "../texts/texts";
import type { Outcome } from "./deciding";
import type { Decision } from "./decision";
import { NEXT_PAIR } from "./next-pair";
import { rememberAssigned } from "./open-requests";
import { PostponedList } from "./postponed-list";

const loadPair = () => import("./pair");
const Pair = lazy(loadPair);
const SecondThoughts = lazy(loadingOnce(() => import("./second-thoughts")));

/** How the API refuses the next pair where one waits already (rule B1): another window has it. */
const PAIR_WAITS = "Assignee is not allowed to ask for new merge request";
/** How it refuses it at the limit (rule B2): the list of them says it better. */
const LIMIT_REACHED = "Assignee reached limit in postponed merge_requests";

/** Show the pair that waits for a decision, or the button that gets the next. */
export default function ReviewPage() {
  const texts = useTexts();
  const open = usePageQuery<reviewPageQuery>(OPEN, {}).mergeRequests;
  const requests = nodesOf(open.edges).filter((request) => request.supersededAt === null);
  const waiting = requests.find((request) => request.status === "NEW") ?? null;
  // What is being decided, or was refused, stays on the screen whatever its status has become.
  const [kept, setKept] = useState<typeof waiting>(null);
  const [isRefused, setIsRefused] = useState(false);
  const [isNoneLeft, setIsNoneLeft] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const [decided, setDecided] = useState<Decision | null>(null);
  const [isGone, setIsGone] = useState(false);
  const [secondThoughts, setSecondThoughts] = useState<typeof waiting>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const assign = useSeveralActs<reviewPageAssignMutation>(ASSIGN, rememberAssigned);
  const pair = kept ?? waiting;
  const isPostponing = requests.some(
    (request) => request.id === pair?.id && request.status === "POSTPONE",
  );
  const postponed = requests.filter((request) => request.status === "POSTPONE");
  const environment = useRelayEnvironment();
  const refetch = () =>
    fetchQuery<reviewPageQuery>(environment, OPEN, {})
      .toPromise()
      .catch(() => null);

  async function next() {
    // It may have come with the answer that refused the last decision.
    if (kept !== null && waiting !== null && waiting.id !== kept.id) return showNext(null, false);
    setIsAsking(true);
    void loadPair().catch(() => null);
    const { response, refusalOf } = await assign({});
    setIsAsking(false);
    await showNext(refusalOf("assignMergeCandidate"), response?.assignMergeCandidate === null);
  }

  async function showNext(refused: Refusal | null, isNone: boolean) {
    setRefusal(refused);
    setIsNoneLeft(isNone);
    const isElsewhere = refused?.message === PAIR_WAITS || refused?.message === LIMIT_REACHED;
    if (isElsewhere) await refetch();
    if (refused !== null && !isElsewhere) return;
    setIsRefused(false);
    setKept(null);
    window.scrollTo({ top: 0 });
  }

  /** Return whether the next pair can be had after a decision: at the limit it would be refused. */
  function takesNext(decision: Decision) {
    const others = postponed.filter((request) => request.id !== pair?.id);
    return others.length + (decision === "POSTPONE" ? 1 : 0) < open.postponedLimit;
  }

  async function seeOutcome(decision: Decision, { kind, next: nextPair }: Outcome) {
    if (kind === "again") return;
    if (kind === "refused") {
      setIsRefused(true);
      // The next pair may have come all the same, and would be refused where it is asked for again.
      setIsAsking(true);
      await refetch();
      return setIsAsking(false);
    }
    setDecided(kind === "gone" ? null : decision);
    setIsGone(kind === "gone");
    setSecondThoughts(kind === "open" ? pair : null);
    setKept(null);
    if (!takesNext(decision)) await refetch();
    await showNext(nextPair.refusal, nextPair.isNoneLeft);
  }

  const isAtLimit = pair === null && postponed.length >= open.postponedLimit;
  const isNextOffered = (pair === null || isRefused) && !isAsking && !isAtLimit;
  useEffect(() => {
    if (location.hash !== NEXT_PAIR || !isNextOffered) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    void next();
  });
  useKeys("review", { KeyN: () => void next() }, isNextOffered);
  return (
    <Page
      title={texts.review.title}
      actions={
        <p className="postponed-count">
          {texts.review.postponed(postponed.length, open.postponedLimit)}{" "}
          <LinkButton variant="quiet" to="/requests?show=postponed">
            {texts.review.seePostponed}
          </LinkButton>
        </p>
      }
    >
      <div
        className="after-decision"
        data-empty={
          (decided === null && !isGone && !isPostponing && secondThoughts === null) || undefined
        }
      >
        <p role="status" className="announcement">
          {isPostponing
            ? texts.decisionAnnouncements.POSTPONE
            : decided !== null && texts.decisionAnnouncements[decided]}{" "}
          {isGone && texts.review.withOthers}{" "}
          {(decided !== null || isGone) &&
            pair !== null &&
            !isPostponing &&
            texts.review.nextIsHere}
        </p>
        {secondThoughts !== null && (
          <Suspense>
            <SecondThoughts
              key={secondThoughts.id}
              request={secondThoughts}
              onTakenBack={() => setDecided(null)}
            />
          </Suspense>
        )}
      </div>
      <RefusalNotice refusal={refusal?.message === LIMIT_REACHED ? null : refusal} />
      {pair !== null ? (
        <QueryBoundary>
          <Pair
            key={pair.id}
            request={pair}
            takesNext={takesNext}
            onDeciding={() => setKept(pair)}
            onOutcome={(decision, outcome) => void seeOutcome(decision, outcome)}
          />
        </QueryBoundary>
      ) : isAsking ? (
        <Skeleton />
      ) : isNoneLeft ? (
        <Notice kind="done">
          <p>{texts.review.noneLeft}</p>
        </Notice>
      ) : isAtLimit ? (
        <PostponedList requests={postponed} />
      ) : (
        <p>{texts.review.ready}</p>
      )}
      {isNextOffered && (
        <div className="actions">
          <Button variant="primary" onPress={() => void next()}>
            {texts.review.next} <kbd aria-hidden="true">N</kbd>
          </Button>
          {pair === null && <KeysButton />}
        </div>
      )}
    </Page>
  );
}

const OPEN = graphql`
  query reviewPageQuery {
    mergeRequests(first: 100, orderBy: STATUS_ASC) {
      postponedLimit
      edges {
        node {
          id
          status
          changedFields
          supersededAt
          ...pair_request
          ...postponedList_request
          ...secondThoughts_request
        }
      }
    }
  }
`;

const ASSIGN = graphql`
  mutation reviewPageAssignMutation {
    assignMergeCandidate {
      mergeRequest {
        id
        status
        changedFields
        supersededAt
        ...pair_request
        ...postponedList_request
        ...secondThoughts_request
      }
    }
  }
`;
