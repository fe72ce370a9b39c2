/** A record next to its potential duplicates, and the registrar's decision on them (rule C5). */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type {
  duplicates_event$data,
  duplicates_event$key,
} from "../__generated__/duplicates_event.graphql";
import type { duplicatesDifferentMutation } from "../__generated__/duplicatesDifferentMutation.graphql";
import type { duplicatesSameMutation } from "../__generated__/duplicatesSameMutation.graphql";
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { ReasonForm } from "../components/reason-form";
import { ScrollRegion } from "../components/scroll-region";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { type Section, sectionsOf } from "./details";
import { useRecordMutation } from "./moved-on";
import { Standing } from "./standing";

interface ToOriginalProps {
  readonly record: {
    readonly id: string;
    readonly trackingId: string;
    readonly registrationNumber: string | null | undefined;
  };
}

/** Say of which record one is a duplicate, and lead there. */
export function ToOriginal({ record }: ToOriginalProps) {
  const { isDuplicateOf } = useTexts().records;
  return (
    <>
      {isDuplicateOf}{" "}
      <Link href={`/records/${encodeURIComponent(record.id)}`}>
        <code>{record.registrationNumber ?? record.trackingId}</code>
      </Link>
    </>
  );
}

/**
 * Show the potential duplicates that nobody has decided on; of an archived record the one that it
 * repeats, where it was archived for that. Nothing where there are none.
 */
export function Duplicates({ event: key }: { event: duplicates_event$key }) {
  const texts = useTexts();
  const formats = useFormats();
  const { declaredAt, apart } = useDeskTexts();
  const event = useFragment(EVENT, key);
  const say = useSay();
  const [duplicateOf, setDuplicateOf] = useState<Other | null>(null);
  const [isApart, setIsApart] = useState(false);
  const different = useRecordMutation<duplicatesDifferentMutation>(DIFFERENT);
  const same = useRecordMutation<duplicatesSameMutation>(SAME);
  if (event.duplicateOf != null) {
    return (
      <Notice kind="note">
        <p>
          <ToOriginal record={event.duplicateOf} />
        </p>
      </Notice>
    );
  }
  // What is archived waits for nobody; reinstated, it is compared again.
  if (event.potentialDuplicates.length === 0 || event.status === "ARCHIVED") return null;
  const records = [event, ...event.potentialDuplicates];
  const columns = records.map((record) => columnOf(sectionsOf(record, { texts, ...formats })));
  const labels = [...new Set(columns.flatMap((column) => [...column.keys()]))];

  async function markAsDuplicate(reason: string) {
    const input = { id: event.id, duplicateOf: duplicateOf?.id ?? "", reason };
    if ((await same.perform({ input })) !== null) setDuplicateOf(null);
  }

  async function keepApart(reason: string) {
    const given = reason.trim() === "" ? {} : { reason };
    if ((await different.perform({ input: { id: event.id, ...given } })) === null) return;
    setIsApart(false);
    say({ action: `${event.kind.toLowerCase()}.marked_as_not_duplicate` });
  }

  return (
    <section>
      <Notice kind="note">
        <p>{texts.records.duplicatesExplanation}</p>
      </Notice>
      <ScrollRegion label={texts.records.duplicates}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.review.field}</th>
              {records.map((record, index) => (
                <th key={record.id} scope="col">
                  {index === 0 ? (
                    texts.records.thisRecord
                  ) : (
                    <Link href={`/records/${encodeURIComponent(record.id)}`}>
                      {record.trackingId}
                    </Link>
                  )}{" "}
                  <Standing event={record} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{declaredAt}</th>
              {records.map(({ id, insertedAt }) => (
                <td key={id}>
                  <Moment at={insertedAt} />
                </td>
              ))}
            </tr>
            {labels.map((label) => {
              const values = columns.map((column) => column.get(label) ?? "");
              return (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {values.map((value, index) => (
                    <td key={index}>{value === values[0] ? value : <mark>{value || "—"}</mark>}</td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
      {event.availableActions.includes("MARK_AS_NOT_DUPLICATE") && (
        <div className="actions">
          <Button onPress={() => setIsApart(true)}>{texts.records.notDuplicate}</Button>
          {event.potentialDuplicates.map((other) => (
            <Button key={other.id} variant="danger" onPress={() => setDuplicateOf(other)}>
              {texts.records.duplicateOf(other.trackingId)}
            </Button>
          ))}
        </div>
      )}
      {isApart && (
        <ReasonForm
          title={apart.title}
          explanation={apart.explanation}
          confirmLabel={texts.records.notDuplicate}
          refusal={different.refusal}
          isPending={different.isPending}
          onSubmit={(reason) => void keepApart(reason)}
          onClose={() => {
            different.clearRefusal();
            setIsApart(false);
          }}
          isOptional
        />
      )}
      {duplicateOf !== null && (
        <ReasonForm
          title={texts.records.duplicateTitle}
          explanation={texts.records.duplicateExplanation}
          confirmLabel={texts.records.duplicateOf(duplicateOf.trackingId)}
          refusal={same.refusal}
          isPending={same.isPending}
          onSubmit={(reason) => void markAsDuplicate(reason)}
          onClose={() => setDuplicateOf(null)}
        />
      )}
    </section>
  );
}

/** Return the values of a record by labels that mean the same in every record. */
function columnOf(sections: readonly Section[]): ReadonlyMap<string, string> {
  const facts = sections.flatMap(({ title, facts }) =>
    facts.flatMap(([label, value]): [string, string][] =>
      value ? [[`${title}: ${label}`, value.normalize()]] : [],
    ),
  );
  return new Map(facts);
}

type Other = duplicates_event$data["potentialDuplicates"][number];

const EVENT = graphql`
  fragment duplicates_event on VitalEvent {
    kind
    id
    trackingId
    insertedAt
    status
    availableActions
    duplicateOf {
      id
      trackingId
      registrationNumber
    }
    ...details_event
    ...standing_event
    potentialDuplicates {
      id
      trackingId
      insertedAt
      ...details_event
      ...standing_event
    }
  }
`;
const DIFFERENT = graphql`
  mutation duplicatesDifferentMutation($input: MarkVitalEventAsNotDuplicateInput!) {
    markVitalEventAsNotDuplicate(input: $input) {
      vitalEvent {
        ...duplicates_event
        ...recordActions_event
        ...recordHistory_event
        ...versions_event
      }
    }
  }
`;
const SAME = graphql`
  mutation duplicatesSameMutation($input: MarkVitalEventAsDuplicateInput!) {
    markVitalEventAsDuplicate(input: $input) {
      vitalEvent {
        reason
        ...duplicates_event
        ...recordActions_event
        ...recordHistory_event
        ...versions_event
      }
    }
  }
`;
