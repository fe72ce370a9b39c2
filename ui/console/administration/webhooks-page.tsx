/** Whom the registry tells of what happens: addresses, topics, and secrets shown once. */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link } from "wouter";
import type { webhooksPage_list$key } from "../__generated__/webhooksPage_list.graphql";
import type { webhooksPageQuery } from "../__generated__/webhooksPageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Button } from "../parts/button";
import { Endless } from "../parts/endless";
import { Page } from "../parts/page";
import { Secret } from "../parts/secret";
import { useTexts } from "../texts/texts";
import { NewWebhook } from "./new-webhook";
import { topicName } from "./topics";
import { WebhookActions } from "./webhook-actions";

/** Shows all webhooks and makes new ones. */
export default function WebhooksPage() {
  const texts = useTexts();
  const labels = texts.webhooks;
  const [isAdding, add] = useState(false);
  const [secret, tell] = useState<string | null>(null);
  const query = usePageQuery<webhooksPageQuery>(
    graphql`
      query webhooksPageQuery {
        ...webhooksPage_list
      }
    `,
    {},
  );
  const list = usePaginationFragment<webhooksPageQuery, webhooksPage_list$key>(LIST, query);
  const rows = rowsOf(list.data.webhooks.edges);
  const connection = list.data.webhooks.__id;
  const actions = (
    <Button look="primary" onPress={() => add(true)}>
      {labels.add}
    </Button>
  );
  return (
    <Page title={labels.title} actions={actions}>
      <ul className="rows">
        {rows.map((webhook) => (
          <li key={webhook.id}>
            <h2 className="row-title">
              <Link href={`/webhooks/${encodeURIComponent(webhook.id)}`}>{webhook.url}</Link>
            </h2>
            <span className={`badge ${webhook.isActive ? "active" : "blocked"}`}>
              {webhook.isActive ? texts.users.active : labels.inactive}
            </span>
            <WebhookActions webhook={webhook} connections={[connection]} />
            <p className="faint">{webhook.topics.map(topicName).join(" · ")}</p>
          </li>
        ))}
      </ul>
      <Endless
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onNext={() => list.loadNext(50)}
        isEmpty={rows.length === 0}
        none={labels.none}
      />
      {isAdding && (
        <NewWebhook
          connection={connection}
          onClose={(made) => {
            add(false);
            tell(made);
          }}
        />
      )}
      {secret !== null && (
        <Secret
          title={labels.secretTitle}
          words={texts.clients.secretWords}
          secret={secret}
          onClose={() => tell(null)}
        />
      )}
    </Page>
  );
}

const LIST = graphql`
  fragment webhooksPage_list on Query
  @refetchable(queryName: "webhooksPageMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 50 }, after: { type: "String" }) {
    webhooks(first: $first, after: $after) @connection(key: "webhooksPage_webhooks") {
      __id
      edges {
        node {
          id
          url
          topics
          isActive
          ...webhookActions_webhook
        }
      }
    }
  }
`;
