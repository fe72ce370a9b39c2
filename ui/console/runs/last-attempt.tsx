/** What the last attempt at a step met while another one comes: a run that waits is not silent. */
import { graphql, useFragment } from "react-relay";
import type { lastAttempt_run$key } from "../__generated__/lastAttempt_run.graphql";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { useRunsTexts } from "../texts/runs-texts";
import { useTexts } from "../texts/texts";
import { whyText } from "./why";

/** Say why, whose fault it is and when it is tried again; nothing where no attempt failed. */
export function LastAttempt({ of }: { of: lastAttempt_run$key }) {
  const texts = useTexts();
  const labels = useRunsTexts();
  const { attempts, attemptError, attemptFault, nextAttemptAt } = useFragment(RUN, of);
  if (attemptError == null) return null;
  const { fault, faults } = texts.messages;
  return (
    <Notice kind="error">
      <p>
        {labels.lastAttempt} <bdi>{whyText(attemptError, texts, labels)}</bdi>
      </p>
      <p>
        {texts.messages.attempts(attempts ?? 0)}
        {attemptFault != null && ` · ${fault}: ${faults[attemptFault]}`}
        {nextAttemptAt != null && (
          <>
            {" · "}
            {texts.messages.nextAttempt} <Moment at={nextAttemptAt} />
          </>
        )}
      </p>
    </Notice>
  );
}

const RUN = graphql`
  fragment lastAttempt_run on Run {
    attempts
    attemptError
    attemptFault
    nextAttemptAt
  }
`;
