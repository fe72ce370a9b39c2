/** The page of one merge: the records, what it changed, and how two people take it back. */
import { Moment } from "../components/moment";
import { Status } from "../components/status";
import "../styles/records.css";
import { useState } from "react";
import { graphql } from "react-relay";
import { Link, useParams } from "wouter";
import type { mergePageLiveQuery } from "../__generated__/mergePageLiveQuery.graphql";
import type { mergePageQuery } from "../__generated__/mergePageQuery.graphql";
import { useLiveQuery } from "../api/live";
import { usePageQuery } from "../api/queries";
import { LinkButton } from "../components/link-button";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { TrailLink } from "../components/trail-link";
import { fullName } from "../persons/names";
import { useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useTexts } from "../texts/texts";
import { MergeAsks } from "./merge-asks";
import { MergeEffects } from "./merge-effects";
import { MergeEvidence } from "./merge-evidence";
import { MergeProposals } from "./merge-proposals";
import { MergeVotes } from "./merge-votes";
import { MergedRecords } from "./merged-records";
import { UndoingPreview } from "./undoing-preview";

/** Show the merge, or say that there is none. */
export default function MergePage() {
  const texts = useTexts();
  const labels = useMergesTexts();
  const { comma, list } = useFormats();
  const isAdmin = useViewer().roles.includes("ADMIN");
  const { id: segment = "" } = useParams<{ id: string }>();
  const id = decodeURIComponent(segment);
  const { merge } = usePageQuery<mergePageQuery>(MERGE, { id });
  useLiveQuery<mergePageLiveQuery>(IS_UNDONE, { ids: [id] });
  const [digest, setDigest] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const back = <LinkButton to="/merges">{labels.title}</LinkButton>;
  if (merge === null || merge === undefined) {
    return (
      <Page title={labels.merge} actions={back}>
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      </Page>
    );
  }
  const duplicate = fullName(merge.person);
  const master = fullName(merge.masterPerson);
  const deciders = merge.decidedBy.map(({ displayName }) => displayName);
  return (
    <Page title={labels.into(duplicate, master)} actions={back} kind="merge">
      <p className="filters">
        <Status of={merge.undoneAt == null ? "ACTIVE" : "INACTIVE"}>
          {merge.undoneAt == null ? labels.stands : labels.undone}
        </Status>
        <span>
          {labels.mergedAt} <Moment at={merge.mergedAt} />
          {deciders.length > 0 && `${comma}${labels.decidedBy(list(deciders))}`}
        </span>
        {merge.undoneAt != null && (
          <span>
            {labels.undoneAt} <Moment at={merge.undoneAt} />
          </span>
        )}
        {isAdmin && (
          <>
            <PersonLink label={labels.person} id={merge.person.id} />
            <PersonLink label={labels.masterPerson} id={merge.masterPerson.id} />
          </>
        )}
        <TrailLink row={merge.databaseId} />
      </p>
      <MergeVotes merge={merge} />
      <MergeAsks merge={merge} />
      <h2>{labels.records.title}</h2>
      <MergedRecords merge={merge} isAdmin={isAdmin} />
      <h2>{labels.effects.title}</h2>
      <MergeEffects merge={merge} duplicate={duplicate} master={master} />
      {isAdmin && merge.mergeCandidate != null && (
        <MergeEvidence candidateId={merge.mergeCandidate.id} isWeighed={merge.isWeighed} />
      )}
      {merge.undoneAt == null && merge.effects.length > 0 && (
        <>
          <h2>{labels.undoing.title}</h2>
          <QueryBoundary resetKey={round}>
            <UndoingPreview merge={merge} round={round} duplicate={duplicate} onShown={setDigest} />
          </QueryBoundary>
        </>
      )}
      <h2>{labels.proposing.title}</h2>
      <MergeProposals
        merge={merge}
        duplicate={duplicate}
        digest={digest}
        onStale={() => {
          setDigest(null);
          setRound((former) => former + 1);
        }}
      />
    </Page>
  );
}

function PersonLink({ label, id }: { label: string; id: string }) {
  return <Link href={`/persons/${encodeURIComponent(id)}`}>{label}</Link>;
}

const MERGE = graphql`
  query mergePageQuery($id: ID!) {
    merge(id: $id) {
      id
      databaseId
      mergedAt
      undoneAt
      decidedBy {
        id
        displayName
      }
      ...mergeNames_merge @relay(mask: false)
      effects {
        resource
      }
      isWeighed
      mergeCandidate {
        id
      }
      ...mergeVotes_merge
      ...mergeAsks_merge
      ...mergedRecords_merge
      ...mergeEffects_merge
      ...undoingPreview_merge
      ...mergeProposals_merge
    }
  }
`;

/** What the other of the two people does meanwhile; by `nodes`, which is no further look (rule D7). */
const IS_UNDONE = graphql`
  query mergePageLiveQuery($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Merge {
        ...mergeAsks_merge @alias
        ...mergeProposals_merge @alias
      }
    }
  }
`;
