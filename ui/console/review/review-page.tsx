/** The page where a reviewer decides one pair after the other, until none is left. */
import { useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { pair_request$key } from "../__generated__/pair_request.graphql";
import type { reviewPageAssignMutation } from "../__generated__/reviewPageAssignMutation.graphql";
import type { reviewPageQuery } from "../__generated__/reviewPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { useApiMutation, usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { LinkButton } from "../components/link-button";
import { Notice, RefusalNotice } from "../components/notice";
import { Page } from "../components/page";
import { Skeleton } from "../components/skeleton";
import { useTexts } from "../texts/texts";
import type { Decision } from "./decision";
import { ShortcutsHelp, useShortcuts, useShortcutsSetting } from "./keyboard-shortcuts";
import { Pair } from "./pair";
import { PostponedList } from "./postponed-list";

/** How the API refuses the next pair at the limit (rule B2): the list of them says it better. */
const LIMIT_REACHED = "Assignee reached limit in postponed merge_requests";

type AssignedRequest = { readonly id: string } & pair_request$key;

/** Show the pair that waits for a decision, or the button that gets the next. */
export default function ReviewPage() {
  const texts = useTexts();
  const open = usePageQuery<reviewPageQuery>(OPEN, {}).mergeRequests;
  const requests = nodesOf(open.edges);
  const waiting = requests.find((request) => request.status === "NEW") ?? null;
  const [isNoneLeft, setIsNoneLeft] = useState(false);
  const [assigned, setAssigned] = useState<AssignedRequest | null>(null);
  const [decided, setDecided] = useState<Decision | null>(null);
  const [isRefused, setIsRefused] = useState(false);
  const { perform, isPending, refusal } = useApiMutation<reviewPageAssignMutation>(ASSIGN);
  const pair = assigned ?? waiting;
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
    setIsRefused(false);
    const response = await perform({});
    // The counts have changed; and where another window took the next pair, it is shown here too.
    void refetch();
    if (response === null) return;
    setAssigned(response.assignMergeCandidate?.mergeRequest ?? null);
    setIsNoneLeft(response.assignMergeCandidate === null);
    window.scrollTo({ top: 0 });
  }

  async function showNext(decision: Decision) {
    setDecided(decision);
    setAssigned(null);
    const others = postponed.filter((request) => request.id !== pair?.id);
    const isLast = decision === "POSTPONE" && others.length + 1 >= open.postponedLimit;
    // At the limit the next pair would only be refused: the page shows those that were postponed.
    await (isLast ? refetch() : next());
  }

  const [areShortcutsEnabled, setShortcutsEnabled] = useShortcutsSetting();
  // A pair whose decision was refused may be taken by now; the server knows if there is a next.
  const isAtLimit = pair === null && !open.canAssignNew && postponed.length >= open.postponedLimit;
  const isNextOffered = (pair === null || isRefused) && !isPending && !isAtLimit;
  useShortcuts({ KeyN: () => void next() }, areShortcutsEnabled && isNextOffered);
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
      <p role="status" className="announcement">
        {isPostponing
          ? texts.decisionAnnouncements.POSTPONE
          : decided !== null && texts.decisionAnnouncements[decided]}{" "}
        {decided !== null && pair !== null && !isPostponing && texts.review.nextIsHere}
      </p>
      <RefusalNotice refusal={refusal?.message === LIMIT_REACHED ? null : refusal} />
      {pair !== null ? (
        <Pair
          key={pair.id}
          request={pair}
          // Kept, because a postponed pair leaves the list before the server has answered.
          onDeciding={() => setAssigned(pair)}
          onDecided={(decision) => void showNext(decision)}
          onRefused={() => setIsRefused(true)}
        />
      ) : isPending ? (
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
          {pair === null && (
            <ShortcutsHelp areEnabled={areShortcutsEnabled} onChange={setShortcutsEnabled} />
          )}
        </div>
      )}
    </Page>
  );
}

const OPEN = graphql`
  query reviewPageQuery {
    mergeRequests(first: 100, orderBy: STATUS_ASC) {
      canAssignNew
      postponedLimit
      edges {
        node {
          id
          status
          ...pair_request
          ...postponedList_request
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
        ...pair_request
      }
    }
  }
`;
