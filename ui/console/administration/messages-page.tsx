/** The page of all messages to receivers. */

import { type ReactNode, useState } from "react";
import { graphql } from "react-relay";
import { useSearchParams } from "wouter";
import type { messagesPageCountsLiveQuery } from "../__generated__/messagesPageCountsLiveQuery.graphql";
import type { messagesPageCountsQuery } from "../__generated__/messagesPageCountsQuery.graphql";
import type { messagesPageQuery } from "../__generated__/messagesPageQuery.graphql";
import { useAsked } from "../api/asked";
import { useLiveQuery } from "../api/live";
import { usePageQuery } from "../api/queries";
import { choiceOf } from "../components/address";
import { Button } from "../components/button";
import { ExportButton } from "../components/export-button";
import { Select, TextField } from "../components/fields";
import { Form } from "../components/form";
import { Moment } from "../components/moment";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { SavedFilters } from "../components/saved-filters";
import { Status } from "../components/status";
import { Tabs } from "../components/tabs";
import { useViewer } from "../shell/viewer";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useFormats, useTexts } from "../texts/texts";
import { MessageList } from "./message-list";
import {
  messageStatus,
  NOT_ARRIVED,
  retriesAll,
  StatusChoice,
  statusFilter,
} from "./message-statuses";
import { OfOneRecord } from "./record-messages";
import { RetryAll } from "./retry-all";
import { topicName, topics } from "./topics";
import { WebhookChoice } from "./webhook-choice";

const names = [
  ...(["status", "kind", "correlationId", "fault"] as const),
  ...(["organisationId", "webhookId", "subjectId"] as const),
];
type Filters = Readonly<Record<(typeof names)[number], string>>;

/**
 * Show the messages that the filters of the address find: `?status=FAILED`.
 *
 * A steward finds those of their organisations; what is of the whole registry is an administrator's.
 */
export default function MessagesPage() {
  const texts = useTexts();
  const isAdmin = useViewer().roles.includes("ADMIN");
  const [search, setSearch] = useSearchParams();
  const filters = Object.fromEntries(
    names.map((name) => [name, search.get(name) ?? ""]),
  ) as Filters;
  const { status: asked, fault: askedFault, ...plain } = filters;
  const fault = choiceOf(askedFault, texts.messages.faults, "");
  const status = messageStatus(asked, texts);
  const filled = Object.entries(plain).filter(([, value]) => value !== "");
  const filter = {
    ...Object.fromEntries(filled),
    ...(fault === "" ? {} : { fault }),
    ...statusFilter(status),
  };
  const isNarrower = fault + filters.organisationId + filters.subjectId !== "";
  const offersRetry = retriesAll.includes(status) && !isNarrower;
  const { variables, boundary, askAnew } = useAsked({ filter } as messagesPageQuery["variables"]);
  return (
    <Page
      title={texts.messages.title}
      actions={<ExportButton list="messages" given={{ filter }} isOpenToLimited />}
    >
      <MessageTabs shown={status} />
      <SavedFilters />
      <MessageFilters
        key={search.toString()}
        filters={filters}
        onFilter={(next) => {
          setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")));
          askAnew();
        }}
      />
      {filters.subjectId !== "" && <OfOneRecord />}
      {isAdmin && (
        <div className="counts">
          <QueryBoundary>
            <Counts>
              {(hasFailed) =>
                offersRetry && <RetryAll input={Object.fromEntries(filled)} hasFailed={hasFailed} />
              }
            </Counts>
          </QueryBoundary>
        </div>
      )}
      <QueryBoundary {...boundary}>
        <Messages variables={variables} />
      </QueryBoundary>
    </Page>
  );
}

/** All messages, and those that did not arrive, each with its cause and what helps. */
function MessageTabs({ shown }: { shown: string }) {
  const deliveries = useDeliveriesTexts();
  const tabs = [
    { name: "", text: deliveries.all, address: "/messages", count: null },
    {
      name: NOT_ARRIVED,
      text: deliveries.notArrivedTab,
      address: `/messages?status=${NOT_ARRIVED}`,
      count: null,
    },
  ];
  return <Tabs label={deliveries.lists} tabs={tabs} shown={shown} />;
}

interface MessageFiltersProps {
  readonly filters: Filters;
  readonly onFilter: (filters: Filters) => void;
}

function MessageFilters({ filters, onFilter }: MessageFiltersProps) {
  const texts = useTexts();
  const isAdmin = useViewer().roles.includes("ADMIN");
  const [draft, setDraft] = useState(filters);
  return (
    <Form className="filters" onSubmit={() => onFilter(draft)}>
      <StatusChoice value={draft.status} onChange={(status) => onFilter({ ...draft, status })} />
      <Select
        label={texts.messages.fault}
        value={draft.fault}
        onChange={(fault) => onFilter({ ...draft, fault })}
        options={{ "": texts.records.any, ...texts.messages.faults } as Record<string, string>}
      />
      {isAdmin && (
        <WebhookChoice
          value={draft.webhookId}
          onChange={(webhookId) => onFilter({ ...draft, webhookId })}
        />
      )}
      <TextField
        label={texts.messages.kind}
        value={draft.kind}
        onChange={(kind) => setDraft({ ...draft, kind })}
        suggestions={topics.map((topic) => `webhook.${topicName(topic)}`)}
      />
      <TextField
        label={texts.trail.correlationId}
        value={draft.correlationId}
        onChange={(correlationId) => setDraft({ ...draft, correlationId })}
      />
      <Button variant="primary" type="submit">
        {texts.lists.apply}
      </Button>
    </Form>
  );
}

/** The counts by status; counting millions takes a moment, which the list need not wait for. */
function Counts({ children }: { children: (hasFailed: boolean) => ReactNode }) {
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
          overdue
          oldestEnqueuedAt
        }
      }
    `,
    {},
  );
  useLiveQuery<messagesPageCountsLiveQuery>(MOVING_COUNTS, {});
  const { oldestEnqueuedAt, overdue, ...counts } = messageQueueOverview;
  const statuses: Readonly<Record<string, string>> = texts.messages.statuses;
  return (
    <div className="filters">
      {Object.entries(counts).map(([status, count]) => (
        <span key={status}>
          {statuses[status.toUpperCase()]}: <strong>{formats.number(count)}</strong>
        </span>
      ))}
      {overdue > 0 && (
        <Status of="FAILED">{texts.messages.overdue(formats.number(overdue))}</Status>
      )}
      {oldestEnqueuedAt != null && (
        <span>
          {texts.messages.oldest} <Moment at={oldestEnqueuedAt} />
        </span>
      )}
      {children(counts.failed > 0)}
    </div>
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
  const isNarrowed = Object.keys(variables.filter ?? {}).length > 0;
  return (
    <MessageList
      list={query}
      filter={variables.filter ?? {}}
      emptyText={isNarrowed ? texts.messages.empty : texts.messages.noneYet}
    />
  );
}

/** Without the counts of what is done with, which grow for ever and cost the most. */
const MOVING_COUNTS = graphql`
  query messagesPageCountsLiveQuery {
    messageQueueOverview {
      enqueued
      processing
      failed
      overdue
      oldestEnqueuedAt
    }
  }
`;
