/** The dialog that moves an organisation, with all below it, to another place in the tree. */
import { useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type { moveOrganisationMutation } from "../__generated__/moveOrganisationMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { useApiMutation } from "../api/queries";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { runPath } from "../runs/run-path";
import { useViewer } from "../shell/viewer";
import { useRunsTexts } from "../texts/runs-texts";
import { ChooseOrganisation } from "./choose-organisation";

/** Stands for the top: no organisation has this id. */
const TOP = "top";

interface MoveOrganisationProps {
  readonly organisation: { readonly id: string; readonly name: string; readonly version: number };
  readonly onClose: () => void;
}

/** Ask where it shall stand, and show the run that moves it. */
export function MoveOrganisation({ organisation, onClose }: MoveOrganisationProps) {
  const labels = useRunsTexts();
  const [, navigate] = useLocation();
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const { perform, isPending, refusal } = useApiMutation<moveOrganisationMutation>(MOVE);
  // The version that was looked at: who changes it meanwhile has this one refused.
  const [version] = useState(organisation.version);
  const [key, setKey] = useState(newIdempotencyKey);
  async function move() {
    if (chosen === null) return;
    const parentId = chosen === TOP ? null : chosen;
    const input = { idempotencyKey: key, id: organisation.id, parentId, version };
    const begun = (await perform({ input }))?.moveOrganisation;
    if (begun == null) return;
    leaveFreely();
    onClose();
    navigate(runPath(begun.run.id));
  }
  function choose(id: string | null) {
    setChosen(id);
    setKey(newIdempotencyKey());
  }
  const missing = { path: ["parentId"], rule: "choice", message: labels.place };
  return (
    <FormDialog
      title={labels.moveTitle(organisation.name)}
      explanation={labels.moveExplanation}
      submitLabel={labels.move}
      isPending={isPending}
      refusal={refusal}
      lacks={chosen === null ? [missing] : []}
      onSubmit={() => void move()}
      onClose={onClose}
    >
      <ChooseOrganisation
        label={labels.find}
        legend={labels.place}
        words={words}
        onWords={(value) => {
          setWords(value);
          choose(null);
        }}
        chosen={chosen}
        onChoose={({ id }) => choose(id)}
        isOffered={({ id, ancestors }) =>
          [id, ...ancestors.map((above) => above.id)].every((it) => it !== organisation.id)
        }
        path="parentId"
        autoFocus
      />
      <Top chosen={chosen} onChoose={choose} />
    </FormDialog>
  );
}

interface ChoiceProps {
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

/** Only whoever looks after the whole tree makes a root. */
function Top({ chosen, onChoose }: ChoiceProps) {
  const labels = useRunsTexts();
  const { roles } = useViewer();
  if (!roles.includes("ADMIN") && !roles.includes("STEWARD")) return null;
  return (
    <label className="checkbox choice">
      <input type="radio" name="place" checked={chosen === TOP} onChange={() => onChoose(TOP)} />
      {labels.top}
    </label>
  );
}

const MOVE = graphql`
  mutation moveOrganisationMutation($input: MoveOrganisationInput!) {
    moveOrganisation(input: $input) {
      run {
        id
      }
    }
  }
`;
