/** Sign-ins by somebody's name that failed: how many, when, and whether the name has to wait. */
import { Suspense } from "react";
import { graphql, useFragment } from "react-relay";
import type {
  failedSignIns_user$data,
  failedSignIns_user$key,
} from "../__generated__/failedSignIns_user.graphql";
import { useAccountTexts } from "../texts/account-texts";
import { useFormats } from "../texts/texts";

type Failed = NonNullable<failedSignIns_user$data["failedSignIns"]>;

/** Say so; nothing where none failed lately, or the viewer may not know. */
export function FailedSignIns({ of }: { of: failedSignIns_user$key }) {
  const failed = useFragment(USER, of).failedSignIns;
  if (failed == null) return null;
  // What stands beside it waits for no texts.
  return (
    <Suspense>
      <Said {...failed} />
    </Suspense>
  );
}

function Said({ count, firstAt, lastAt, retryAfter }: Failed) {
  const { failures: words } = useAccountTexts();
  const { number, time } = useFormats();
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
