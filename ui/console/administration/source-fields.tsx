/** What is asked of a source, whether it is new or known: where it is, how it is read, and by whom. */
import type { ReactNode } from "react";
import type { SourceAccess, SourceProtocol } from "../__generated__/newSourceMutation.graphql";
import { Checkbox, FieldGroup, TextField } from "../components/fields";
import { withItem } from "../components/selection";
import { useSourcesTexts } from "../texts/sources-texts";

/** What needs the address that gives tokens; where people sign in, it may be found. */
const needsTokenUrl: readonly SourceAccess[] = ["TOKEN_EXCHANGE", "CLIENT_CREDENTIALS"];

export interface SourceTerms {
  readonly name: string;
  readonly baseUrl: string;
  readonly access: ReadonlySet<SourceAccess>;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly scope: string;
  /** One in each line. */
  readonly syncRoles: string;
}

/** Of a source that is not described yet. */
export const NOTHING: SourceTerms = {
  name: "",
  baseUrl: "https://",
  access: new Set<SourceAccess>(["CALLER_TOKEN"]),
  tokenUrl: "",
  clientId: "",
  clientSecret: "",
  issuer: "",
  authorizationUrl: "",
  scope: "",
  syncRoles: "",
};

interface SourceFieldsProps {
  readonly terms: SourceTerms;
  readonly onChange: (terms: SourceTerms) => void;
  readonly protocol: SourceProtocol;
  /** Whether the source is on record: what is shown nowhere stays as it is where it is left empty. */
  readonly isKnown?: boolean;
  /** What is asked after the name. */
  readonly children?: ReactNode;
}

/** Return the ways that are chosen, in the order in which they are offered. */
export function accessOf({ access }: SourceTerms): readonly SourceAccess[] {
  const offered: readonly SourceAccess[] = [
    "CALLER_TOKEN",
    "AUTHORIZATION_CODE",
    "TOKEN_EXCHANGE",
    "CLIENT_CREDENTIALS",
  ];
  return offered.filter((it) => access.has(it));
}

/** Return the roles that let somebody sync, as they are sent. */
export function syncRolesOf({ syncRoles }: SourceTerms): string[] {
  return syncRoles
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Return what is said of the registry's client there, where the ways that are chosen need one. */
export function clientOf(terms: SourceTerms) {
  const chosen = accessOf(terms);
  const signsIn = chosen.includes("AUTHORIZATION_CODE");
  const needsClient = chosen.some((it) => it !== "CALLER_TOKEN");
  const given = (value: string) => (needsClient && value.trim() !== "" ? value.trim() : null);
  return {
    tokenUrl: given(terms.tokenUrl),
    clientId: given(terms.clientId),
    clientSecret: given(terms.clientSecret),
    ...(signsIn && {
      issuer: given(terms.issuer),
      authorizationUrl: given(terms.authorizationUrl),
      scope: given(terms.scope),
    }),
  };
}

/** Ask for all of it; of a client of the registry's own only where a way needs one. */
export function SourceFields({
  terms,
  onChange,
  protocol,
  isKnown = false,
  children,
}: SourceFieldsProps) {
  const labels = useSourcesTexts();
  const change = (part: Partial<SourceTerms>) => onChange({ ...terms, ...part });
  const chosen = accessOf(terms);
  const signsIn = chosen.includes("AUTHORIZATION_CODE");
  return (
    <>
      <TextField
        label={labels.name}
        value={terms.name}
        onChange={(name) => change({ name })}
        path="name"
        isRequired
        autoFocus
      />
      {children}
      <TextField
        label={labels.baseUrl}
        value={terms.baseUrl}
        onChange={(baseUrl) => change({ baseUrl })}
        path="baseUrl"
        hint={isKnown ? `${labels.baseUrlHint} ${labels.baseUrlChange}` : labels.baseUrlHint}
        isRequired
      />
      <FieldGroup title={labels.access} path="access" isRequired>
        {(Object.keys(labels.accesses) as SourceAccess[]).map((it) => (
          <Checkbox
            key={it}
            label={labels.accesses[it]}
            isChecked={terms.access.has(it)}
            onChange={(isChecked) => change({ access: withItem(terms.access, it, isChecked) })}
          />
        ))}
      </FieldGroup>
      {chosen.some((it) => it !== "CALLER_TOKEN") && (
        <>
          {isKnown && <p className="faint">{labels.clientStays}</p>}
          {signsIn && <SignInFields terms={terms} onChange={onChange} />}
          <TextField
            label={labels.tokenUrl}
            value={terms.tokenUrl}
            onChange={(tokenUrl) => change({ tokenUrl })}
            path="tokenUrl"
            isRequired={!isKnown && (!signsIn || chosen.some((it) => needsTokenUrl.includes(it)))}
          />
          <TextField
            label={labels.clientId}
            value={terms.clientId}
            onChange={(clientId) => change({ clientId })}
            path="clientId"
            isRequired={!isKnown}
          />
          <TextField
            label={labels.clientSecret}
            value={terms.clientSecret}
            onChange={(clientSecret) => change({ clientSecret })}
            path="clientSecret"
            hint={isKnown ? labels.clientSecretChange : labels.clientSecretHint}
            type="password"
            autoComplete="new-password"
          />
        </>
      )}
      {protocol === "JSON_API" && (
        <TextField
          label={labels.syncRoles}
          value={terms.syncRoles}
          onChange={(syncRoles) => change({ syncRoles })}
          path="syncRoles"
          hint={labels.syncRolesHint}
          lines={3}
        />
      )}
    </>
  );
}

function SignInFields({ terms, onChange }: Pick<SourceFieldsProps, "terms" | "onChange">) {
  const labels = useSourcesTexts();
  return (
    <>
      <TextField
        label={labels.issuer}
        value={terms.issuer}
        onChange={(issuer) => onChange({ ...terms, issuer })}
        path="issuer"
        hint={labels.issuerHint}
      />
      <TextField
        label={labels.authorizationUrl}
        value={terms.authorizationUrl}
        onChange={(authorizationUrl) => onChange({ ...terms, authorizationUrl })}
        path="authorizationUrl"
        hint={labels.authorizationUrlHint}
      />
      <TextField
        label={labels.scope}
        value={terms.scope}
        onChange={(scope) => onChange({ ...terms, scope })}
        path="scope"
        hint={labels.scopeHint}
      />
    </>
  );
}
