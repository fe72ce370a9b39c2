/** The fields of a webhook that is created or changed. */
import type { ReactNode } from "react";
import { Checkbox, FieldGroup, TextField } from "../components/fields";
import { withItem } from "../components/selection";
import { useAccessTexts } from "../texts/access-texts";
import { useTexts } from "../texts/texts";
import { topicGroups, topics, topicText, type WebhookTopic } from "./topics";

export interface WebhookTerms {
  readonly url: string;
  readonly selected: ReadonlySet<WebhookTopic>;
}

interface WebhookFieldsProps {
  readonly terms: WebhookTerms;
  readonly onChange: (terms: WebhookTerms) => void;
  /** What else is asked, below the address. */
  readonly children?: ReactNode;
}

/** Ask for an address and topics. */
export function WebhookFields({ terms, onChange, children }: WebhookFieldsProps) {
  const texts = useTexts();
  const labels = texts.webhooks;
  const nouns: Readonly<Record<string, string>> = texts.trail.nouns;
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
      {children}
      <FieldGroup title={labels.topics} path="topics" isRequired>
        {topicGroups.map(({ noun, topics: group }) => (
          <TopicGroup
            key={noun}
            name={nouns[noun] ?? noun}
            topics={group}
            selected={selected}
            onSelect={(next) => onChange({ url, selected: next })}
          />
        ))}
      </FieldGroup>
    </>
  );
}

interface TopicGroupProps {
  readonly name: string;
  readonly topics: readonly WebhookTopic[];
  readonly selected: ReadonlySet<WebhookTopic>;
  readonly onSelect: (selected: ReadonlySet<WebhookTopic>) => void;
}

/** The topics of one kind, each in words and as messages have it, and all of them at once. */
function TopicGroup({ name, topics: group, selected, onSelect }: TopicGroupProps) {
  const texts = useTexts();
  const { webhook: labels } = useAccessTexts();
  const isWhole = group.every((topic) => selected.has(topic));
  const all = isWhole
    ? new Set([...selected].filter((it) => !group.includes(it)))
    : new Set([...selected, ...group]);
  return (
    <div>
      {group.length > 1 && (
        <Checkbox label={labels.allOf(name)} isChecked={isWhole} onChange={() => onSelect(all)} />
      )}
      {group.map((topic) => (
        <Checkbox
          key={topic}
          label={topicText(topic, texts)}
          isChecked={selected.has(topic)}
          onChange={(isChecked) => onSelect(withItem(selected, topic, isChecked))}
        />
      ))}
    </div>
  );
}

/** Return the terms as the mutations take them. */
export function inputOf({ url, selected }: WebhookTerms) {
  return { url, topics: topics.filter((topic) => selected.has(topic)) };
}
