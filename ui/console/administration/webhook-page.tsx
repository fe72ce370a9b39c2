/** One webhook: whom it tells of what, and how each of its deliveries fares. */
import { useDeferredValue } from "react";
import { graphql } from "react-relay";
import { useLocation, useParams, useSearchParams } from "wouter";
import type { webhookPageQuery } from "../__generated__/webhookPageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { LinkButton } from "../parts/button";
import { Choice } from "../parts/fields";
import { Notice } from "../parts/notice";
import { Page } from "../parts/page";
import { useFormats, useTexts } from "../texts/texts";
import { MessageList } from "./message-list";
import { topicName } from "./topics";
import { WebhookActions } from "./webhook-actions";

/** Shows the webhook and its deliveries as the address narrows them: `?status=FAILED`. */
export default function WebhookPage() {
  const texts = useTexts();
  const formats = useFormats();
  const labels = texts.webhooks;
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const { id: named = "" } = useParams<{ id: string }>();
  const id = decodeURIComponent(named);
  const status = search.get("status") ?? "";
  const filter = { webhookId: id, ...(status === "" ? {} : { status: [status] }) };
  const wanted = useDeferredValue(JSON.stringify({ id, filter }));
  const query = usePageQuery<webhookPageQuery>(
    WEBHOOK,
    JSON.parse(wanted) as webhookPageQuery["variables"],
  );
  const webhook = query.node?.__typename === "Webhook" ? query.node : null;
  const back = <LinkButton to="/webhooks">{labels.title}</LinkButton>;
  return (
    <Page title={webhook === null ? labels.one : webhook.url} actions={back}>
      {webhook === null ? (
        <Notice kind="note">
          <p>{labels.gone}</p>
        </Notice>
      ) : (
        <>
          <div className="filters middle">
            <span className={`badge ${webhook.isActive ? "active" : "blocked"}`}>
              {webhook.isActive ? texts.users.active : labels.inactive}
            </span>
            <time dateTime={webhook.insertedAt}>{formats.time(webhook.insertedAt)}</time>
            {webhook.actions != null && (
              <WebhookActions
                webhook={webhook.actions}
                connections={[]}
                onDeleted={() => navigate("/webhooks")}
              />
            )}
          </div>
          {!webhook.isActive && (
            <Notice kind="note">
              <p>{labels.inactiveWords}</p>
            </Notice>
          )}
          <p className="faint">{webhook.topics.map(topicName).join(" · ")}</p>
        </>
      )}
      <h2>{labels.deliveries}</h2>
      <div className="filters">
        <Choice
          label={texts.messages.status}
          value={status}
          onChange={(chosen) => setSearch(chosen === "" ? {} : { status: chosen })}
          options={{ "": texts.records.any, ...texts.messages.statuses } as Record<string, string>}
        />
      </div>
      <MessageList list={query} none={labels.noDeliveries} isOfOneWebhook />
    </Page>
  );
}

const WEBHOOK = graphql`
  query webhookPageQuery($id: ID!, $filter: MessageFilter) {
    node(id: $id) {
      __typename
      ... on Webhook {
        url
        topics
        isActive
        insertedAt
        ...webhookActions_webhook @alias(as: "actions")
      }
    }
    ...messageList_list @arguments(filter: $filter)
  }
`;
