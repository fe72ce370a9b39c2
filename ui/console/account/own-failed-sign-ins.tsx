/** What failed by one's own name, on the page of one's account. */
import { graphql } from "react-relay";
import type { ownFailedSignInsQuery } from "../__generated__/ownFailedSignInsQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Notice } from "../components/notice";
import { useAccountTexts } from "../texts/account-texts";
import { FailedSignIns } from "./failed-sign-ins";

/** Say it, and what to do where it was somebody else; nothing where none failed lately. */
export function OwnFailedSignIns() {
  const { failures: words } = useAccountTexts();
  const { user } = usePageQuery<ownFailedSignInsQuery>(OWN, {}).viewer;
  if (user?.failedSignIns == null) return null;
  return (
    <Notice kind="note">
      <p>
        <FailedSignIns of={user} />
      </p>
      <p>{words.notYou}</p>
    </Notice>
  );
}

const OWN = graphql`
  query ownFailedSignInsQuery {
    viewer {
      user {
        failedSignIns {
          count
        }
        ...failedSignIns_user
      }
    }
  }
`;
