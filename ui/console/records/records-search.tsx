/** The search form of the records. */

import { useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import { useLocation } from "wouter";
import type { recordsSearchByTrackingIdQuery } from "../__generated__/recordsSearchByTrackingIdQuery.graphql";
import { ActIcon } from "../components/act-icon";
import { isDay } from "../components/address";
import { Button } from "../components/button";
import { Select, TextField } from "../components/fields";
import { Form } from "../components/form";
import { lastMonth, thisMonth } from "../components/months";
import { QueryBoundary } from "../components/query-boundary";
import { useDeskTexts } from "../texts/desk-texts";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/texts";
import { filterOfNumber } from "./numbers";
import { OfficeField } from "./office-field";
import { PlaceField } from "./place-field";

export const searchNames = [
  "status",
  "kind",
  "name",
  "nationalId",
  "number",
  "eventDateFrom",
  "eventDateTo",
  "declaredFrom",
  "declaredTo",
  "registeredFrom",
  "registeredTo",
  "place",
  "office",
  "order",
  "only",
] as const;
export type Search = Readonly<Record<(typeof searchNames)[number], string>>;

/** What is searched for seldom, and is folded until it is. */
const rare: readonly (keyof Search)[] = [
  "nationalId",
  "eventDateFrom",
  "eventDateTo",
  "declaredFrom",
  "declaredTo",
  "registeredFrom",
  "registeredTo",
  "place",
  "office",
  "only",
];

function hasRare(search: Search): boolean {
  return rare.some((name) => search[name] !== "");
}

const onlyFilters = {
  mine: { isMine: true },
  flagged: { isPotentialDuplicate: true },
  corrections: { hasOpenCorrection: true },
  settled: { hasOpenCorrection: false },
  ended: { hasEnded: true },
  uncertified: { isUncertified: true, hasOpenCorrection: false },
} as const;

/** Return the API's filter of a search; what no field of the form could hold is left out. */
export function filterOf(search: Search, texts: Texts) {
  const { number, order: _order, only, office, ...others } = search;
  const { statuses, kinds } = texts.records;
  const status = others.status.split(",").filter((one) => Object.hasOwn(statuses, one));
  const dayOf = (value: string) => (isDay(value) ? value : "");
  const plain = {
    ...others,
    status: "",
    kind: Object.hasOwn(kinds, others.kind) ? others.kind : "",
    eventDateFrom: dayOf(others.eventDateFrom),
    eventDateTo: dayOf(others.eventDateTo),
    declaredFrom: dayOf(others.declaredFrom),
    declaredTo: dayOf(others.declaredTo),
    registeredFrom: dayOf(others.registeredFrom),
    registeredTo: dayOf(others.registeredTo),
  };
  const filled = Object.entries(plain).filter(([, value]) => value !== "");
  return {
    ...Object.fromEntries(filled),
    ...(status.length === 0 ? {} : { status }),
    ...(number === "" ? {} : filterOfNumber(number)),
    ...(office === "" ? {} : filterOfOffice(office)),
    ...(Object.hasOwn(onlyFilters, only) ? onlyFilters[only as keyof typeof onlyFilters] : {}),
  };
}

function filterOfOffice(office: string) {
  return office === "none" ? { hasOrganisation: false } : { organisationId: office };
}

interface RecordsSearchProps {
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

/** Show the form; a tracking id opens its record at once. */
export function RecordsSearch({ search, onSearch }: RecordsSearchProps) {
  const texts = useTexts();
  const { certificates, queues } = useDeskTexts();
  const environment = useRelayEnvironment();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(search);
  const [isMore, setIsMore] = useState(() => hasRare(search));
  const [shown, setShown] = useState(search);
  // The list is shown otherwise: the fields follow, and what was unfolded stays so.
  if (searchNames.some((name) => search[name] !== shown[name])) {
    setShown(search);
    setDraft(search);
    setIsMore(isMore || hasRare(search));
  }
  const field = (name: keyof Search, label: string) => ({
    label,
    value: draft[name],
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  const selectField = (name: keyof Search, label: string) => ({
    ...field(name, label),
    onChange: (value: string) => onSearch({ ...draft, [name]: value }),
  });
  const any = { "": texts.records.any };

  async function submit() {
    const code = draft.number.trim();
    if (/^[BDM][0-9A-Z]{6}$/i.test(code)) {
      // Where this query fails, the list fails too and says why.
      const response = await fetchQuery<recordsSearchByTrackingIdQuery>(environment, BY_CODE, {
        trackingId: code,
      })
        .toPromise()
        .catch(() => undefined);
      const record = response?.vitalEventByTrackingId;
      if (record) return navigate(`/records/${encodeURIComponent(record.id)}`);
    }
    onSearch(draft);
  }

  return (
    <Form role="search" onSubmit={() => void submit()}>
      <div className="grid">
        <Select
          {...selectField("status", texts.records.status)}
          options={{ ...any, ...texts.records.statuses, ...severalOf(search.status, texts) }}
        />
        <Select
          {...selectField("kind", texts.records.kind)}
          options={{ ...any, ...texts.records.kinds }}
        />
        <TextField
          {...field("name", texts.records.name)}
          hint={certificates.nameHint}
          type="search"
        />
        <TextField {...field("number", texts.records.number)} hint={certificates.numberHint} />
        <Select
          {...selectField("order", texts.lists.order)}
          options={{ "": texts.lists.newest, oldest: texts.lists.oldest }}
        />
      </div>
      <div className="search-ends">
        <details open={isMore} onToggle={({ currentTarget }) => setIsMore(currentTarget.open)}>
          <summary>{queues.more}</summary>
          <div className="grid">
            <TextField {...field("nationalId", texts.fields.nationalId)} inputMode="numeric" />
            <TextField {...field("eventDateFrom", texts.records.eventFrom)} type="date" />
            <TextField {...field("eventDateTo", texts.records.eventTo)} type="date" />
            <TextField {...field("declaredFrom", queues.declaredFrom)} type="date" />
            <TextField {...field("declaredTo", queues.declaredTo)} type="date" />
            <TextField {...field("registeredFrom", queues.registeredFrom)} type="date" />
            <TextField {...field("registeredTo", queues.registeredTo)} type="date" />
            <div className="wide actions">
              <Button onPress={() => onSearch({ ...draft, ...registeredIn(thisMonth) })}>
                {queues.registeredThisMonth}
              </Button>
              <Button onPress={() => onSearch({ ...draft, ...registeredIn(lastMonth) })}>
                {queues.registeredLastMonth}
              </Button>
            </div>
            <PlaceField {...field("place", queues.place)} />
            <QueryBoundary>
              <OfficeField {...selectField("office", queues.office)} />
            </QueryBoundary>
            <div className="wide">
              <Select
                {...selectField("only", queues.only)}
                options={{ ...any, ...queues.onlyThese }}
              />
            </div>
          </div>
        </details>
        <div className="actions">
          <Button variant="primary" type="submit">
            <ActIcon of="search" /> {texts.records.search}
          </Button>
          <Button
            onPress={() =>
              onSearch(Object.fromEntries(searchNames.map((name) => [name, ""])) as Search)
            }
          >
            {texts.lists.clear}
          </Button>
        </div>
      </div>
    </Form>
  );
}

function registeredIn(period: typeof thisMonth) {
  const { from, to } = period(new Date());
  return { registeredFrom: from, registeredTo: to };
}

/** Return the choice of several statuses, which only an address makes: `CERTIFIED,ISSUED`. */
function severalOf(value: string, texts: Texts): Readonly<Record<string, string>> {
  if (!value.includes(",")) return {};
  const names: Readonly<Record<string, string>> = texts.records.statuses;
  return {
    [value]: value
      .split(",")
      .flatMap((one) => names[one] ?? [])
      .join(", "),
  };
}

const BY_CODE = graphql`
  query recordsSearchByTrackingIdQuery($trackingId: String!) {
    vitalEventByTrackingId(trackingId: $trackingId) {
      id
    }
  }
`;
