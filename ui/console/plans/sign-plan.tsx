/** The dialog that signs a plan: the name of where all goes is typed, and what was looked at is done. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { signPlanMutation } from "../__generated__/signPlanMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { useApiMutation } from "../api/queries";
import { Refusal } from "../api/refusal";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { usePlansTexts } from "../texts/plans-texts";
import { useRunsTexts } from "../texts/runs-texts";
import { useTexts } from "../texts/texts";

interface SignPlanProps {
  readonly plan: {
    readonly id: string;
    readonly keepsSource: boolean;
    readonly planHash: string;
    readonly source: { readonly name?: string | null | undefined };
    readonly target: { readonly name?: string | null | undefined };
  };
  readonly onClose: () => void;
}

/** Ask for the name, and begin the run; the page shows how far it comes. */
export function SignPlan({ plan, onClose }: SignPlanProps) {
  const texts = useTexts();
  const labels = usePlansTexts();
  const runs = useRunsTexts();
  const [name, setName] = useState("");
  const [mistyped, setMistyped] = useState<Refusal | null>(null);
  const [key] = useState(newIdempotencyKey);
  // What was looked at is signed, whatever the page learns meanwhile.
  const [planHash] = useState(plan.planHash);
  const { perform, isPending, refusal } = useApiMutation<signPlanMutation>(SIGN);
  const [source, target] = [plan.source.name ?? "", plan.target.name ?? ""];
  async function sign() {
    const isTyped = name.trim() === target;
    const message = texts.errors.messages["Name does not match"];
    setMistyped(isTyped ? null : Refusal.ofForm([{ path: ["name"], rule: "typed", message }]));
    if (!isTyped) return;
    const input = { idempotencyKey: key, planId: plan.id, planHash };
    if ((await perform({ input }))?.executePlan == null) return;
    leaveFreely();
    onClose();
  }
  const explain = plan.keepsSource ? labels.signTransfer : labels.signMerge;
  return (
    <FormDialog
      title={plan.keepsSource ? labels.transfer : labels.merge}
      explanation={explain(source, target)}
      submitLabel={labels.sign}
      isPending={isPending}
      refusal={mistyped ?? refusal}
      onSubmit={() => void sign()}
      onClose={onClose}
    >
      <TextField
        label={labels.typeName}
        hint={runs.typeNameHint(target)}
        value={name}
        onChange={setName}
        path="name"
        isRequired
        autoFocus
      />
    </FormDialog>
  );
}

const SIGN = graphql`
  mutation signPlanMutation($input: ExecutePlanInput!) {
    executePlan(input: $input) {
      run {
        id
      }
    }
  }
`;
