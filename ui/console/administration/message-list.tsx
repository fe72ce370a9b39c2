/** The list of messages, the newest first: all of them, or those of one webhook. */
import { graphql, usePaginationFragment } from "react-relay";
import type { messageList_list$key } from "../__generated__/messageList_list.graphql";
import type { messageListMoreQuery } from "../__generated__/messageListMoreQuery.graphql";
import { nodesOf } from "../api/connections";
import { LoadMore } from "../components/load-more";
import { MessageRow } from "./message-row";

interface MessageListProps {
  readonly list: messageList_list$key;
  /** Shown where there are none. */
  readonly emptyText: string;
  readonly isOfOneWebhook?: boolean;
}

/** Show the messages, each with its actions. */
export function MessageList({ list: key, emptyText, isOfOneWebhook = false }: MessageListProps) {
  const list = usePaginationFragment<messageListMoreQuery, messageList_list$key>(LIST, key);
  const rows = nodesOf(list.data.messages.edges);
  return (
    <>
      <ul className="rows">
        {rows.map((message) => (
          <MessageRow key={message.id} message={message} isOfOneWebhook={isOfOneWebhook} />
        ))}
      </ul>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(30)}
        isEmpty={rows.length === 0}
        emptyText={emptyText}
      />
    </>
  );
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
          ...messageRow_message
        }
      }
    }
  }
`;
