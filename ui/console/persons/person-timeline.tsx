/** What became of a person, step by step: versions, merges, and the records that made or marked them. */
import type { ReactNode } from "react";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type {
  personTimelineQuery,
  personTimelineQuery$data,
} from "../__generated__/personTimelineQuery.graphql";
import { actionText } from "../administration/action-text";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { type Step, Timeline } from "../components/timeline";
import { Unfolded } from "../components/unfolded";
import { spanOf } from "../records/spans";
import { useChartsTexts } from "../texts/charts-texts";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import { fullName } from "./names";
import { useFieldName } from "./record-values";

type Merge = NonNullable<NonNullable<personTimelineQuery$data["merges"]["edges"]>[number]>["node"];
type Dated = Omit<Step, "after">;

/** Offer it; it is asked for when it is opened, for reading versions and records is written down. */
export function PersonTimeline({ id }: { id: string }) {
  const { person: labels } = useChartsTexts();
  const { versions } = useMergesTexts();
  return (
    <Unfolded summary={labels.title} explanation={versions.isWrittenDown}>
      <Steps id={id} />
    </Unfolded>
  );
}

function Steps({ id }: { id: string }) {
  const texts = useTexts();
  const { list } = useFormats();
  const { person: labels } = useChartsTexts();
  const { versions: ofVersions, decidedBy } = useMergesTexts();
  const { language } = useLanguage();
  const fieldName = useFieldName();
  const found = usePageQuery<personTimelineQuery>(TIMELINE, { id });
  const versions = nodesOf(found.personVersions.edges).map(
    (version): Dated => ({
      key: `version ${version.version}`,
      participle: version.action.split(".")[1] ?? "",
      title:
        version.changedFields.length === 0
          ? ofVersions.first
          : labels.version(
              String(version.version),
              version.changedFields.map(fieldName).join(texts.lists.comma),
            ),
      by: (
        <Link href={`/trail?correlationId=${version.correlationId}`}>
          {actionText(version.action, texts)}
        </Link>
      ),
      at: version.insertedAt,
    }),
  );
  const records = nodesOf(found.vitalEvents.edges).map(
    (event): Dated => ({
      key: event.id,
      participle: "declared",
      title: actionText(`${event.kind.toLowerCase()}.declared`, texts),
      by: (
        <Link href={`/records/${encodeURIComponent(event.id)}`}>
          {event.registrationNumber ?? event.trackingId}
        </Link>
      ),
      at: event.insertedAt,
    }),
  );
  const merges = nodesOf(found.merges.edges).flatMap((merge) => stepsOf(merge));
  const dated = [...versions, ...records, ...merges].toSorted(
    (one, other) => Date.parse(one.at) - Date.parse(other.at),
  );
  return (
    <Timeline
      label={labels.title}
      steps={dated.map((step, at) => ({
        ...step,
        after: spanOf(dated[at - 1]?.at, step.at, language),
      }))}
    />
  );

  /** Return the step of a merge, and that of its undoing. */
  function stepsOf(merge: Merge): readonly Dated[] {
    const isMaster = merge.masterPerson.id === id;
    const what = isMaster
      ? labels.gaveWay(fullName(merge.person))
      : labels.wasMerged(fullName(merge.masterPerson));
    const link = (words: string): ReactNode => (
      <Link href={`/merges/${encodeURIComponent(merge.id)}`}>{words}</Link>
    );
    const names = list(merge.decidedBy.map(({ displayName }) => displayName));
    const merged: Dated = {
      key: merge.id,
      participle: "merged",
      title: link(what),
      by: names === "" ? null : decidedBy(names),
      at: merge.mergedAt,
    };
    if (merge.undoneAt == null) return [merged];
    const undone: Dated = {
      key: `${merge.id} undone`,
      participle: "unassigned",
      title: link(labels.takenBack(what)),
      by: null,
      at: merge.undoneAt,
    };
    return [merged, undone];
  }
}

const TIMELINE = graphql`
  query personTimelineQuery($id: ID!) {
    personVersions(personId: $id, first: 100) {
      edges {
        node {
          personId
          version
          changedFields
          action
          correlationId
          insertedAt
        }
      }
    }
    vitalEvents(first: 100, filter: { personId: $id }, orderBy: INSERTED_AT_ASC) {
      edges {
        node {
          id
          kind
          trackingId
          registrationNumber
          insertedAt
        }
      }
    }
    merges(first: 100, filter: { personId: $id }) {
      edges {
        node {
          id
          mergedAt
          undoneAt
          decidedBy {
            id
            displayName
          }
          ...mergeNames_merge @relay(mask: false)
        }
      }
    }
  }
`;
