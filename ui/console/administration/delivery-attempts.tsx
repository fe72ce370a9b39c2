/** What each attempt to deliver a message met. */
import { graphql, useFragment } from "react-relay";
import type { deliveryAttempts_delivery$key } from "../__generated__/deliveryAttempts_delivery.graphql";
import { useFormats, useTexts } from "../texts/texts";

/** List the attempts that ended, the oldest first; nothing where there are none. */
export function DeliveryAttempts({ delivery }: { delivery: deliveryAttempts_delivery$key }) {
  const texts = useTexts().messages;
  const formats = useFormats();
  const { attemptsMade } = useFragment(
    graphql`
      fragment deliveryAttempts_delivery on WebhookDelivery {
        attemptsMade {
          startedAt
          milliseconds
          httpStatus
          error
        }
      }
    `,
    delivery,
  );
  if (attemptsMade.length === 0) return null;
  return (
    <details>
      <summary>{texts.history(attemptsMade.length)}</summary>
      <ol className="attempts">
        {attemptsMade.map(({ startedAt, milliseconds, httpStatus, error }, index) => (
          <li key={`${startedAt} ${index}`}>
            <time dateTime={startedAt}>{formats.time(startedAt)}</time>{" "}
            <span className={`badge ${error === null ? "processed" : "failed"}`}>
              {httpStatus ?? "–"}
            </span>{" "}
            {texts.milliseconds(formats.number(milliseconds))} · {error ?? texts.arrived}
          </li>
        ))}
      </ol>
    </details>
  );
}
