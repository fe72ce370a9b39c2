/** What is done with an organisation as a whole: the buttons beside its name, and their dialogs. */
import { lazy, Suspense, useState } from "react";
import { graphql } from "react-relay";
import type { organisationActsArchiveMutation } from "../__generated__/organisationActsArchiveMutation.graphql";
import { useApiMutation } from "../api/queries";
import type { Refusal } from "../api/refusal";
import { ActIcon } from "../components/act-icon";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { loadingOnce } from "../components/later";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { usePlansTexts } from "../texts/plans-texts";
import { useRunsTexts } from "../texts/runs-texts";
import { EraseOrganisation } from "./erase-organisation";
import { MoveOrganisation } from "./move-organisation";
import { NewOrganisation } from "./new-organisation";

const NewPlan = lazy(loadingOnce(() => import("../plans/new-plan")));

interface OrganisationActsProps {
  readonly organisation: {
    readonly id: string;
    readonly name: string;
    readonly status: string;
    readonly version: number;
    readonly ancestors: readonly { readonly id: string }[];
  };
  /** Called with why the last act was refused; null while that is not known, or it was not. */
  readonly onRefused: (refusal: Refusal | null) => void;
}

/** Offer what fits its status, to whoever looks after it. */
export function OrganisationActs({ organisation, onRefused }: OrganisationActsProps) {
  const labels = useOrganisationsTexts();
  const acts = useRunsTexts();
  const plans = usePlansTexts();
  const [dialog, setDialog] = useState<"create" | "move" | "plan" | "archive" | "erase" | null>(
    null,
  );
  const archive = useApiMutation<organisationActsArchiveMutation>(ARCHIVE, (refusal) => {
    onRefused(refusal);
    return true;
  });
  const close = () => setDialog(null);
  return (
    <>
      {organisation.status === "ACTIVE" && (
        <>
          <Button onPress={() => setDialog("create")}>
            <ActIcon of="add" /> {labels.createBelow}
          </Button>
          <Button onPress={() => setDialog("move")}>{acts.move}</Button>
          <Button onPress={() => setDialog("plan")}>{plans.begin}</Button>
          <Button variant="danger" onPress={() => setDialog("archive")}>
            {labels.archive}
          </Button>
        </>
      )}
      <Button variant="danger" onPress={() => setDialog("erase")}>
        {acts.erase}
      </Button>
      {dialog === "create" && <NewOrganisation parent={organisation} onClose={close} />}
      {dialog === "move" && <MoveOrganisation organisation={organisation} onClose={close} />}
      {dialog === "plan" && (
        <Suspense>
          <NewPlan source={organisation} onClose={close} />
        </Suspense>
      )}
      {dialog === "erase" && <EraseOrganisation organisation={organisation} onClose={close} />}
      {dialog === "archive" && (
        <ConfirmDialog
          title={labels.archiveTitle}
          explanation={labels.archiveExplanation(organisation.name)}
          confirmLabel={labels.archive}
          onConfirm={() => {
            close();
            onRefused(null);
            void archive.perform({ input: { id: organisation.id } });
          }}
          onCancel={close}
          isRisky
        />
      )}
    </>
  );
}

const ARCHIVE = graphql`
  mutation organisationActsArchiveMutation($input: OrganisationIdInput!) {
    archiveOrganisation(input: $input) {
      organisation {
        id
        status
      }
    }
  }
`;
