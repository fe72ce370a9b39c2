/** The mutations that ask for a correction, one for each kind of record. */
import { graphql } from "react-relay";
import type { correctionMutationsBirthMutation } from "../__generated__/correctionMutationsBirthMutation.graphql";
import type { correctionMutationsDeathMutation } from "../__generated__/correctionMutationsDeathMutation.graphql";
import type { correctionMutationsMarriageMutation } from "../__generated__/correctionMutationsMarriageMutation.graphql";
import type { Kind } from "./declaration-forms";
import { useRecordMutation } from "./moved-on";

/** Return the mutation of a kind; `perform` resolves to whether it was done. */
export function useRequestCorrection(kind: Kind) {
  const birth = useRecordMutation<correctionMutationsBirthMutation>(BIRTH);
  const death = useRecordMutation<correctionMutationsDeathMutation>(DEATH);
  const marriage = useRecordMutation<correctionMutationsMarriageMutation>(MARRIAGE);
  const mutations = { BIRTH: birth, DEATH: death, MARRIAGE: marriage };
  async function perform(input: object): Promise<boolean> {
    const response = await mutations[kind].perform({ input: input as never });
    return response?.asked != null;
  }
  const { isPending, refusal, clearRefusal } = mutations[kind];
  return { perform, isPending, refusal, clearRefusal };
}

const BIRTH = graphql`
  mutation correctionMutationsBirthMutation($input: RequestBirthCorrectionInput!) {
    asked: requestBirthCorrection(input: $input) {
      correction {
        ...openCorrection_correction
      }
    }
  }
`;
const DEATH = graphql`
  mutation correctionMutationsDeathMutation($input: RequestDeathCorrectionInput!) {
    asked: requestDeathCorrection(input: $input) {
      correction {
        ...openCorrection_correction
      }
    }
  }
`;
const MARRIAGE = graphql`
  mutation correctionMutationsMarriageMutation($input: RequestMarriageCorrectionInput!) {
    asked: requestMarriageCorrection(input: $input) {
      correction {
        ...openCorrection_correction
      }
    }
  }
`;
