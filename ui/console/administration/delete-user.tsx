/** The dialog that deletes a user for good. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { deleteUserMutation } from "../__generated__/deleteUserMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { ReasonForm } from "../components/reason-form";
import { useTexts } from "../texts/texts";

/** Offer it, and ask for a reason; the row goes out of the list. */
export function DeleteUser({ id, name }: { id: string; name: string }) {
  const { users: labels } = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  const { perform, isPending, refusal } = useApiMutation<deleteUserMutation>(DELETE);
  return (
    <>
      <Button variant="danger" onPress={() => setIsAsking(true)}>
        {labels.delete}
      </Button>
      {isAsking && (
        <ReasonForm
          title={labels.deleteTitle(name)}
          explanation={labels.deleteExplanation}
          confirmLabel={labels.delete}
          hint={labels.deleteReasonHint}
          isPending={isPending}
          refusal={refusal}
          onSubmit={(reason) => void perform({ input: { id, reason } })}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}

const DELETE = graphql`
  mutation deleteUserMutation($input: DeleteUserInput!) {
    deleteUser(input: $input) {
      deletedId @deleteRecord
    }
  }
`;
