/** Sign-ins by somebody's name that failed: how many, when, and whether the name has to wait. */
import { graphql, useFragment } from "react-relay";
import type { failedSignIns_user$key } from "../__generated__/failedSignIns_user.graphql";
import { useAccountTexts } from "../texts/account-texts";
import { useFormats } from "../texts/texts";

/** Say so; nothing where none failed lately, or the viewer may not know. */
export function FailedSignIns({ of }: { of: failedSignIns_user$key }) {
  const { failures: words } = useAccountTexts();
  const { number, time } = useFormats();
  const failed = useFragment(USER, of).failedSignIns;
  if (failed == null) return null;
  const { count, firstAt, lastAt, retryAfter } = failed;
  return (
    <span>
      {words.said(number(count), time(firstAt), time(lastAt))}
      {retryAfter != null && <strong> {words.waits(number(retryAfter))}</strong>}
    </span>
  );
}

const USER = graphql`
  fragment failedSignIns_user on User {
    failedSignIns {
      count
      firstAt
      lastAt
      retryAfter
    }
  }
`;
