/** The history of a record, from its declaration on. */
import { graphql, useFragment } from "react-relay";
import type { recordHistory_event$key } from "../__generated__/recordHistory_event.graphql";
import { useFormats, useTexts } from "../texts/texts";

/** Show the actions; rows that one action changed are one entry. */
export function RecordHistory({ event }: { event: recordHistory_event$key }) {
  const texts = useTexts();
  const formats = useFormats();
  const { history } = useFragment(
    graphql`
      fragment recordHistory_event on VitalEvent {
        history {
          action
          actorName
          insertedAt
        }
      }
    `,
    event,
  );
  const participles: Readonly<Record<string, string>> = texts.participles;
  const steps = history.filter((step, at) => step.action !== history[at - 1]?.action);
  return (
    <section>
      <h2>{texts.records.history}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step.insertedAt}>
            {participles[step.action.split(".")[1] ?? ""] ?? step.action}
            {", "}
            {step.actorName ?? texts.trail.system},{" "}
            <time dateTime={step.insertedAt}>{formats.time(step.insertedAt)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
