/** The texts of proofs of the trail, loaded with the first page that has one. */
import type { proof } from "./english/proof";
import { laterTexts } from "./later-texts";

export type ProofTexts = typeof proof;

export const useProofTexts = laterTexts(
  import.meta.glob<ProofTexts>("./*/proof.ts", { import: "proof" }),
);
