/** The dialog that takes the second factor of a user who has lost it. */
import { graphql } from "react-relay";
import type { removeSecondFactorMutation } from "../__generated__/removeSecondFactorMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { FormDialog } from "../components/form-dialog";
import { useAccountTexts } from "../texts/account-texts";

interface RemoveSecondFactorProps {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Ask first: it ends the user's sessions. */
export function RemoveSecondFactor({ id, name, onClose }: RemoveSecondFactorProps) {
  const { secondFactor: words } = useAccountTexts();
  const { perform, isPending, refusal } = useSaidMutation<removeSecondFactorMutation>(
    REMOVE,
    "second_factor.deleted",
  );
  async function remove() {
    if ((await perform({ input: { id } })) !== null) onClose();
  }
  return (
    <FormDialog
      title={words.take}
      explanation={words.takeExplanation(name)}
      submitLabel={words.take}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void remove()}
      onClose={onClose}
      isAlert
      isRisky
    >
      {null}
    </FormDialog>
  );
}

const REMOVE = graphql`
  mutation removeSecondFactorMutation($input: UserIdInput!) {
    removeSecondFactor(input: $input) {
      user {
        id
        secondFactorSince
      }
    }
  }
`;
