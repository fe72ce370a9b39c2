/** What the audit trail can be narrowed by. */
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { graphql } from "react-relay";
import type { trailFiltersQuery } from "../__generated__/trailFiltersQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Button } from "../parts/button";
import { Choice, TextField, Tick } from "../parts/fields";
import { useTexts } from "../texts/texts";

export const filterNames = [
  "actorId",
  "clientId",
  "action",
  "resource",
  "resourceId",
  "correlationId",
  "insertedFrom",
  "insertedTo",
] as const;
export type Filters = Readonly<Record<(typeof filterNames)[number], string>>;

const actions = [
  ...["assigned", "postponed", "merged", "split", "trashed"].map((did) => `merge_request.${did}`),
  ...["birth", "death", "marriage"].flatMap((kind) =>
    ["declared", "amended", "registered", "rejected", "archived", "reinstated"]
      .concat(["marked_as_duplicate", "marked_as_not_duplicate", "certified", "issued"])
      .map((did) => `${kind}.${did}`),
  ),
  "person.imported",
  ...["created", "blocked", "unblocked"].flatMap((did) => [`client.${did}`, `user.${did}`]),
];
const resources = ["manual_merge_process", "person", "vital_event", "client", "user", "webhook"];

interface TrailFiltersProps {
  readonly filters: Filters;
  readonly isOldestFirst: boolean;
  readonly onNarrow: (filters: Filters, isOldestFirst: boolean) => void;
}

/** The form of the filters; nothing is asked before it is sent. */
export function TrailFilters({ filters, isOldestFirst, onNarrow }: TrailFiltersProps) {
  const texts = useTexts();
  const [draft, setDraft] = useState(filters);
  const [oldest, setOldest] = useState(isOldestFirst);
  const { users, clients } = usePageQuery<trailFiltersQuery>(WHO, {});
  const set = (name: keyof Filters) => (value: string) => setDraft({ ...draft, [name]: value });
  const field = (name: keyof Filters, label: string) => ({
    label,
    value: draft[name],
    onChange: set(name),
  });
  const named = rowsOf(users.edges).map((user) => [user.databaseId, user.displayName] as const);
  const through = rowsOf(clients.edges).map((client) => [client.databaseId, client.name] as const);
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        onNarrow(draft, oldest);
      }}
    >
      <div className="grid">
        <Choice
          {...field("actorId", texts.trail.actor)}
          options={choices([...named, ...through], draft.actorId)}
        />
        <Choice
          {...field("clientId", texts.trail.client)}
          options={choices(through, draft.clientId)}
        />
        <TextField {...field("action", texts.trail.action)} suggestions={actions} />
        <TextField {...field("resource", texts.trail.resource)} suggestions={resources} />
        <TextField {...field("resourceId", texts.trail.resourceId)} />
        <TextField {...field("correlationId", texts.trail.correlationId)} />
        <TextField
          label={texts.trail.from}
          type="datetime-local"
          value={asLocal(draft.insertedFrom)}
          onChange={(value) => set("insertedFrom")(asInstant(value))}
        />
        <TextField
          label={texts.trail.to}
          type="datetime-local"
          value={asLocal(draft.insertedTo)}
          onChange={(value) => set("insertedTo")(asInstant(value))}
        />
      </div>
      <div className="actions">
        <Tick label={texts.lists.oldest} isTicked={oldest} onChange={setOldest} />
        <Button look="primary" type="submit">
          {texts.lists.apply}
        </Button>
        <Button
          onPress={() =>
            onNarrow(Object.fromEntries(filterNames.map((name) => [name, ""])) as Filters, false)
          }
        >
          {texts.lists.clear}
        </Button>
      </div>
    </Form>
  );
}

function choices(named: readonly (readonly [string, string])[], chosen: string) {
  const options = Object.fromEntries([["", "—"], ...named]);
  return chosen in options ? options : { ...options, [chosen]: chosen };
}

/** Writes an instant as the field wants it: in local time, without a zone. */
function asLocal(instant: string): string {
  if (instant === "") return "";
  const time = new Date(instant);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function asInstant(local: string): string {
  return local === "" ? "" : new Date(local).toISOString();
}

const WHO = graphql`
  query trailFiltersQuery {
    users(first: 100) {
      edges {
        node {
          databaseId
          displayName
        }
      }
    }
    clients(first: 100) {
      edges {
        node {
          databaseId
          name
        }
      }
    }
  }
`;
