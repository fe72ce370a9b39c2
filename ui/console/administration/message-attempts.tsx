/** What each attempt of a message met. */

import { graphql, useFragment } from "react-relay";
import type { messageAttempts_message$key } from "../__generated__/messageAttempts_message.graphql";
import { Moment } from "../components/moment";
import { Status } from "../components/status";
import { useFormats, useTexts } from "../texts/texts";

/** List the attempts that ended, the oldest first; nothing where there are none. */
export function MessageAttempts({ message }: { message: messageAttempts_message$key }) {
  const texts = useTexts().messages;
  const formats = useFormats();
  const { attemptsMade } = useFragment(
    graphql`
      fragment messageAttempts_message on Message {
        attemptsMade {
          startedAt
          milliseconds
          success
          errorCode
          errorMessage
        }
      }
    `,
    message,
  );
  if (attemptsMade.length === 0) return null;
  return (
    <details>
      <summary>{texts.history(attemptsMade.length)}</summary>
      <ol className="attempts">
        {attemptsMade.map((it, index) => (
          <li key={`${it.startedAt} ${index}`}>
            <Moment at={it.startedAt} />{" "}
            <Status of={it.success ? "PROCESSED" : "FAILED"}>{String(it.errorCode ?? "–")}</Status>{" "}
            {texts.milliseconds(formats.number(it.milliseconds))} ·{" "}
            <bdi>{it.errorMessage ?? texts.arrived}</bdi>
          </li>
        ))}
      </ol>
    </details>
  );
}
