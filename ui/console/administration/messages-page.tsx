/** What is on its way to receivers, what has arrived, and what was given up. */
import { useDeferredValue, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Form } from "react-aria-components/Form";
import { useSearchParams } from "wouter";
import type { messagesPageQuery } from "../__generated__/messagesPageQuery.graphql";
import type { messagesPage_list$key } from "../__generated__/messagesPage_list.graphql";
import { usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Boundary } from "../parts/boundary";
import { Button } from "../parts/button";
import { Endless } from "../parts/endless";
import { Choice, TextField } from "../parts/fields";
import { Page } from "../parts/page";
import { useFormats, useTexts } from "../texts/texts";
import { MessageRow } from "./message-row";

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

function Messages({ variables }: { variables: messagesPageQuery["variables"] }) {
  const texts = useTexts();
  const formats = useFormats();
  const query = usePageQuery<messagesPageQuery>(
    graphql`
      query messagesPageQuery($filter: MessageFilter) {
        messageQueueOverview {
          enqueued
          processing
          processed
          failed
          discarded
          oldestEnqueuedAt
        }
        ...messagesPage_list @arguments(filter: $filter)
      }
    `,
    variables,
  );
  const list = usePaginationFragment<messagesPageQuery, messagesPage_list$key>(LIST, query);
  const rows = rowsOf(list.data.messages.edges);
  const { oldestEnqueuedAt, ...counts } = query.messageQueueOverview;
  return (
    <>
      <p className="filters">
        {Object.entries(counts).map(([status, count]) => (
          <span key={status}>
            {(texts.messages.statuses as Record<string, string>)[status.toUpperCase()]}:{" "}
            <strong>{formats.number(count)}</strong>
          </span>
        ))}
        {oldestEnqueuedAt != null && (
          <span>
            {texts.messages.oldest} {formats.time(oldestEnqueuedAt)}
          </span>
        )}
      </p>
      <ul className="rows">
        {rows.map((message) => (
          <MessageRow key={message.id} message={message} />
        ))}
      </ul>
      <Endless
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onNext={() => list.loadNext(30)}
        isEmpty={rows.length === 0}
      />
    </>
  );
}

const LIST = graphql`
  fragment messagesPage_list on Query
  @refetchable(queryName: "messagesPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 30 }
    after: { type: "String" }
    filter: { type: "MessageFilter" }
  ) {
    messages(first: $first, after: $after, filter: $filter)
      @connection(key: "messagesPage_messages") {
      edges {
        node {
          id
          ...messageRow_message
        }
      }
    }
  }
`;
