/** The dialog that makes a source. */
import { useState } from "react";
import { graphql } from "react-relay";
import type {
  newSourceMutation,
  SourceAccess,
  SourceProtocol,
} from "../__generated__/newSourceMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Checkbox, FieldGroup, Select, TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { withItem } from "../components/selection";
import { useSourcesTexts } from "../texts/sources-texts";
import { protocols } from "./protocols";

/** What needs the address that gives tokens; where people sign in, it may be found. */
const needsTokenUrl: readonly SourceAccess[] = ["TOKEN_EXCHANGE", "CLIENT_CREDENTIALS"];

interface NewSourceProps {
  readonly connection: string;
  readonly onClose: () => void;
}

/** Ask where it is and how it is read; of a client of the registry's own too, where one is needed. */
export function NewSource({ connection, onClose }: NewSourceProps) {
  const labels = useSourcesTexts();
  const [name, setName] = useState("");
  const [protocol, setProtocol] = useState<SourceProtocol>("JSON_API");
  const [baseUrl, setBaseUrl] = useState("https://");
  const [access, setAccess] = useState<ReadonlySet<SourceAccess>>(new Set(["CALLER_TOKEN"]));
  const [tokenUrl, setTokenUrl] = useState("");
  const [clientId, setClientId] = useState("");
  const [clientSecret, setClientSecret] = useState("");
  const [signIn, setSignIn] = useState({ issuer: "", authorizationUrl: "", scope: "" });
  const { perform, isPending, refusal } = useApiMutation<newSourceMutation>(CREATE);
  const chosen = (Object.keys(labels.accesses) as SourceAccess[]).filter((it) => access.has(it));
  const signsIn = access.has("AUTHORIZATION_CODE");
  const needsClient = chosen.some((it) => it !== "CALLER_TOKEN");
  async function create() {
    const given = (value: string) => (needsClient && value.trim() !== "" ? value.trim() : null);
    const client = {
      tokenUrl: given(tokenUrl),
      clientId: given(clientId),
      clientSecret: given(clientSecret),
      ...(signsIn && {
        issuer: given(signIn.issuer),
        authorizationUrl: given(signIn.authorizationUrl),
        scope: given(signIn.scope),
      }),
    };
    const input = { name, protocol, baseUrl, access: chosen, ...client };
    if ((await perform({ input, connections: [connection] })) !== null) onClose();
  }
  return (
    <FormDialog
      title={labels.add}
      submitLabel={labels.add}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void create()}
      onClose={onClose}
    >
      <TextField
        label={labels.name}
        value={name}
        onChange={setName}
        path="name"
        isRequired
        autoFocus
      />
      <Select
        label={labels.protocol}
        value={protocol}
        onChange={setProtocol}
        path="protocol"
        options={protocols}
      />
      <TextField
        label={labels.baseUrl}
        value={baseUrl}
        onChange={setBaseUrl}
        path="baseUrl"
        hint={labels.baseUrlHint}
        isRequired
      />
      <FieldGroup title={labels.access} path="access">
        {(Object.keys(labels.accesses) as SourceAccess[]).map((it) => (
          <Checkbox
            key={it}
            label={labels.accesses[it]}
            isChecked={access.has(it)}
            onChange={(isChecked) => setAccess(withItem(access, it, isChecked))}
          />
        ))}
      </FieldGroup>
      {signsIn && (
        <>
          <TextField
            label={labels.issuer}
            value={signIn.issuer}
            onChange={(issuer) => setSignIn({ ...signIn, issuer })}
            path="issuer"
            hint={labels.issuerHint}
          />
          <TextField
            label={labels.authorizationUrl}
            value={signIn.authorizationUrl}
            onChange={(authorizationUrl) => setSignIn({ ...signIn, authorizationUrl })}
            path="authorizationUrl"
            hint={labels.authorizationUrlHint}
          />
          <TextField
            label={labels.scope}
            value={signIn.scope}
            onChange={(scope) => setSignIn({ ...signIn, scope })}
            path="scope"
            hint={labels.scopeHint}
          />
        </>
      )}
      {needsClient && (
        <>
          <TextField
            label={labels.tokenUrl}
            value={tokenUrl}
            onChange={setTokenUrl}
            path="tokenUrl"
            isRequired={!signsIn || chosen.some((it) => needsTokenUrl.includes(it))}
          />
          <TextField
            label={labels.clientId}
            value={clientId}
            onChange={setClientId}
            path="clientId"
            isRequired
          />
          <TextField
            label={labels.clientSecret}
            value={clientSecret}
            onChange={setClientSecret}
            path="clientSecret"
            hint={labels.clientSecretHint}
            type="password"
            autoComplete="new-password"
          />
        </>
      )}
    </FormDialog>
  );
}

const CREATE = graphql`
  mutation newSourceMutation($input: CreateSourceInput!, $connections: [ID!]!) {
    createSource(input: $input) {
      source @appendNode(connections: $connections, edgeTypeName: "SourceEdge") {
        id
        databaseId
        name
        protocol
        baseUrl
        access
        insertedAt
      }
    }
  }
`;
