/** The page of one webhook: its terms, its deliveries and what each attempt met. */

import { useDeferredValue } from "react";
import { graphql } from "react-relay";
import { useLocation, useParams, useSearchParams } from "wouter";
import type { webhookPageLiveQuery } from "../__generated__/webhookPageLiveQuery.graphql";
import type { webhookPageQuery } from "../__generated__/webhookPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { useLiveQuery } from "../api/live";
import { usePageQuery } from "../api/queries";
import { LinkButton } from "../components/link-button";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useTexts } from "../texts/texts";
import { DeliveryStrip } from "./delivery-strip";
import { MessageList } from "./message-list";
import { messageStatus, retriesAll, StatusChoice, statusFilter } from "./message-statuses";
import { OneDelivery } from "./one-delivery";
import { RetryAll } from "./retry-all";
import { topicText } from "./topics";
import { WebhookActions } from "./webhook-actions";
import { SwitchedOff, WebhookState, WithheldTopics } from "./webhook-state";
import { WebhookTrial } from "./webhook-trial";

/** Show the webhook, and the deliveries that the address filters: `?status=FAILED`, `?delivery=…`. */
export default function WebhookPage() {
  const texts = useTexts();
  const labels = texts.webhooks;
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const { id: segment = "" } = useParams<{ id: string }>();
  const id = decodeURIComponent(segment);
  const status = messageStatus(search.get("status"), texts);
  const delivery = search.get("delivery");
  const filter = { webhookId: id, ...statusFilter(status) };
  const failed = { webhookId: id, status: ["FAILED"] } as const;
  const variables = useDeferredValue(JSON.stringify({ id, filter, failed }));
  const asked = JSON.parse(variables) as webhookPageQuery["variables"];
  const query = usePageQuery<webhookPageQuery>(WEBHOOK, asked);
  useLiveQuery<webhookPageLiveQuery>(IS_ACTIVE, { id, failed });
  const failures = nodesOf(query.failed.edges).length;
  const hasMore = query.failed.pageInfo.hasNextPage;
  const webhook = query.node?.__typename === "Webhook" ? query.node : null;
  const back = <LinkButton to="/webhooks">{labels.title}</LinkButton>;
  return (
    <Page title={webhook === null ? labels.webhook : webhook.url} actions={back} kind="webhook">
      {webhook === null ? (
        <Notice kind="note">
          <p>{labels.deleted}</p>
        </Notice>
      ) : (
        <>
          <div className="filters middle">
            {webhook.state != null && <WebhookState webhook={webhook.state} />}
            <Moment at={webhook.insertedAt} />
            {webhook.actions != null && (
              <WebhookActions
                webhook={webhook.actions}
                connections={[]}
                onDeleted={() => navigate("/webhooks")}
              />
            )}
            {webhook.trial != null && <WebhookTrial webhook={webhook.trial} />}
          </div>
          {!webhook.isActive && (
            <Notice kind="note">
              <p>{labels.inactiveExplanation}</p>
            </Notice>
          )}
          {webhook.state != null && <SwitchedOff webhook={webhook.state} />}
          {webhook.state != null && <WithheldTopics webhook={webhook.state} />}
          {webhook.needsNewSecret && <NeedsSecret />}
          <p className="faint">
            {labels.receives(webhook.client.name)}:{" "}
            {webhook.topics.map((it) => topicText(it, texts)).join(" · ")}
          </p>
        </>
      )}
      {delivery !== null && (
        <QueryBoundary resetKey={delivery}>
          <OneDelivery id={delivery} all={`/webhooks/${encodeURIComponent(id)}`} />
        </QueryBoundary>
      )}
      <h2>{labels.deliveries}</h2>
      {webhook?.strip != null && <DeliveryStrip webhook={webhook.strip} />}
      <div className="filters">
        <StatusChoice
          value={status}
          onChange={(value) => setSearch(value === "" ? {} : { status: value })}
        />
        {webhook?.needsNewSecret === false && retriesAll.includes(status) && (
          <RetryAll
            input={{ webhookId: id }}
            hasFailed={failures > 0}
            of={{ count: failures, orMore: hasMore ? "+" : "", url: webhook.url }}
          />
        )}
        {webhook?.needsNewSecret === true && failures > 0 && <TriedLater />}
      </div>
      <MessageList
        list={query}
        filter={asked.filter ?? {}}
        emptyText={labels.noDeliveries}
        isOfOneWebhook
      />
    </Page>
  );
}

/** What is tried again fails again until the secret is another one. */
function NeedsSecret() {
  const deliveries = useDeliveriesTexts();
  return (
    <Notice kind="note">
      <p>{deliveries.needsSecret}</p>
    </Notice>
  );
}

/** In place of the button, which comes back. */
function TriedLater() {
  return <span className="faint">{useDeliveriesTexts().triedLater}</span>;
}

const WEBHOOK = graphql`
  query webhookPageQuery($id: ID!, $filter: MessageFilter, $failed: MessageFilter!) {
    node(id: $id) {
      __typename
      ... on Webhook {
        url
        topics
        client {
          name
        }
        isActive
        needsNewSecret
        insertedAt
        ...webhookState_webhook @alias(as: "state")
        ...webhookActions_webhook @alias(as: "actions")
        ...webhookTrial_webhook @alias(as: "trial")
        ...deliveryStrip_webhook @alias(as: "strip")
      }
    }
    failed: messages(first: 100, filter: $failed) {
      edges {
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
      }
    }
    ...messageList_list @arguments(filter: $filter)
  }
`;

/** It is switched off when its receiver says so, or when every delivery fails; its strip grows. */
const IS_ACTIVE = graphql`
  query webhookPageLiveQuery($id: ID!, $failed: MessageFilter!) {
    node(id: $id) {
      ... on Webhook {
        isActive
        needsNewSecret
        ...webhookState_webhook @alias(as: "state")
        ...deliveryStrip_webhook @alias(as: "strip")
      }
    }
    failed: messages(first: 100, filter: $failed) {
      edges {
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;
