/** Whom the registry tells of what happens: addresses, topics, and secrets shown once. */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link } from "wouter";
import type { webhooksPageDeleteMutation } from "../__generated__/webhooksPageDeleteMutation.graphql";
import type { webhooksPageQuery } from "../__generated__/webhooksPageQuery.graphql";
import type { webhooksPageRotateMutation } from "../__generated__/webhooksPageRotateMutation.graphql";
import type { webhooksPage_list$key } from "../__generated__/webhooksPage_list.graphql";
import { useAct, usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Button } from "../parts/button";
import { Endless } from "../parts/endless";
import { Trouble } from "../parts/notice";
import { Page } from "../parts/page";
import { Question } from "../parts/question";
import { Secret } from "../parts/secret";
import { TrailLink } from "../parts/trail-link";
import { useTexts } from "../texts/texts";
import { NewWebhook } from "./new-webhook";

interface Asked {
  readonly id: string;
  readonly url: string;
  readonly what: "delete" | "rotate";
}

/** Shows all webhooks and makes new ones. */
export default function WebhooksPage() {
  const texts = useTexts();
  const labels = texts.webhooks;
  const [isAdding, add] = useState(false);
  const [asked, ask] = useState<Asked | null>(null);
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
  const remove = useAct<webhooksPageDeleteMutation>(DELETE);
  const rotate = useAct<webhooksPageRotateMutation>(ROTATE);

  async function confirm({ id, what }: Asked) {
    ask(null);
    if (what === "delete") await remove.perform({ input: { id }, connections: [connection] });
    else {
      const answer = await rotate.perform({ input: { id } });
      tell(answer?.rotateWebhookSecret?.signingSecret ?? null);
    }
  }

  return (
    <Page
      title={labels.title}
      actions={
        <Button look="primary" onPress={() => add(true)}>
          {labels.add}
        </Button>
      }
    >
      <Trouble refusal={remove.refusal ?? rotate.refusal} />
      <ul className="rows">
        {rows.map(({ id, databaseId, url, topics, isActive }) => (
          <li key={id}>
            <h2 className="row-title">{url}</h2>
            <span className={`badge ${isActive ? "active" : "blocked"}`}>
              {isActive ? texts.users.active : labels.inactive}
            </span>
            <Link href="/messages">{labels.deliveries}</Link>
            <TrailLink row={databaseId} />
            <Button onPress={() => ask({ id, url, what: "rotate" })}>{texts.clients.rotate}</Button>
            <Button look="danger" onPress={() => ask({ id, url, what: "delete" })}>
              {labels.remove}
            </Button>
            <p className="faint">{topics.map(topicName).join(" · ")}</p>
          </li>
        ))}
      </ul>
      <Endless
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onNext={() => list.loadNext(50)}
        isEmpty={rows.length === 0}
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
      {asked !== null && (
        <Question
          title={asked.what === "delete" ? labels.removeTitle : texts.clients.rotateTitle}
          words={asked.what === "delete" ? labels.removeWords(asked.url) : labels.rotateWords}
          yes={asked.what === "delete" ? labels.remove : texts.clients.rotate}
          onYes={() => void confirm(asked)}
          onNo={() => ask(null)}
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

/** Writes a topic as the messages do: `birth.declared`. */
export function topicName(topic: string): string {
  return topic.toLowerCase().replace(/_([^_]*)$/, ".$1");
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
          databaseId
          url
          topics
          isActive
        }
      }
    }
  }
`;
const DELETE = graphql`
  mutation webhooksPageDeleteMutation($input: WebhookIdInput!, $connections: [ID!]!) {
    deleteWebhook(input: $input) {
      deletedWebhookId @deleteEdge(connections: $connections)
    }
  }
`;
const ROTATE = graphql`
  mutation webhooksPageRotateMutation($input: WebhookIdInput!) {
    rotateWebhookSecret(input: $input) {
      signingSecret
      webhook {
        id
        updatedAt
      }
    }
  }
`;
