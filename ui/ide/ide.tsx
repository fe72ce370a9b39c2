/** The GraphQL IDE: GraphiQL with a first query and a hint about tokens, which it never stores. */
import { GraphiQL } from "graphiql";
import { fetcher } from "./fetcher";

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
        <p className="token-hint">
          No token yet? Run <code>selfsame token --user reviewer1</code> and put what it prints
          under Headers: <code>{'{ "Authorization": "Bearer …" }'}</code>
        </p>
      </GraphiQL.Footer>
    </GraphiQL>
  );
}
