/** The button that gives a user a password for one sign-in, which is shown once. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { resetPasswordMutation } from "../__generated__/resetPasswordMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { useLeaveGuard } from "../components/leave-guard";
import { RefusalNotice } from "../components/notice";
import { SecretDialog } from "../components/secret-dialog";
import { useTexts } from "../texts/texts";

interface ResetPasswordProps {
  readonly id: string;
  readonly name: string;
}

/** Ask first: it ends the user's sessions. */
export function ResetPassword({ id, name }: ResetPasswordProps) {
  const texts = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const { perform, isPending, refusal } = useApiMutation<resetPasswordMutation>(RESET);
  // Its answer has the password, which is shown once.
  useLeaveGuard(isPending, "secret");
  async function reset() {
    setIsAsking(false);
    const response = await perform({ input: { id } });
    setPassword(response?.resetPassword?.oneTimePassword ?? null);
  }
  return (
    <>
      <Button isDisabled={isPending} onPress={() => setIsAsking(true)}>
        {texts.users.reset}
      </Button>
      <RefusalNotice refusal={refusal} />
      {isAsking && (
        <ConfirmDialog
          title={texts.users.resetTitle}
          explanation={texts.users.resetExplanation(name)}
          confirmLabel={texts.users.reset}
          onConfirm={() => void reset()}
          onCancel={() => setIsAsking(false)}
          isRisky
        />
      )}
      {password !== null && (
        <SecretDialog
          title={texts.users.oneTimePassword}
          explanation={texts.users.oneTimeExplanation(name)}
          secret={password}
          onClose={() => setPassword(null)}
        />
      )}
    </>
  );
}

const RESET = graphql`
  mutation resetPasswordMutation($input: UserIdInput!) {
    resetPassword(input: $input) {
      oneTimePassword
      user {
        ...userRow_user
      }
    }
  }
`;
