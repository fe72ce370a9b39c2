/** The scopes that a client may hold (rule E3). */
import type { ClientKind } from "../__generated__/newClientMutation.graphql";
import type { Texts } from "../texts/english";

const machineScopes = [
  "person:read",
  "vital_event:read",
  "birth:declare",
  "death:declare",
  "marriage:declare",
  "vital_event:correct",
  "vital_event:certify",
  "vital_event:issue",
  "webhook:write",
  "event:read",
  "organisation:read",
  "explanation:read",
];
const peopleScopes = [
  "merge_request:read",
  "merge_candidate:assign",
  "merge_request:write",
  "merge:read",
  "merge:undo",
  "vital_event:register",
  "certificate_template:write",
  "audit_log:read",
  "review_statistics:read",
  "person_history:read",
  "person:erase",
  "detection:read",
  "access:read",
  "access:write",
  "message:read",
  "message:write",
  "organisation:write",
  "run:write",
  "source:write",
  "organisation:erase",
  "organisation:merge",
  "explanation:write",
  "consent:read",
  "consent:write",
];

const declaring = ["birth:declare", "death:declare", "marriage:declare"];

/** What machines of a kind are usually given, by the name of the set. */
export const scopeSets = {
  declares: [...declaring, "vital_event:read", "vital_event:correct", "webhook:write"],
  portal: [
    ...declaring,
    "vital_event:read",
    "vital_event:correct",
    "vital_event:certify",
    "vital_event:issue",
    "webhook:write",
  ],
  follows: ["vital_event:read", "webhook:write", "event:read"],
};

/** Return the scopes that a client of this kind may be given. */
export function scopesOf(kind: ClientKind): readonly string[] {
  return kind === "SYSTEM" ? machineScopes : [...machineScopes, ...peopleScopes];
}

/** Return what a scope allows, in words, and its name as programs have it. */
export function scopeLabel(scope: string, texts: Texts): string {
  const words = texts.clients.scopeNames[scope];
  return words === undefined ? scope : `${words} (${scope})`;
}
