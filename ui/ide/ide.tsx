/** The GraphQL IDE: GraphiQL with our first query, our words on tokens, and no memory of them. */
import { GraphiQL } from "graphiql";
import { ask } from "./asking";

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

const blankToken = `{
  "Authorization": "Bearer "
}`;

/**
 * Shows the IDE on the whole page.
 *
 * Operations and variables can name people, so they are kept for the browser tab only
 * (sessionStorage). Headers are kept nowhere: hence no history plugin, which writes them down
 * whatever shouldPersistHeaders says.
 */
export function Ide() {
  return (
    <GraphiQL
      fetcher={ask}
      defaultQuery={firstQuery}
      defaultHeaders={blankToken}
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
          No token yet? Run <code>selfsame token --user reviewer1</code> and paste what it prints
          after <code>Bearer</code> under Headers.
        </p>
      </GraphiQL.Footer>
    </GraphiQL>
  );
}
