/** What each attempt of a message met. */

import { graphql, useFragment } from "react-relay";
import type { messageAttempts_message$key } from "../__generated__/messageAttempts_message.graphql";
import { Moment } from "../components/moment";
import { Status } from "../components/status";
import { useCausesTexts } from "../texts/causes-texts";
import { useRunsTexts } from "../texts/runs-texts";
import { useFormats, useTexts } from "../texts/texts";
import { causeText, causeTexts } from "./message-causes";

/** List the attempts that ended, the oldest first; where none is kept any more, say how often it was tried. */
export function MessageAttempts({ message }: { message: messageAttempts_message$key }) {
  const all = useTexts();
  const texts = all.messages;
  const formats = useFormats();
  const words = causeTexts(useCausesTexts(), all, useRunsTexts());
  const { attempts, attemptsMade } = useFragment(
    graphql`
      fragment messageAttempts_message on Message {
        attempts
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
  if (attemptsMade.length === 0) return <p>{texts.attempts(attempts)}</p>;
  return (
    <details>
      <summary>{texts.history(attemptsMade.length)}</summary>
      <ol className="attempts">
        {attemptsMade.map((it, index) => (
          <li key={`${it.startedAt} ${index}`}>
            <Moment at={it.startedAt} />{" "}
            <Status of={it.success ? "PROCESSED" : "FAILED"}>{String(it.errorCode ?? "–")}</Status>{" "}
            {texts.milliseconds(formats.number(it.milliseconds))} ·{" "}
            <bdi>{it.errorMessage == null ? texts.arrived : causeText(it.errorMessage, words)}</bdi>
          </li>
        ))}
      </ol>
    </details>
  );
}
