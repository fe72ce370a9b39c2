/** To whom a letter goes, by name: never the address. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { messageRecipient_message$key } from "../__generated__/messageRecipient_message.graphql";
import { useViewer } from "../shell/viewer";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useTexts } from "../texts/texts";
import { UNNAMED } from "./person-names";

interface MessageRecipientProps {
  readonly message: messageRecipient_message$key;
  readonly names: ReadonlyMap<string, string>;
}

/** Name the user, the person or whoever was invited; nothing for what is no letter. */
export function MessageRecipient({ message: key, names }: MessageRecipientProps) {
  const texts = useTexts();
  const deliveries = useDeliveriesTexts();
  const isAdmin = useViewer().roles.includes("ADMIN");
  const { kind, recipient, subject } = useFragment(MESSAGE, key);
  if (kind === "letter.invitation") return <span>{deliveries.invited}</span>;
  if (recipient != null) {
    const name = <bdi>{recipient.displayName}</bdi>;
    const path = `/users?find=${encodeURIComponent(recipient.username)}`;
    return (
      <span>
        {deliveries.to}: {isAdmin ? <Link href={path}>{name}</Link> : name}
      </span>
    );
  }
  const person = letterTo(kind, subject);
  if (person === null) return null;
  const name = names.get(person);
  return (
    <span>
      {deliveries.to}:{" "}
      <Link href={`/persons/${encodeURIComponent(person)}`}>
        <bdi>{name === undefined || name === UNNAMED ? texts.trail.person : name}</bdi>
      </Link>
    </span>
  );
}

/** Return the id of the person to whom a letter goes; null for others. */
export function letterTo(
  kind: string,
  subject: { readonly __typename: string; readonly id: string } | null | undefined,
): string | null {
  return kind.startsWith("letter.") && subject?.__typename === "Person" ? subject.id : null;
}

const MESSAGE = graphql`
  fragment messageRecipient_message on Message {
    kind
    recipient {
      username
      displayName
    }
    subject {
      __typename
      id
    }
  }
`;
