/** What was done with a record, from its declaration on. */
import { graphql, useFragment } from "react-relay";
import type { steps_event$key } from "../__generated__/steps_event.graphql";
import { useFormats, useTexts } from "../texts/texts";

/** Shows the steps; rows that one act changed are one step. */
export function Steps({ event }: { event: steps_event$key }) {
  const texts = useTexts();
  const formats = useFormats();
  const { history } = useFragment(
    graphql`
      fragment steps_event on VitalEvent {
        history {
          action
          actorName
          insertedAt
        }
      }
    `,
    event,
  );
  const did: Readonly<Record<string, string>> = texts.did;
  const steps = history.filter((step, at) => step.action !== history[at - 1]?.action);
  return (
    <section>
      <h2>{texts.records.history}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step.insertedAt}>
            {did[step.action.split(".")[1] ?? ""] ?? step.action}
            {", "}
            {step.actorName ?? texts.trail.system},{" "}
            <time dateTime={step.insertedAt}>{formats.time(step.insertedAt)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
