/** The fields of a webhook that is created or changed. */
import { Checkbox, FieldGroup, TextField } from "../components/fields";
import { withItem } from "../components/selection";
import { useTexts } from "../texts/texts";
import { topicName, topics, type WebhookTopic } from "./topics";

export interface WebhookTerms {
  readonly url: string;
  readonly selected: ReadonlySet<WebhookTopic>;
}

interface WebhookFieldsProps {
  readonly terms: WebhookTerms;
  readonly onChange: (terms: WebhookTerms) => void;
}

/** Ask for an address and topics. */
export function WebhookFields({ terms, onChange }: WebhookFieldsProps) {
  const labels = useTexts().webhooks;
  const { url, selected } = terms;
  return (
    <>
      <TextField
        label={labels.url}
        value={url}
        onChange={(next) => onChange({ url: next, selected })}
        path="url"
        isRequired
        autoFocus
      />
      <FieldGroup title={labels.topics} path="topics" isRequired>
        {topics.map((topic) => (
          <Checkbox
            key={topic}
            label={topicName(topic)}
            isChecked={selected.has(topic)}
            onChange={(isChecked) =>
              onChange({ url, selected: withItem(selected, topic, isChecked) })
            }
          />
        ))}
      </FieldGroup>
    </>
  );
}

/** Return the terms as the mutations take them. */
export function inputOf({ url, selected }: WebhookTerms) {
  return { url, topics: topics.filter((topic) => selected.has(topic)) };
}
