/** What stands around the comparison of a pair: the records it hangs together with, and what merging does. */
import { lazy, type ReactNode, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { pairSurroundings_request$key } from "../__generated__/pairSurroundings_request.graphql";
import { loadingOnce } from "../components/later";
import { Notice } from "../components/notice";
import { QueryBoundary } from "../components/query-boundary";
import { useJudgingTexts } from "../texts/judging-texts";
import { Arguments } from "./arguments";

const Cluster = lazy(loadingOnce(() => import("./cluster")));
const MergePreview = lazy(loadingOnce(() => import("./merge-preview")));

interface PairSurroundingsProps {
  readonly request: pairSurroundings_request$key;
  readonly isOpen: boolean;
  readonly children: ReactNode;
}

/** Show it above and below the comparison; what is folded is loaded when it is opened. */
export function PairSurroundings({ request: key, isOpen, children }: PairSurroundingsProps) {
  const texts = useJudgingTexts();
  const request = useFragment(REQUEST, key);
  const { id, cluster, manualMergeCandidate } = request;
  const records = cluster.persons.length;
  return (
    <>
      <Arguments request={request} />
      {manualMergeCandidate.mergeCandidate.mayBeTwins && (
        <Notice kind="note">
          <p>{texts.mayBeTwins}</p>
        </Notice>
      )}
      {records > 2 && (
        <Folded summary={cluster.isTruncated ? texts.moreRecords(records) : texts.records(records)}>
          <Cluster id={id} />
        </Folded>
      )}
      {children}
      {isOpen && (
        <Folded summary={texts.whatMergingDoes}>
          <MergePreview id={id} />
        </Folded>
      )}
    </>
  );
}

function Folded({ summary, children }: { summary: string; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="folded" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && <QueryBoundary>{children}</QueryBoundary>}
    </details>
  );
}

const REQUEST = graphql`
  fragment pairSurroundings_request on MergeRequest {
    id
    ...arguments_request
    cluster {
      persons {
        id
      }
      isTruncated
    }
    manualMergeCandidate {
      mergeCandidate {
        mayBeTwins
      }
    }
  }
`;
