/** What is on its way to receivers, what has arrived, and what was given up. */
import { useDeferredValue, useState } from "react";
import { Form } from "react-aria-components/Form";
import { graphql } from "react-relay";
import { useSearchParams } from "wouter";
import type { messagesPageCountsQuery } from "../__generated__/messagesPageCountsQuery.graphql";
import type { messagesPageQuery } from "../__generated__/messagesPageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { Boundary } from "../parts/boundary";
import { Button } from "../parts/button";
import { Choice, TextField } from "../parts/fields";
import { Page } from "../parts/page";
import { useFormats, useTexts } from "../texts/texts";
import { MessageList } from "./message-list";

const names = ["status", "kind", "correlationId"] as const;
type Filters = Readonly<Record<(typeof names)[number], string>>;

/** Shows the messages as the address narrows them: `?status=FAILED`. */
export default function MessagesPage() {
  const texts = useTexts();
  const [search, setSearch] = useSearchParams();
  const filters = Object.fromEntries(
    names.map((name) => [name, search.get(name) ?? ""]),
  ) as Filters;
  const { status, ...plain } = filters;
  const said = Object.entries(plain).filter(([, value]) => value !== "");
  const filter = { ...Object.fromEntries(said), ...(status === "" ? {} : { status: [status] }) };
  const wanted = useDeferredValue(JSON.stringify({ filter }));
  return (
    <Page title={texts.messages.title}>
      <MessageFilters
        key={search.toString()}
        filters={filters}
        onNarrow={(next) =>
          setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")))
        }
      />
      <div className="counts">
        <Boundary>
          <Counts />
        </Boundary>
      </div>
      <Boundary of={wanted}>
        <Messages variables={JSON.parse(wanted) as messagesPageQuery["variables"]} />
      </Boundary>
    </Page>
  );
}

interface MessageFiltersProps {
  readonly filters: Filters;
  readonly onNarrow: (filters: Filters) => void;
}

function MessageFilters({ filters, onNarrow }: MessageFiltersProps) {
  const texts = useTexts();
  const [draft, setDraft] = useState(filters);
  return (
    <Form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault();
        onNarrow(draft);
      }}
    >
      <Choice
        label={texts.messages.status}
        value={draft.status}
        onChange={(status) => onNarrow({ ...draft, status })}
        options={{ "": texts.records.any, ...texts.messages.statuses } as Record<string, string>}
      />
      <TextField
        label={texts.messages.kind}
        value={draft.kind}
        onChange={(kind) => setDraft({ ...draft, kind })}
      />
      <TextField
        label={texts.trail.correlationId}
        value={draft.correlationId}
        onChange={(correlationId) => setDraft({ ...draft, correlationId })}
      />
      <Button look="primary" type="submit">
        {texts.lists.apply}
      </Button>
    </Form>
  );
}

/** How many there are in all; to count millions takes a moment, for which the list need not wait. */
function Counts() {
  const texts = useTexts();
  const formats = useFormats();
  const { messageQueueOverview } = usePageQuery<messagesPageCountsQuery>(
    graphql`
      query messagesPageCountsQuery {
        messageQueueOverview {
          enqueued
          processing
          processed
          failed
          discarded
          oldestEnqueuedAt
        }
      }
    `,
    {},
  );
  const { oldestEnqueuedAt, ...counts } = messageQueueOverview;
  const statuses: Readonly<Record<string, string>> = texts.messages.statuses;
  return (
    <p className="filters">
      {Object.entries(counts).map(([status, count]) => (
        <span key={status}>
          {statuses[status.toUpperCase()]}: <strong>{formats.number(count)}</strong>
        </span>
      ))}
      {oldestEnqueuedAt != null && (
        <span>
          {texts.messages.oldest} {formats.time(oldestEnqueuedAt)}
        </span>
      )}
    </p>
  );
}

function Messages({ variables }: { variables: messagesPageQuery["variables"] }) {
  const texts = useTexts();
  const query = usePageQuery<messagesPageQuery>(
    graphql`
      query messagesPageQuery($filter: MessageFilter) {
        ...messageList_list @arguments(filter: $filter)
      }
    `,
    variables,
  );
  return <MessageList list={query} none={texts.messages.none} />;
}
