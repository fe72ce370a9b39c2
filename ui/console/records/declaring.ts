/** The mutations that declare, one for each kind. */
import { graphql } from "react-relay";
import type { declaringBirthMutation } from "../__generated__/declaringBirthMutation.graphql";
import type { declaringDeathMutation } from "../__generated__/declaringDeathMutation.graphql";
import type { declaringMarriageMutation } from "../__generated__/declaringMarriageMutation.graphql";
import type { Kind } from "./declaration-forms";
import { useRecordMutation } from "./moved-on";

interface Declared {
  readonly id: string;
  readonly trackingId: string;
}

/** Return the mutation of a kind; `perform` resolves to the new record. */
export function useDeclaring(kind: Kind) {
  const birth = useRecordMutation<declaringBirthMutation>(BIRTH);
  const death = useRecordMutation<declaringDeathMutation>(DEATH);
  const marriage = useRecordMutation<declaringMarriageMutation>(MARRIAGE);
  const mutations = { BIRTH: birth, DEATH: death, MARRIAGE: marriage };
  async function perform(input: object): Promise<Declared | null> {
    const response = await mutations[kind].perform({ input: input as never });
    return response?.declared?.vitalEvent ?? null;
  }
  const { isPending, refusal, clearRefusal } = mutations[kind];
  return { perform, isPending, refusal, clearRefusal };
}

const BIRTH = graphql`
  mutation declaringBirthMutation($input: DeclareBirthInput!) {
    declared: declareBirth(input: $input) {
      vitalEvent {
        id
        trackingId
        status
      }
    }
  }
`;
const DEATH = graphql`
  mutation declaringDeathMutation($input: DeclareDeathInput!) {
    declared: declareDeath(input: $input) {
      vitalEvent {
        id
        trackingId
        status
      }
    }
  }
`;
const MARRIAGE = graphql`
  mutation declaringMarriageMutation($input: DeclareMarriageInput!) {
    declared: declareMarriage(input: $input) {
      vitalEvent {
        id
        trackingId
        status
      }
    }
  }
`;
