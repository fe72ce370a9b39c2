/** The dialog that puts somebody on record for whom an organisation acts until they have a user. */
import { useState } from "react";
import { graphql } from "react-relay";
import type {
  CreateCustodialPersonInput,
  putInCustodyMutation,
} from "../__generated__/putInCustodyMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { useApiMutation } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { toInput, type Values } from "../records/form-values";
import { IndividualFields } from "../records/individual-fields";
import { useOrganisationsTexts } from "../texts/organisations-texts";

interface PutInCustodyProps {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Ask for names, what else is known, and an address. */
export default function PutInCustody({ organisation, onMade, onClose }: PutInCustodyProps) {
  const { members: labels } = useOrganisationsTexts();
  const [values, setValues] = useState<Values>({});
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const { perform, isPending, refusal } = useApiMutation<putInCustodyMutation>(PUT);
  function change(changes: Values) {
    setValues({ ...values, ...changes });
    // Another body is another act.
    setIdempotencyKey(newIdempotencyKey());
  }
  async function put() {
    const typed = toInput(values, [], ["individual"]) as unknown as CreateCustodialPersonInput;
    const input = { ...typed, idempotencyKey, organisationId: organisation.id };
    if ((await perform({ input })) === null) return;
    onClose();
    onMade();
  }
  return (
    <FormDialog
      title={labels.add}
      explanation={labels.addExplanation(organisation.name)}
      submitLabel={labels.add}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void put()}
      onClose={onClose}
    >
      <IndividualFields
        title={labels.who}
        path="individual"
        values={values}
        onChange={change}
        isRequired
        isOffered={false}
      />
      <TextField
        label={labels.email}
        hint={labels.emailHint}
        type="email"
        path="email"
        value={values.email ?? ""}
        onChange={(email) => change({ email })}
      />
    </FormDialog>
  );
}

const PUT = graphql`
  mutation putInCustodyMutation($input: CreateCustodialPersonInput!) {
    createCustodialPerson(input: $input) {
      person {
        id
      }
    }
  }
`;
