/** The dialog that withdraws a plan: nobody signs it from then on, and everybody who might have reads why. */
import { graphql } from "react-relay";
import type { withdrawPlanMutation } from "../__generated__/withdrawPlanMutation.graphql";
import { useApiMutation } from "../api/queries";
import { leaveFreely } from "../components/guarded-history";
import { ReasonForm } from "../components/reason-form";
import { usePlansTexts } from "../texts/plans-texts";

/** Ask why. */
export function WithdrawPlan({ id, onClose }: { id: string; onClose: () => void }) {
  const labels = usePlansTexts();
  const { perform, isPending, refusal } = useApiMutation<withdrawPlanMutation>(WITHDRAW);
  async function withdraw(reason: string) {
    const response = await perform({ input: { planId: id, reason } });
    if (response?.withdrawOrganisationPlan == null) return;
    leaveFreely();
    onClose();
  }
  return (
    <ReasonForm
      title={labels.withdraw}
      explanation={labels.withdrawExplanation}
      confirmLabel={labels.withdraw}
      hint={labels.reasonHint}
      isPending={isPending}
      refusal={refusal}
      onSubmit={(reason) => void withdraw(reason)}
      onClose={onClose}
    />
  );
}

const WITHDRAW = graphql`
  mutation withdrawPlanMutation($input: WithdrawPlanInput!) {
    withdrawOrganisationPlan(input: $input) {
      plan {
        id
        status
        withdrawnAt
        withdrawnByName
        withdrawalReason
      }
    }
  }
`;
