/** A record beside those that it resembles, and the registrar's word on them. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { duplicates_event$key } from "../__generated__/duplicates_event.graphql";
import type { duplicatesDifferentMutation } from "../__generated__/duplicatesDifferentMutation.graphql";
import type { duplicatesSameMutation } from "../__generated__/duplicatesSameMutation.graphql";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { Notice, Trouble } from "../parts/notice";
import { ScrollRegion } from "../parts/scroll-region";
import { useFormats, useTexts } from "../texts/texts";
import { type Section, sectionsOf } from "./details";
import { ReasonForm } from "./reason-form";

/** Shows the resemblances that nobody has settled yet; nothing where there are none. */
export function Duplicates({ event }: { event: duplicates_event$key }) {
  const texts = useTexts();
  const { day } = useFormats();
  const told = useFragment(EVENT, event);
  const [sameAs, ask] = useState<string | null>(null);
  const different = useAct<duplicatesDifferentMutation>(DIFFERENT);
  const same = useAct<duplicatesSameMutation>(SAME);
  if (told.potentialDuplicates.length === 0) return null;
  const beside = [told, ...told.potentialDuplicates];
  const columns = beside.map((each) => columnOf(sectionsOf(each, { texts, day })));
  const labels = [...new Set(columns.flatMap((column) => [...column.keys()]))];

  async function settle(reason: string) {
    const input = { id: told.id, duplicateOf: sameAs ?? "", reason };
    if ((await same.perform({ input })) !== null) ask(null);
  }

  return (
    <section>
      <Notice kind="note">
        <p>{texts.records.duplicatesWords}</p>
      </Notice>
      <Trouble refusal={different.refusal} />
      <ScrollRegion label={texts.records.duplicates}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.review.field}</th>
              {beside.map((each, at) => (
                <th key={each.id} scope="col">
                  {at === 0 ? (
                    texts.records.thisRecord
                  ) : (
                    <Link href={`/records/${encodeURIComponent(each.id)}`}>{each.trackingId}</Link>
                  )}{" "}
                  {texts.records.statuses[each.status]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label) => {
              const values = columns.map((column) => column.get(label) ?? "");
              return (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {values.map((value, each) => (
                    <td key={each}>{value === values[0] ? value : <mark>{value || "—"}</mark>}</td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
      {told.availableActions.includes("MARK_AS_NOT_DUPLICATE") && (
        <div className="actions">
          <Button
            isDisabled={different.isUnderWay}
            onPress={() => void different.perform({ input: { id: told.id } })}
          >
            {texts.records.notDuplicate}
          </Button>
          {told.potentialDuplicates.map((other) => (
            <Button key={other.id} look="danger" onPress={() => ask(other.id)}>
              {texts.records.duplicateOf} {other.trackingId}
            </Button>
          ))}
        </div>
      )}
      {sameAs !== null && (
        <ReasonForm
          title={texts.records.duplicateTitle}
          words={texts.records.duplicateWords}
          yes={texts.records.duplicateOf}
          refusal={same.refusal}
          isUnderWay={same.isUnderWay}
          onReason={(reason) => void settle(reason)}
          onClose={() => ask(null)}
        />
      )}
    </section>
  );
}

/** Puts what was said under labels that stand for the same thing in every record. */
function columnOf(sections: readonly Section[]): ReadonlyMap<string, string> {
  const column = new Map<string, string>();
  sections.forEach(({ title, facts }, at) => {
    const before = sections.slice(0, at).filter((section) => section.title === title).length;
    const name = before === 0 ? title : `${title} ${before + 1}`;
    for (const [label, value] of facts) if (value) column.set(`${name}: ${label}`, value);
  });
  return column;
}

const EVENT = graphql`
  fragment duplicates_event on VitalEvent {
    id
    trackingId
    status
    availableActions
    ...details_event
    potentialDuplicates {
      id
      trackingId
      status
      ...details_event
    }
  }
`;
const DIFFERENT = graphql`
  mutation duplicatesDifferentMutation($input: MarkVitalEventAsNotDuplicateInput!) {
    markVitalEventAsNotDuplicate(input: $input) {
      vitalEvent {
        ...duplicates_event
        ...recordActions_event
        ...steps_event
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
        ...steps_event
      }
    }
  }
`;
