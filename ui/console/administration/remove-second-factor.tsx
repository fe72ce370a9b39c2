/** The button that takes the second factor of a user who has lost it. */
import { Suspense, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { removeSecondFactor_user$key } from "../__generated__/removeSecondFactor_user.graphql";
import type { removeSecondFactorMutation } from "../__generated__/removeSecondFactorMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { RefusalNotice } from "../components/notice";
import { useAccountTexts } from "../texts/account-texts";

/** Nothing stands here where there is none. */
export function RemoveSecondFactor({ user: key }: { user: removeSecondFactor_user$key }) {
  const user = useFragment(USER, key);
  if (user.secondFactorSince == null) return null;
  return (
    <Suspense fallback={null}>
      <Remove id={user.id} name={user.displayName} />
    </Suspense>
  );
}

/** Ask first: it ends the user's sessions. */
function Remove({ id, name }: { id: string; name: string }) {
  const { secondFactor: words } = useAccountTexts();
  const [isAsking, setIsAsking] = useState(false);
  const { perform, isPending, refusal } = useApiMutation<removeSecondFactorMutation>(REMOVE);
  return (
    <>
      <Button isDisabled={isPending} onPress={() => setIsAsking(true)}>
        {words.take}
      </Button>
      <RefusalNotice refusal={refusal} />
      {isAsking && (
        <ConfirmDialog
          title={words.take}
          explanation={words.takeExplanation(name)}
          confirmLabel={words.take}
          onConfirm={() => {
            setIsAsking(false);
            void perform({ input: { id } });
          }}
          onCancel={() => setIsAsking(false)}
          isRisky
        />
      )}
    </>
  );
}

const USER = graphql`
  fragment removeSecondFactor_user on User {
    id
    displayName
    secondFactorSince
  }
`;
const REMOVE = graphql`
  mutation removeSecondFactorMutation($input: UserIdInput!) {
    removeSecondFactor(input: $input) {
      user {
        ...removeSecondFactor_user
      }
    }
  }
`;
