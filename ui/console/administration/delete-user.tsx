/** The dialog that deletes a user for good. */
import { graphql } from "react-relay";
import type { deleteUserMutation } from "../__generated__/deleteUserMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { ReasonForm } from "../components/reason-form";
import { useTexts } from "../texts/texts";

interface DeleteUserProps {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Ask for a reason; the row goes out of the list. */
export function DeleteUser({ id, name, onClose }: DeleteUserProps) {
  const { users: labels } = useTexts();
  const { perform, isPending, refusal } = useSaidMutation<deleteUserMutation>(
    DELETE,
    "user.deleted",
  );
  return (
    <ReasonForm
      title={labels.deleteTitle(name)}
      explanation={labels.deleteExplanation}
      confirmLabel={labels.delete}
      hint={labels.deleteReasonHint}
      isPending={isPending}
      refusal={refusal}
      onSubmit={(reason) => void perform({ input: { id, reason } })}
      onClose={onClose}
      isRisky
    />
  );
}

const DELETE = graphql`
  mutation deleteUserMutation($input: DeleteUserInput!) {
    deleteUser(input: $input) {
      deletedId @deleteRecord
    }
  }
`;
