/** The filters of the audit trail. */
import { useRef, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { trailFilters_clients$key } from "../__generated__/trailFilters_clients.graphql";
import type { trailFiltersQuery } from "../__generated__/trailFiltersQuery.graphql";
import { useAllPages } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { ChoiceField, undecidedIn } from "../components/choice-field";
import { Checkbox, Select, TextField } from "../components/fields";
import { Form } from "../components/form";
import { useFilterTexts } from "../texts/filters-texts";
import { useFormats, useTexts } from "../texts/texts";
import { actionText } from "./action-text";
import { ActorField } from "./actor-field";
import { PersonField } from "./person-field";
import { actions, resources } from "./trail-actions";
import { dayOf, endOf, isStartOfDay, lastDayBefore, startOf } from "./trail-days";

export const filterNames = [
  "record",
  "person",
  "user",
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

/** What is asked for less often: in view only where one of them is set. */
const rarer = ["record", "user", "clientId", "resource", "resourceId", "correlationId"] as const;

interface TrailFiltersProps {
  readonly filters: Filters;
  readonly isOldestFirst: boolean;
  readonly onFilter: (filters: Filters, isOldestFirst: boolean) => void;
}

/** Show the form of the filters, which apply when it is submitted. */
export function TrailFilters({ filters, isOldestFirst, onFilter }: TrailFiltersProps) {
  const texts = useTexts();
  const filterTexts = useFilterTexts();
  const [draft, setDraft] = useState(filters);
  const [oldestFirst, setOldestFirst] = useState(isOldestFirst);
  const [round, setRound] = useState(0);
  const fields = useRef<HTMLDivElement>(null);
  const [isRefused, setIsRefused] = useState(false);
  const query = usePageQuery<trailFiltersQuery>(ACTORS, {});
  const clients = usePaginationFragment<trailFiltersQuery, trailFilters_clients$key>(
    CLIENTS,
    query,
  );
  useAllPages(clients, true);
  const set = (name: keyof Filters) => (value: string) => setDraft({ ...draft, [name]: value });
  const nouns: Readonly<Record<string, string>> = texts.trail.nouns;
  const field = (name: keyof Filters, label: string) => ({
    label,
    value: draft[name],
    onChange: set(name),
  });
  const clientOptions = nodesOf(clients.data.clients.edges).map(
    (client) => [client.databaseId, client.name] as const,
  );
  const otherWords: Readonly<Record<string, string>> = filterTexts.actionWords;
  const resourceText = (resource: string) =>
    resource === "vital_event" ? filterTexts.anyRecord : (nouns[resource] ?? resource);
  /** Return what else people call an action: "void" for what is annulled, revoked or withdrawn. */
  const also = (action: string) =>
    action
      .split(".")
      .map((it) => otherWords[it] ?? "")
      .join(" ");
  /** Apply the filters, unless something is typed that is none of what there is to choose. */
  function apply(next: Filters) {
    const undecided = undecidedIn(fields.current);
    setIsRefused(undecided !== null);
    if (undecided === null) onFilter(next, oldestFirst);
    else {
      undecided.closest("details")?.setAttribute("open", "");
      undecided.focus();
    }
  }
  function clear() {
    const none = Object.fromEntries(filterNames.map((name) => [name, ""])) as Filters;
    setDraft(none);
    // What is typed into a field and stands for nothing yet is the field's own.
    setRound(round + 1);
    setIsRefused(false);
    onFilter(none, false);
  }
  return (
    <Form onSubmit={() => apply(draft)}>
      <div key={round} ref={fields}>
        <div className="grid">
          <PersonField {...field("person", texts.trail.person)} isRefused={isRefused} />
          <ChoiceField
            {...field("action", texts.trail.action)}
            choices={actions.map((action) => [action, actionText(action, texts), also(action)])}
            isWide
            onTake={(action) => apply({ ...draft, action })}
            hint={filterTexts.actionHint}
            fault={isRefused ? filterTexts.noAction : null}
          />
          <ActorField
            {...field("actorId", texts.trail.actor)}
            clients={clientOptions}
            isRefused={isRefused}
          />
          <DayField {...field("insertedFrom", texts.trail.from)} {...FIRST} />
          <DayField {...field("insertedTo", texts.trail.to)} {...LAST} />
        </div>
        <details open={rarer.some((name) => filters[name] !== "")}>
          <summary>{filterTexts.more}</summary>
          <div className="grid">
            <TextField {...field("record", texts.records.number)} />
            <ActorField
              {...field("user", filterTexts.account)}
              clients={[]}
              isRefused={isRefused}
            />
            <Select
              {...field("clientId", texts.trail.client)}
              options={withSelected(clientOptions, draft.clientId)}
            />
            <Select
              {...field("resource", texts.trail.resource)}
              options={withSelected(
                resources.map((it) => [it, resourceText(it)] as const),
                draft.resource,
              )}
            />
            <TextField {...field("resourceId", texts.trail.resourceId)} />
            <TextField
              {...field("correlationId", texts.trail.correlationId)}
              hint={texts.trail.referenceHint}
            />
          </div>
        </details>
      </div>
      <div className="actions">
        <Button onPress={() => apply({ ...draft, ...oneDay(0) })}>{filterTexts.today}</Button>
        <Button onPress={() => apply({ ...draft, ...oneDay(1) })}>{filterTexts.yesterday}</Button>
        <Button onPress={() => apply({ ...draft, ...days(7) })}>{texts.trail.lastWeek}</Button>
        <Button onPress={() => apply({ ...draft, ...days(30) })}>{texts.trail.lastMonth}</Button>
        <Checkbox label={texts.lists.oldest} isChecked={oldestFirst} onChange={setOldestFirst} />
        <Button variant="primary" type="submit">
          {texts.lists.apply}
        </Button>
        <Button onPress={clear}>{texts.lists.clear}</Button>
      </div>
    </Form>
  );
}

/** Return the filter of so many days, of which today is the last. */
function days(count: number): Pick<Filters, "insertedFrom" | "insertedTo"> {
  const from = new Date();
  from.setDate(from.getDate() - count + 1);
  from.setHours(0, 0, 0, 0);
  return { insertedFrom: from.toISOString(), insertedTo: "" };
}

/** Return the filter of one whole day, so many days ago. */
function oneDay(ago: number): Pick<Filters, "insertedFrom" | "insertedTo"> {
  const [from, to] = [new Date(), new Date()];
  from.setDate(from.getDate() - ago);
  to.setDate(to.getDate() - ago + 1);
  for (const moment of [from, to]) moment.setHours(0, 0, 0, 0);
  return { insertedFrom: from.toISOString(), insertedTo: to.toISOString() };
}

/** Return the options of a select, with the selected value even where the list lacks it. */
function withSelected(values: readonly (readonly [string, string])[], selected: string) {
  const options = Object.fromEntries([["", "—"], ...values]);
  return selected in options ? options : { ...options, [selected]: selected };
}

interface DayFieldProps {
  readonly label: string;
  /** The moment that the trail is asked for. */
  readonly value: string;
  readonly onChange: (moment: string) => void;
  readonly dayOf: (moment: string) => string;
  readonly momentOf: (day: string) => string;
  readonly words: "fromMoment" | "untilMoment";
}

/** Ask for a whole day; an address that names a moment within one is said below, and holds until a day is chosen. */
function DayField({ label, value, onChange, dayOf, momentOf, words }: DayFieldProps) {
  const { time } = useFormats();
  const said = useFilterTexts()[words];
  return (
    <TextField
      label={label}
      type="date"
      value={dayOf(value)}
      onChange={(day) => onChange(day === "" ? "" : momentOf(day))}
      {...(isStartOfDay(value) ? {} : { hint: said(time(value)) })}
    />
  );
}

const FIRST = { dayOf, momentOf: startOf, words: "fromMoment" } as const;
const LAST = { dayOf: lastDayBefore, momentOf: endOf, words: "untilMoment" } as const;

const ACTORS = graphql`
  query trailFiltersQuery {
    ...trailFilters_clients
  }
`;
const CLIENTS = graphql`
  fragment trailFilters_clients on Query
  @refetchable(queryName: "trailFiltersMoreClientsQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 100 }, after: { type: "String" }) {
    clients(first: $first, after: $after) @connection(key: "trailFilters_clients") {
      edges {
        node {
          databaseId
          name
        }
      }
    }
  }
`;
