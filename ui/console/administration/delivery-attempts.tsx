/** What each attempt to deliver a message met. */

import { graphql, useFragment } from "react-relay";
import type { deliveryAttempts_delivery$key } from "../__generated__/deliveryAttempts_delivery.graphql";
import { Moment } from "../components/moment";
import { Status } from "../components/status";
import { useCausesTexts } from "../texts/causes-texts";
import { useRunsTexts } from "../texts/runs-texts";
import { useFormats, useTexts } from "../texts/texts";
import { causeText, causeTexts } from "./message-causes";

/** List the attempts that ended, the oldest first; nothing where there are none. */
export function DeliveryAttempts({ delivery }: { delivery: deliveryAttempts_delivery$key }) {
  const all = useTexts();
  const texts = all.messages;
  const formats = useFormats();
  const words = causeTexts(useCausesTexts(), all, useRunsTexts());
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
            <Moment at={startedAt} />{" "}
            <Status of={error === null ? "PROCESSED" : "FAILED"}>
              {String(httpStatus ?? "–")}
            </Status>{" "}
            {texts.milliseconds(formats.number(milliseconds))} ·{" "}
            <bdi>{error == null ? texts.arrived : causeText(error, words)}</bdi>
          </li>
        ))}
      </ol>
    </details>
  );
}
