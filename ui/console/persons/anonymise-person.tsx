/** The dialog that takes away for good what is known of a person. */
import { useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type { anonymisePersonMutation } from "../__generated__/anonymisePersonMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { leaveFreely } from "../components/guarded-history";
import { ReasonForm } from "../components/reason-form";
import { useRunsTexts } from "../texts/runs-texts";

/** Offer it, and ask for a reason; where nothing is left of the person, the list of persons follows. */
export function AnonymisePerson({ id, name }: { id: string; name: string }) {
  const labels = useRunsTexts();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button variant="danger" onPress={() => setIsAsking(true)}>
        {labels.anonymise}
      </Button>
      {isAsking && <Ask id={id} name={name} onClose={() => setIsAsking(false)} />}
    </>
  );
}

interface AskProps {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

function Ask({ id, name, onClose }: AskProps) {
  const labels = useRunsTexts();
  const [, navigate] = useLocation();
  const { perform, isPending, refusal } = useApiMutation<anonymisePersonMutation>(ANONYMISE);
  async function anonymise(reason: string) {
    const done = (await perform({ input: { id, reason } }))?.anonymisePerson;
    if (done == null) return;
    leaveFreely();
    onClose();
    if (done.person == null) navigate("/persons");
  }
  return (
    <ReasonForm
      title={labels.anonymiseTitle(name)}
      explanation={labels.anonymiseExplanation}
      confirmLabel={labels.anonymise}
      hint={labels.reasonHint}
      isPending={isPending}
      refusal={refusal}
      onSubmit={(reason) => void anonymise(reason)}
      onClose={onClose}
      isRisky
    >
      <ul>
        {labels.anonymiseGoes.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </ReasonForm>
  );
}

const ANONYMISE = graphql`
  mutation anonymisePersonMutation($input: AnonymisePersonInput!) {
    anonymisePerson(input: $input) {
      person {
        id
        ...recordValues_person @relay(mask: false)
      }
    }
  }
`;
