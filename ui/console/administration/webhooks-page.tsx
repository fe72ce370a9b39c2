/** The page of all webhooks. */

import { Suspense, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link, useLocation } from "wouter";
import type { webhooksPage_list$key } from "../__generated__/webhooksPage_list.graphql";
import type { webhooksPageQuery } from "../__generated__/webhooksPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { useSay } from "../api/said";
import { ActIcon } from "../components/act-icon";
import { useAskedToAdd } from "../components/asked-to-add";
import { Button } from "../components/button";
import { ExportButton } from "../components/export-button";
import { LoadMore } from "../components/load-more";
import { Page } from "../components/page";
import { SecretDialog } from "../components/secret-dialog";
import { useChartsTexts } from "../texts/charts-texts";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useTexts } from "../texts/texts";
import { DeliveryStrip } from "./delivery-strip";
import { type MadeWebhook, NewWebhook } from "./new-webhook";
import { SendTest } from "./send-test";
import { topicText } from "./topics";
import { TryWebhook } from "./try-webhook";
import { WebhookActions } from "./webhook-actions";
import { WebhookState } from "./webhook-state";

/** List all webhooks and create new ones. */
export default function WebhooksPage() {
  const texts = useTexts();
  const labels = texts.webhooks;
  // The first row comes while a dialog is open, which would go away until these had come.
  const deliveries = useDeliveriesTexts();
  useChartsTexts();
  const say = useSay();
  const [adding, setAdding] = useState<{ readonly client: string } | null>(null);
  useAskedToAdd((asked) => setAdding({ client: asked.get("client") ?? "" }));
  const [made, setMade] = useState<MadeWebhook | null>(null);
  const [isKept, setIsKept] = useState(false);
  const [, navigate] = useLocation();
  const query = usePageQuery<webhooksPageQuery>(
    graphql`
      query webhooksPageQuery {
        ...webhooksPage_list
      }
    `,
    {},
  );
  const list = usePaginationFragment<webhooksPageQuery, webhooksPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.webhooks.edges);
  const connection = list.data.webhooks.__id;
  const actions = (
    <>
      <ExportButton list="webhooks" given={{}} />
      <Button variant="primary" onPress={() => setAdding({ client: "" })}>
        <ActIcon of="add" /> {labels.add}
      </Button>
    </>
  );
  return (
    <Page title={labels.title} actions={actions}>
      {made !== null && isKept && (
        <TryWebhook
          id={made.id}
          onSent={() => navigate(`/webhooks/${encodeURIComponent(made.id)}`)}
        />
      )}
      <ul className="rows" id="list">
        {rows.map((webhook) => (
          <li key={webhook.id}>
            <h2 className="row-title">
              <Link href={`/webhooks/${encodeURIComponent(webhook.id)}`}>
                <bdi>{webhook.url}</bdi>
              </Link>
            </h2>
            <WebhookState webhook={webhook} />
            {webhook.isActive && (
              <SendTest
                id={webhook.id}
                url={webhook.url}
                onSent={() => say({ text: deliveries.tested(webhook.url) })}
              />
            )}
            <WebhookActions webhook={webhook} connections={[connection]} />
            <p className="faint">
              {labels.receives(webhook.client.name)}:{" "}
              {webhook.topics.map((it) => topicText(it, texts)).join(" · ")}
            </p>
            {webhook.strip != null && <DeliveryStrip webhook={webhook.strip} />}
          </li>
        ))}
      </ul>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(50)}
        isEmpty={rows.length === 0}
        emptyText={labels.empty}
      />
      {adding !== null && (
        <Suspense>
          <NewWebhook
            of={adding.client}
            connection={connection}
            onClose={(next) => {
              setAdding(null);
              setIsKept(false);
              setMade(next);
            }}
          />
        </Suspense>
      )}
      {made !== null && !isKept && (
        <SecretDialog
          title={labels.secretTitle}
          explanation={texts.clients.secretExplanation}
          secret={made.secret}
          onClose={() => setIsKept(true)}
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
          client {
            name
          }
          ...webhookState_webhook
          ...webhookActions_webhook
          ...deliveryStrip_webhook @alias(as: "strip")
        }
      }
    }
  }
`;
