/** Who acted: a user who is found by their name, or a machine. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { actorFieldQuery } from "../__generated__/actorFieldQuery.graphql";
import { nodesOf } from "../api/connections";
import { type Choice, ChoiceField } from "../components/choice-field";
import { useAnswer } from "../finding/answer";
import { hasWords } from "../finding/words";
import { useFilterTexts } from "../texts/filters-texts";
import { userFilter } from "./user-filter";

interface ActorFieldProps {
  readonly label: string;
  /** The `databaseId` of the user or the client; empty for whoever it was. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether the form was sent while somebody is typed and not chosen. */
  readonly isRefused: boolean;
  /** Every client by its `databaseId`. */
  readonly clients: readonly Choice[];
}

/** Show the field; users are asked for by what is typed, as the page of users and Ctrl-K do. */
export function ActorField({ label, value, onChange, isRefused, clients }: ActorFieldProps) {
  const { nobody, several } = useFilterTexts();
  const [sought, setSought] = useState("");
  const isClient = clients.some(([it]) => it === value);
  const wanted = sought === "" && !isClient ? value : sought;
  const filter = userFilter(wanted);
  const answer = useAnswer<actorFieldQuery>(ACTORS, filter === null ? null : { filter });
  const users = nodesOf(answer === "asking" ? null : answer?.users.edges).map(
    ({ databaseId, displayName, username }) =>
      [databaseId, `${displayName} (${username})`] as const,
  );
  const machines = clients.filter(([it, name]) =>
    sought === "" ? it === value : hasWords(name, sought),
  );
  const choices = [...users, ...machines];
  const isSeeking = answer === "asking";
  const isUnknown = sought !== "" && !isSeeking && choices.length === 0;
  return (
    <ChoiceField
      label={label}
      value={value}
      onChange={onChange}
      choices={choices}
      onSeek={setSought}
      isSeeking={isSeeking}
      isWide
      fault={isRefused ? (isUnknown ? nobody : several) : null}
      {...(isUnknown && !isRefused ? { hint: nobody } : {})}
    />
  );
}

const ACTORS = graphql`
  query actorFieldQuery($filter: UserFilter) {
    users(first: 8, filter: $filter) {
      edges {
        node {
          databaseId
          displayName
          username
        }
      }
    }
  }
`;
