/** The GraphQL IDE: GraphiQL with a first query, and tokens, which it never stores. */
import { GraphiQL } from "graphiql";
import { useMemo, useState } from "react";
import { type Account, accounts } from "./accounts";
import { fetcherAs } from "./fetcher";

const firstQuery = `# Who the token speaks for, and what it may do.
query WhoAmI {
  viewer {
    user {
      displayName
    }
    client {
      name
    }
    roles
    scopes
  }
}
`;

/**
 * Show the IDE on the whole page.
 *
 * Operations and variables can name people, so they are kept for the browser tab only
 * (sessionStorage). Headers are kept nowhere: hence no history plugin, which stores them
 * whatever shouldPersistHeaders says.
 */
export function Ide() {
  const [account, setAccount] = useState<Account>();
  const fetcher = useMemo(() => fetcherAs(account), [account]);
  return (
    <GraphiQL
      fetcher={fetcher}
      defaultQuery={firstQuery}
      defaultEditorToolsVisibility="headers"
      shouldPersistHeaders={false}
      storage={sessionStorage}
      plugins={[]}
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>Selfsame</GraphiQL.Logo>
      <GraphiQL.Footer>
        {accounts.length > 0 && <ChooseAccount account={account} onChoose={setAccount} />}
        <p className="token-hint">
          {account === undefined ? "No token yet? Run " : "Another token comes from "}
          <code>selfsame token --user reviewer1</code>: put what it prints under Headers:{" "}
          <code>{'{ "Authorization": "Bearer …" }'}</code>
        </p>
        <p className="token-hint">
          <a href="/docs">Guides</a> · <a href="/schema.graphql">schema.graphql</a>
        </p>
      </GraphiQL.Footer>
    </GraphiQL>
  );
}

interface ChooseAccountProps {
  readonly account: Account | undefined;
  readonly onChoose: (account: Account | undefined) => void;
}

/** Offer the accounts of a demo, whose passwords are their names. */
function ChooseAccount({ account, onChoose }: ChooseAccountProps) {
  return (
    <label className="token-hint">
      {"Ask as "}
      <select
        name="account"
        value={account?.name ?? ""}
        onChange={({ target }) => onChoose(accounts.find((it) => it.name === target.value))}
      >
        <option value="">nobody</option>
        {accounts.map(({ name, role }) => (
          <option key={name} value={name}>
            {`${name} (${role})`}
          </option>
        ))}
      </select>
      {" until a token stands under Headers"}
    </label>
  );
}
