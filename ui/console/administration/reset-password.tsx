/** The dialog that gives a user a password for one sign-in, which is shown once. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { resetPasswordMutation } from "../__generated__/resetPasswordMutation.graphql";
import { useApiMutation } from "../api/queries";
import { FormDialog } from "../components/form-dialog";
import { useLeaveGuard } from "../components/leave-guard";
import { SecretDialog } from "../components/secret-dialog";
import { useTexts } from "../texts/texts";

interface ResetPasswordProps {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Ask first: it ends the user's sessions. */
export function ResetPassword({ id, name, onClose }: ResetPasswordProps) {
  const texts = useTexts();
  const [password, setPassword] = useState<string | null>(null);
  const { perform, isPending, refusal } = useApiMutation<resetPasswordMutation>(RESET);
  // Its answer has the password, which is shown once.
  useLeaveGuard(isPending, "secret");
  async function reset() {
    const response = await perform({ input: { id } });
    setPassword(response?.resetPassword?.oneTimePassword ?? null);
  }
  if (password !== null) {
    return (
      <SecretDialog
        title={texts.users.oneTimePassword}
        explanation={texts.users.oneTimeExplanation(name)}
        secret={password}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title={texts.users.resetTitle}
      explanation={texts.users.resetExplanation(name)}
      submitLabel={texts.users.reset}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void reset()}
      onClose={onClose}
      isAlert
      isRisky
    >
      {null}
    </FormDialog>
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
