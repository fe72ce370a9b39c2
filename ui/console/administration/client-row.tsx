/** One client: what it may ask for, and whether it may come in. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { clientRow_client$key } from "../__generated__/clientRow_client.graphql";
import type { clientRowBlockMutation } from "../__generated__/clientRowBlockMutation.graphql";
import type { clientRowRotateMutation } from "../__generated__/clientRowRotateMutation.graphql";
import type { clientRowUnblockMutation } from "../__generated__/clientRowUnblockMutation.graphql";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { Trouble } from "../parts/notice";
import { Question } from "../parts/question";
import { TrailLink } from "../parts/trail-link";
import { useTexts } from "../texts/texts";

interface ClientRowProps {
  readonly client: clientRow_client$key;
  readonly onSecret: (secret: string | null) => void;
}

/** Shows the client with all that can be done about it. */
export function ClientRow({ client, onSecret }: ClientRowProps) {
  const texts = useTexts();
  const told = useFragment(CLIENT, client);
  const [asked, ask] = useState<"block" | "rotate" | null>(null);
  const block = useAct<clientRowBlockMutation>(BLOCK);
  const unblock = useAct<clientRowUnblockMutation>(UNBLOCK);
  const rotate = useAct<clientRowRotateMutation>(ROTATE);
  const input = { id: told.id };
  async function renew() {
    ask(null);
    const answer = await rotate.perform({ input });
    onSecret(answer?.rotateClientSecret?.clientSecret ?? null);
  }
  return (
    <li>
      <h2 className="row-title">
        {told.name} <span className="faint">{texts.clients.kinds[told.kind]}</span>
      </h2>
      <span className={`badge ${told.isBlocked ? "blocked" : "active"}`}>
        {told.isBlocked ? texts.users.blocked : texts.users.active}
      </span>
      <TrailLink row={told.databaseId} />
      {told.kind === "SYSTEM" && (
        <Button onPress={() => ask("rotate")}>{texts.clients.rotate}</Button>
      )}
      {told.isBlocked ? (
        <Button onPress={() => void unblock.perform({ input })}>{texts.users.unblock}</Button>
      ) : (
        <Button look="danger" onPress={() => ask("block")}>
          {texts.users.block}
        </Button>
      )}
      <p className="faint">
        {texts.clients.id}: <code>{told.databaseId}</code>
      </p>
      <p className="faint">{told.scopes.join(" · ")}</p>
      <Trouble refusal={block.refusal ?? unblock.refusal ?? rotate.refusal} />
      {asked === "block" && (
        <Question
          title={texts.clients.blockTitle}
          words={texts.clients.blockWords(told.name)}
          yes={texts.users.block}
          onYes={() => {
            ask(null);
            void block.perform({ input });
          }}
          onNo={() => ask(null)}
        />
      )}
      {asked === "rotate" && (
        <Question
          title={texts.clients.rotateTitle}
          words={texts.clients.rotateWords}
          yes={texts.clients.rotate}
          onYes={() => void renew()}
          onNo={() => ask(null)}
        />
      )}
    </li>
  );
}

const CLIENT = graphql`
  fragment clientRow_client on Client {
    id
    databaseId
    name
    kind
    scopes
    isBlocked
  }
`;
const BLOCK = graphql`
  mutation clientRowBlockMutation($input: ClientIdInput!) {
    blockClient(input: $input) {
      client {
        ...clientRow_client
      }
    }
  }
`;
const UNBLOCK = graphql`
  mutation clientRowUnblockMutation($input: ClientIdInput!) {
    unblockClient(input: $input) {
      client {
        ...clientRow_client
      }
    }
  }
`;
const ROTATE = graphql`
  mutation clientRowRotateMutation($input: ClientIdInput!) {
    rotateClientSecret(input: $input) {
      clientSecret
      client {
        ...clientRow_client
      }
    }
  }
`;
