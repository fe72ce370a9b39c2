/** Drafts of declarations on the server, and the savers that bring them there (rule C19). */
import { commitMutation, type Environment, fetchQuery, graphql } from "relay-runtime";
import type { keptDraftDiscardMutation } from "../__generated__/keptDraftDiscardMutation.graphql";
import type { keptDraftKeepMutation } from "../__generated__/keptDraftKeepMutation.graphql";
import type { keptDraftQuery } from "../__generated__/keptDraftQuery.graphql";
import { Refusal } from "../api/refusal";
import { UNASKED } from "../api/unasked";
import type { Kind } from "./declaration-forms";

/** A draft as the server has it. */
export interface Kept {
  readonly id: string;
  readonly version: number;
  readonly content: string;
  readonly keptAt: string;
  readonly keptUntil: string;
}

/** What a form holds, and what a list calls it; null where nothing was typed for that. */
export interface Typed {
  readonly content: string;
  readonly label: string | null;
}

/** Return a key for a new form; crypto.randomUUID exists on secure origins only. */
export function newFormKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Keep what a form holds, where that asks nobody to sign in; throws the Refusal. `version` is the one that the form knows. */
export function keep(
  environment: Environment,
  input: Typed & { readonly kind: Kind; readonly formKey: string; readonly version: number },
): Promise<Kept> {
  return new Promise((resolve, reject) => {
    commitMutation<keptDraftKeepMutation>(environment, {
      mutation: KEEP,
      variables: { input },
      cacheConfig: UNASKED,
      onCompleted: ({ keepDeclarationDraft }) => {
        const kept = keepDeclarationDraft?.declarationDraft;
        if (kept == null) reject(new Refusal({ message: "Draft not found" }));
        else resolve(kept);
      },
      onError: reject,
    });
  });
}

/** Delete a draft; whether it was there does not matter. */
export function discard(environment: Environment, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    commitMutation<keptDraftDiscardMutation>(environment, {
      mutation: DISCARD,
      variables: { input: { id } },
      onCompleted: () => resolve(),
      onError: (error) => (error.message === "Draft not found" ? resolve() : reject(error)),
    });
  });
}

/** Return the user's draft of a form as the server has it; null where there is none. */
export async function keptOf(environment: Environment, formKey: string): Promise<Kept | null> {
  const force = { networkCacheConfig: { force: true, ...UNASKED } };
  const data = await fetchQuery<keptDraftQuery>(environment, MINE, {}, force).toPromise();
  const nodes = data?.declarationDrafts.nodes ?? [];
  return nodes.find((it) => it?.formKey === formKey) ?? null;
}

const KEEP = graphql`
  mutation keptDraftKeepMutation($input: KeepDeclarationDraftInput!) {
    keepDeclarationDraft(input: $input) {
      declarationDraft {
        id
        version
        content
        keptAt
        keptUntil
      }
    }
  }
`;
const DISCARD = graphql`
  mutation keptDraftDiscardMutation($input: DiscardDeclarationDraftInput!) {
    discardDeclarationDraft(input: $input) {
      discardedDraftId
    }
  }
`;
const MINE = graphql`
  query keptDraftQuery {
    declarationDrafts(first: 50) {
      nodes {
        id
        formKey
        version
        content
        keptAt
        keptUntil
      }
    }
  }
`;
