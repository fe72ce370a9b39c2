/** The dialog that plans: whether all goes on in another organisation or persons move, where to, and who. */
import { useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type { newPlanMergeMutation } from "../__generated__/newPlanMergeMutation.graphql";
import type { newPlanTransferMutation } from "../__generated__/newPlanTransferMutation.graphql";
import { useApiMutation } from "../api/queries";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { QueryBoundary } from "../components/query-boundary";
import { ChooseOrganisation, type OfferedOrganisation } from "../organisations/choose-organisation";
import { usePlansTexts } from "../texts/plans-texts";
import { ChoosePersons } from "./choose-persons";
import { planPath } from "./plan-path";

interface NewPlanProps {
  readonly source: {
    readonly id: string;
    readonly name: string;
    readonly ancestors: readonly { readonly id: string }[];
  };
  /** What was planned before, where it is planned anew. */
  readonly former?: {
    readonly keepsSource: boolean;
    readonly target: { readonly id: string; readonly name: string };
  };
  readonly onClose: () => void;
}

const WHAT = ["merge", "all", "some"] as const;
type What = (typeof WHAT)[number];

/** Ask what is planned, and show the plan; nothing else changes. */
export default function NewPlan({ source, former, onClose }: NewPlanProps) {
  const labels = usePlansTexts();
  const [, navigate] = useLocation();
  const [what, setWhat] = useState<What>(former?.keepsSource === true ? "all" : "merge");
  const [words, setWords] = useState(former?.target.name ?? "");
  const [target, setTarget] = useState<string | null>(former?.target.id ?? null);
  const [persons, setPersons] = useState<ReadonlySet<string>>(new Set());
  const merge = useApiMutation<newPlanMergeMutation>(MERGE);
  const transfer = useApiMutation<newPlanTransferMutation>(TRANSFER);
  const lacks = [
    ...(target === null ? [["targetId", "choice"] as const] : []),
    ...(what === "some" && persons.size === 0 ? [["personIds", "required"] as const] : []),
  ].map(([path, rule]) => ({ path: [path], rule, message: labels.target }));
  async function plan() {
    if (target === null) return;
    const input = { sourceId: source.id, targetId: target };
    const personIds = what === "all" ? null : [...persons];
    const planned =
      what === "merge"
        ? (await merge.perform({ input }))?.planOrganisationMerge
        : (await transfer.perform({ input: { ...input, personIds } }))?.planTransfer;
    if (planned == null) return;
    leaveFreely();
    onClose();
    navigate(planPath(planned.plan.id));
  }
  // What stands above or below is no place for a merge: it would be within itself.
  const isOffered = ({ id, ancestors }: OfferedOrganisation) =>
    id !== source.id &&
    (what !== "merge" ||
      [...source.ancestors, ...ancestors].every((it) => it.id !== id && it.id !== source.id));
  const refusal = what === "merge" ? merge.refusal : transfer.refusal;
  return (
    <FormDialog
      title={labels.planTitle(source.name)}
      explanation={labels.planExplanation}
      submitLabel={labels.plan}
      isPending={merge.isPending || transfer.isPending}
      refusal={refusal}
      lacks={lacks}
      onSubmit={() => void plan()}
      onClose={onClose}
    >
      <fieldset>
        <legend data-required>{labels.what}</legend>
        {WHAT.map((it) => (
          <label key={it} className="checkbox choice">
            <input type="radio" name="what" checked={what === it} onChange={() => setWhat(it)} />
            {labels.whats[it]}
          </label>
        ))}
      </fieldset>
      <ChooseOrganisation
        label={labels.find}
        legend={labels.target}
        words={words}
        onWords={(value) => {
          setWords(value);
          setTarget(null);
        }}
        chosen={target}
        onChoose={({ id }) => setTarget(id)}
        isOffered={isOffered}
        path="targetId"
      />
      {what === "some" && (
        <QueryBoundary>
          <ChoosePersons id={source.id} chosen={persons} onChoose={setPersons} />
        </QueryBoundary>
      )}
    </FormDialog>
  );
}

const MERGE = graphql`
  mutation newPlanMergeMutation($input: PlanMergeInput!) {
    planOrganisationMerge(input: $input) {
      plan {
        id
      }
    }
  }
`;
const TRANSFER = graphql`
  mutation newPlanTransferMutation($input: PlanTransferInput!) {
    planTransfer(input: $input) {
      plan {
        id
      }
    }
  }
`;
