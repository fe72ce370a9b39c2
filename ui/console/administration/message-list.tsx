/** Messages in a list without end, the newest first: all of them, or those for one webhook. */
import { graphql, usePaginationFragment } from "react-relay";
import type { messageList_list$key } from "../__generated__/messageList_list.graphql";
import type { messageListMoreQuery } from "../__generated__/messageListMoreQuery.graphql";
import { rowsOf } from "../asking/rows";
import { Endless } from "../parts/endless";
import { MessageRow } from "./message-row";

interface MessageListProps {
  readonly list: messageList_list$key;
  /** What is said where there are none. */
  readonly none: string;
  readonly isOfOneWebhook?: boolean;
}

/** Shows the messages, each with what can be done about it. */
export function MessageList({ list: key, none, isOfOneWebhook = false }: MessageListProps) {
  const list = usePaginationFragment<messageListMoreQuery, messageList_list$key>(LIST, key);
  const rows = rowsOf(list.data.messages.edges);
  return (
    <>
      <ul className="rows">
        {rows.map((message) => (
          <MessageRow key={message.id} message={message} isOfOneWebhook={isOfOneWebhook} />
        ))}
      </ul>
      <Endless
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onNext={() => list.loadNext(30)}
        isEmpty={rows.length === 0}
        none={none}
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
