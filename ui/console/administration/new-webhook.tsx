/** The form that makes a webhook. */
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { graphql } from "react-relay";
import type { newWebhookMutation, WebhookTopic } from "../__generated__/newWebhookMutation.graphql";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { changed } from "../parts/chosen";
import { Dialog } from "../parts/dialog";
import { Faults, Group, TextField, Tick } from "../parts/fields";
import { useTexts } from "../texts/texts";
import { topicName, topics } from "./topics";

interface NewWebhookProps {
  readonly connection: string;
  /** Called with the signing secret of the webhook that was made, if one was. */
  readonly onClose: (secret: string | null) => void;
}

/** Asks for an address and topics. */
export function NewWebhook({ connection, onClose }: NewWebhookProps) {
  const texts = useTexts();
  const labels = texts.webhooks;
  const [url, setUrl] = useState("https://");
  const [chosen, choose] = useState<ReadonlySet<WebhookTopic>>(new Set());
  const { perform, isUnderWay, refusal } = useAct<newWebhookMutation>(CREATE);
  async function create() {
    const input = { url, topics: topics.filter((topic) => chosen.has(topic)) };
    const answer = await perform({ input, connections: [connection] });
    if (answer !== null) onClose(answer.createWebhook?.signingSecret ?? null);
  }
  return (
    <Dialog title={labels.add} onClose={() => onClose(null)}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Faults of={refusal}>
          <TextField
            label={labels.url}
            value={url}
            onChange={setUrl}
            path="url"
            isRequired
            autoFocus
          />
          <Group title={labels.topics} path="topics">
            {topics.map((topic) => (
              <Tick
                key={topic}
                label={topicName(topic)}
                isTicked={chosen.has(topic)}
                onChange={(isTicked) => choose(changed(chosen, topic, isTicked))}
              />
            ))}
          </Group>
        </Faults>
        <div className="actions">
          <Button look="primary" type="submit" isDisabled={isUnderWay}>
            {labels.add}
          </Button>
          <Button onPress={() => onClose(null)}>{texts.shell.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

const CREATE = graphql`
  mutation newWebhookMutation($input: CreateWebhookInput!, $connections: [ID!]!) {
    createWebhook(input: $input) {
      signingSecret
      webhook @appendNode(connections: $connections, edgeTypeName: "WebhookEdge") {
        id
        url
        topics
        isActive
        ...webhookActions_webhook
      }
    }
  }
`;
