/** The list of messages, the newest first: all of them, or those of one webhook. */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { messageList_list$key } from "../__generated__/messageList_list.graphql";
import type { messageListLiveQuery } from "../__generated__/messageListLiveQuery.graphql";
import type {
  MessageFilter,
  messageListMoreQuery,
} from "../__generated__/messageListMoreQuery.graphql";
import { nextPage } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { useLiveQuery } from "../api/live";
import { LoadMore } from "../components/load-more";
import { Rows } from "../components/rows";
import { letterTo } from "./message-recipient";
import { MessageRow } from "./message-row";
import { usePersonNames } from "./person-names";

interface MessageListProps {
  readonly list: messageList_list$key;
  /** What the list was narrowed by, for what comes to it meanwhile. */
  readonly filter: MessageFilter;
  /** Shown where there are none. */
  readonly emptyText: string;
  readonly isOfOneWebhook?: boolean;
}

/** How many of the messages that may still change are asked about at once; `nodes` takes no more. */
const MOST_WATCHED = 100;
const FINAL = ["PROCESSED", "DISCARDED"];

/**
 * Show the messages, each with its actions, as they are now.
 *
 * One that no longer fits the filter stays until the filter changes: nothing goes from under the
 * pointer. One that comes to fit stands at its place in time.
 */
export function MessageList(props: MessageListProps) {
  // What came meanwhile fits the filter that was asked with: under another one nothing of it stays.
  return <MessagesOfFilter key={JSON.stringify(props.filter)} {...props} />;
}

function MessagesOfFilter({
  list: key,
  filter,
  emptyText,
  isOfOneWebhook = false,
}: MessageListProps) {
  const list = usePaginationFragment<messageListMoreQuery, messageList_list$key>(LIST, key);
  const loaded = nodesOf(list.data.messages.edges);
  const [ids, setIds] = useState<readonly string[]>([]);
  const live = useLiveQuery<messageListLiveQuery>(LIVE, { filter, ids });
  const rows = merged(loaded, nodesOf(live?.messages.edges));
  const watched = rows.filter(({ status }) => !FINAL.includes(status)).slice(0, MOST_WATCHED);
  const watchedIds = watched.map(({ id }) => id);
  if (watchedIds.join() !== ids.join()) setIds(watchedIds);
  const names = usePersonNames(rows.flatMap(({ kind, subject }) => letterTo(kind, subject) ?? []));
  return (
    <>
      <Rows rows={rows} hasNext={list.hasNext}>
        {(message, place) => (
          <MessageRow
            message={message}
            isOfOneWebhook={isOfOneWebhook}
            names={names}
            place={place}
          />
        )}
      </Rows>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(nextPage(loaded.length))}
        isEmpty={rows.length === 0}
        emptyText={emptyText}
      />
    </>
  );
}

/** Return both lists as one, without doubles, the newest first. */
function merged<Row extends { readonly id: string; readonly insertedAt: string }>(
  loaded: readonly Row[],
  arrived: readonly Row[],
): readonly Row[] {
  const known = new Set(loaded.map(({ id }) => id));
  const added = arrived.filter(({ id }) => !known.has(id));
  if (added.length === 0) return loaded;
  return [...added, ...loaded].sort((one, other) => (one.insertedAt < other.insertedAt ? 1 : -1));
}

const LIST = graphql`
  fragment messageList_list on Query
  @refetchable(queryName: "messageListMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 30 }
    after: { type: "String" }
    filter: { type: "MessageFilter" }
  ) {
    messages(first: $first, after: $after, filter: $filter)
      @connection(key: "messageList_messages") {
      edges {
        node {
          id
          kind
          status
          insertedAt
          subject {
            __typename
            id
          }
          ...messageRow_message
        }
      }
    }
  }
`;
const LIVE = graphql`
  query messageListLiveQuery($filter: MessageFilter, $ids: [ID!]!) {
    messages(first: 30, filter: $filter) {
      edges {
        node {
          id
          kind
          status
          insertedAt
          subject {
            __typename
            id
          }
          ...messageRow_message
        }
      }
    }
    nodes(ids: $ids) {
      ...messageRow_message @alias(as: "message")
    }
  }
`;
