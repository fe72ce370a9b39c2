/** For which client a webhook is made: the console's own, or a machine. */
import { graphql, usePaginationFragment } from "react-relay";
import type { webhookOwner_clients$key } from "../__generated__/webhookOwner_clients.graphql";
import type { webhookOwnerQuery } from "../__generated__/webhookOwnerQuery.graphql";
import { useAllPages } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Select } from "../components/fields";
import { useAccessTexts } from "../texts/access-texts";

interface WebhookOwnerProps {
  /** The id of a machine; empty for the console's own client. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Show the choice. */
export function WebhookOwner({ value, onChange }: WebhookOwnerProps) {
  const { webhook: labels } = useAccessTexts();
  const query = usePageQuery<webhookOwnerQuery>(ALL, {});
  const list = usePaginationFragment<webhookOwnerQuery, webhookOwner_clients$key>(CLIENTS, query);
  useAllPages(list, true);
  const machines = nodesOf(list.data.clients.edges).filter(({ kind }) => kind === "SYSTEM");
  const options: Readonly<Record<string, string>> = Object.fromEntries([
    ["", labels.ofConsole],
    ...machines.map(({ id, name }) => [id, name]),
  ]);
  return (
    <Select
      label={labels.owner}
      value={value}
      onChange={onChange}
      options={options}
      hint={labels.ofClient}
      path="clientId"
    />
  );
}

const ALL = graphql`
  query webhookOwnerQuery {
    ...webhookOwner_clients
  }
`;
const CLIENTS = graphql`
  fragment webhookOwner_clients on Query
  @refetchable(queryName: "webhookOwnerMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 100 }, after: { type: "String" }) {
    clients(first: $first, after: $after) @connection(key: "webhookOwner_clients") {
      edges {
        node {
          id
          kind
          name
        }
      }
    }
  }
`;
