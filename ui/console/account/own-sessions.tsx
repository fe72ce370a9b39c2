/** Where one is signed in: each session with its browser, and the way to end it. */
import "../styles/acts.css";
import "../styles/lists.css";
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type {
  ownSessions_list$data,
  ownSessions_list$key,
} from "../__generated__/ownSessions_list.graphql";
import type { ownSessionsEndMutation } from "../__generated__/ownSessionsEndMutation.graphql";
import type { ownSessionsEndOthersMutation } from "../__generated__/ownSessionsEndOthersMutation.graphql";
import type { ownSessionsQuery } from "../__generated__/ownSessionsQuery.graphql";
import { nodesOf } from "../api/connections";
import { useApiMutation, usePageQuery, useSaidMutation } from "../api/queries";
import { useSay } from "../api/said";
import { AddressedHeading } from "../components/addressed-heading";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { LoadMore } from "../components/load-more";
import { Moment } from "../components/moment";
import { Notice, RefusalNotice } from "../components/notice";
import { Status } from "../components/status";
import { useAccountTexts } from "../texts/account-texts";
import { useFormats, useTexts } from "../texts/texts";
import { OwnPasswordDialog } from "./own-password-dialog";
import { useSessionsAnew } from "./sessions-anew";

type Session = NonNullable<
  NonNullable<NonNullable<ownSessions_list$data["mySessions"]["edges"]>[number]>["node"]
>;

interface OwnSessionsProps {
  /** Whether it was chosen on this page: nobody is asked then to choose another. */
  readonly isPasswordNew: boolean;
  readonly onPasswordChanged: () => void;
}

/** List the open sessions: the one that is looked from, then the newest first. */
export function OwnSessions({ isPasswordNew, onPasswordChanged }: OwnSessionsProps) {
  const { sessions: words } = useAccountTexts();
  const formats = useFormats();
  const [isAsked, setIsAsked] = useState(false);
  const [isEnded, setIsEnded] = useState(false);
  const [isChanging, setIsChanging] = useState(false);
  const { password } = useTexts();
  const say = useSay();
  const query = usePageQuery<ownSessionsQuery>(
    graphql`
      query ownSessionsQuery {
        ...ownSessions_list
      }
    `,
    {},
  );
  const list = usePaginationFragment<ownSessionsQuery, ownSessions_list$key>(LIST, query);
  const connections = [list.data.mySessions.__id];
  const sessions = nodesOf(list.data.mySessions.edges).toSorted(
    (one, other) => Number(other.isCurrent) - Number(one.isCurrent),
  );
  const readAnew = useSessionsAnew();
  const endOthers = useApiMutation<ownSessionsEndOthersMutation>(END_OTHERS);
  async function end() {
    const ids = (await endOthers.perform({ connections }))?.endOtherSessions?.endedSessionIds;
    if (ids === undefined) return;
    if (ids.length > 0) setIsEnded(true);
    say({ text: ids.length > 0 ? words.ended(formats.number(ids.length)) : words.noOthers });
    // What ended by itself since the list was read is not among those that this ended.
    await readAnew();
  }
  return (
    <section>
      <AddressedHeading level={2} at="sessions">
        {words.title}
      </AddressedHeading>
      <p>{words.explanation}</p>
      {isEnded && !isPasswordNew && (
        <Notice kind="note">
          <p>{words.changePassword}</p>
          <Button variant="primary" onPress={() => setIsChanging(true)}>
            {password.change}
          </Button>
        </Notice>
      )}
      {isChanging && (
        <OwnPasswordDialog onChanged={onPasswordChanged} onClose={() => setIsChanging(false)} />
      )}
      <ul className="rows" id="list">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            connections={connections}
            onEnded={() => setIsEnded(true)}
            onGone={() => {
              say({ text: words.hadEnded });
              void readAnew();
            }}
          />
        ))}
      </ul>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(20)}
        isEmpty={sessions.length === 0}
        emptyText={words.none}
      />
      {sessions.some(({ isCurrent }) => !isCurrent) && (
        <Button variant="danger" isDisabled={endOthers.isPending} onPress={() => setIsAsked(true)}>
          {words.endOthers}
        </Button>
      )}
      <RefusalNotice refusal={endOthers.refusal} />
      {isAsked && (
        <ConfirmDialog
          title={words.endOthers}
          explanation={words.endOthersExplanation}
          confirmLabel={words.endOthers}
          onConfirm={() => {
            setIsAsked(false);
            void end();
          }}
          onCancel={() => setIsAsked(false)}
          isRisky
        />
      )}
    </section>
  );
}

interface SessionRowProps {
  readonly session: Session;
  readonly connections: readonly string[];
  readonly onEnded: () => void;
  /** It had ended before it could be ended. */
  readonly onGone: () => void;
}

function SessionRow({ session, connections, onEnded, onGone }: SessionRowProps) {
  const { sessions: words } = useAccountTexts();
  const { time, comma } = useFormats();
  const { perform, isPending, refusal } = useSaidMutation<ownSessionsEndMutation>(
    END,
    "session.ended",
    ({ code }) => {
      if (code === "NOT_FOUND") onGone();
      return code === "NOT_FOUND";
    },
  );
  async function end() {
    if ((await perform({ input: { id: session.id }, connections })) !== null) onEnded();
  }
  const where = words.on(session.browser ?? words.unknownBrowser, session.system ?? null);
  return (
    <li>
      <h3 className="row-title">{where}</h3>
      {session.isCurrent ? (
        <Status of="ACTIVE">{words.current}</Status>
      ) : (
        <Button
          isDisabled={isPending}
          // Several of one browser are known by when they began.
          aria-label={`${words.end}: ${where}${comma}${words.started} ${time(session.startedAt)}`}
          onPress={() => void end()}
        >
          {words.end}
        </Button>
      )}
      <div className="of-row faint">
        <span>
          {words.started}: <Moment at={session.startedAt} />
        </span>
        <span>
          {words.lastUsed}: <Moment at={session.lastUsedAt} />
        </span>
        <span>{words.through(session.client.name)}</span>
      </div>
      <RefusalNotice refusal={refusal} />
    </li>
  );
}

const LIST = graphql`
  fragment ownSessions_list on Query
  @refetchable(queryName: "ownSessionsMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }) {
    mySessions(first: $first, after: $after) @connection(key: "ownSessions_mySessions") {
      __id
      edges {
        node {
          id
          startedAt
          lastUsedAt
          isCurrent
          browser
          system
          client {
            name
          }
        }
      }
    }
  }
`;
const END = graphql`
  mutation ownSessionsEndMutation($input: SessionIdInput!, $connections: [ID!]!) {
    endSession(input: $input) {
      endedSessionIds @deleteEdge(connections: $connections)
    }
  }
`;
const END_OTHERS = graphql`
  mutation ownSessionsEndOthersMutation($connections: [ID!]!) {
    endOtherSessions {
      endedSessionIds @deleteEdge(connections: $connections)
    }
  }
`;
