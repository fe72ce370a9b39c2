/** The reviewer's work: one pair after the other, until none is left. */
import { useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { pair_request$key } from "../__generated__/pair_request.graphql";
import type { reviewPageAssignMutation } from "../__generated__/reviewPageAssignMutation.graphql";
import type { reviewPageQuery } from "../__generated__/reviewPageQuery.graphql";
import { useAct, usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Button, LinkButton } from "../parts/button";
import { Notice, Trouble } from "../parts/notice";
import { Page } from "../parts/page";
import { Skeleton } from "../parts/skeleton";
import { useTexts } from "../texts/texts";
import type { Decision } from "./decision";
import { KeysHelp, useLetterKeys, useLetterKeysSwitch } from "./letter-keys";
import { Pair } from "./pair";

type Given = { readonly id: string } & pair_request$key;

/** Shows the pair that waits for a decision, or the way to the next. */
export default function ReviewPage() {
  const texts = useTexts();
  const open = usePageQuery<reviewPageQuery>(OPEN, {}).mergeRequests;
  const requests = rowsOf(open.edges);
  const waiting = requests.find((request) => request.status === "NEW") ?? null;
  const [isNoneLeft, setNoneLeft] = useState(false);
  const [given, setGiven] = useState<Given | null>(null);
  const [said, say] = useState<Decision | null>(null);
  const [isRefused, refuse] = useState(false);
  const { perform, isUnderWay, refusal } = useAct<reviewPageAssignMutation>(ASSIGN);
  const pair = given ?? waiting;
  const isPuttingOff = requests.some((it) => it.id === pair?.id && it.status === "POSTPONE");
  const environment = useRelayEnvironment();

  async function next() {
    refuse(false);
    const answer = await perform({});
    // The counts have changed; and where another window took the next pair, it is shown here too.
    fetchQuery<reviewPageQuery>(environment, OPEN, {}).subscribe({});
    if (answer === null) return;
    setGiven(answer.assignMergeCandidate?.mergeRequest ?? null);
    setNoneLeft(answer.assignMergeCandidate === null);
    window.scrollTo({ top: 0 });
  }

  async function goOn(decision: Decision) {
    say(decision);
    setGiven(null);
    await next();
  }

  const [areKeysOn, switchKeys] = useLetterKeysSwitch();
  // A pair that was refused may be somebody else's by now; the server knows whether there is a next.
  const isNextOffered = (pair === null || isRefused) && !isUnderWay;
  useLetterKeys({ KeyN: () => void next() }, areKeysOn && isNextOffered);
  const postponed = requests.filter((request) => request.status === "POSTPONE").length;
  return (
    <Page
      title={texts.review.title}
      actions={
        <p className="count">
          {texts.review.postponed(postponed, open.postponedLimit)}{" "}
          <LinkButton look="quiet" to="/requests?show=postponed">
            {texts.review.seePostponed}
          </LinkButton>
        </p>
      }
    >
      <p role="status" className="said">
        {isPuttingOff ? texts.said.POSTPONE : said !== null && texts.said[said]}{" "}
        {said !== null && pair !== null && !isPuttingOff && texts.review.nextIsHere}
      </p>
      <Trouble refusal={refusal} />
      {pair !== null ? (
        <Pair
          key={pair.id}
          request={pair}
          // Held, because what is put off leaves the list before the server has agreed.
          onDeciding={() => setGiven(pair)}
          onDecided={(decision) => void goOn(decision)}
          onRefused={() => refuse(true)}
        />
      ) : isUnderWay ? (
        <Skeleton />
      ) : isNoneLeft ? (
        <Notice kind="done">
          <p>{texts.review.noneLeft}</p>
        </Notice>
      ) : (
        <p>{open.canAssignNew ? texts.review.ready : texts.review.limitReached}</p>
      )}
      {isNextOffered && (
        <div className="actions">
          <Button look="primary" onPress={() => void next()}>
            {texts.review.next} <kbd aria-hidden="true">N</kbd>
          </Button>
          {pair === null && <KeysHelp isOn={areKeysOn} onSwitch={switchKeys} />}
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
