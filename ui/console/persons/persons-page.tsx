/** The page that searches persons. */

import { lazy, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type { personsPage_list$key } from "../__generated__/personsPage_list.graphql";
import type { personsPageQuery } from "../__generated__/personsPageQuery.graphql";
import { useAsked } from "../api/asked";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { isDay } from "../components/address";
import { Button } from "../components/button";
import { ExportButton } from "../components/export-button";
import { TextField } from "../components/fields";
import { Form } from "../components/form";
import { loadingOnce } from "../components/later";
import { ListRows } from "../components/list-rows";
import { Day, PersonName } from "../components/moment";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { Status } from "../components/status";
import { LastSearches } from "../finding/last-searches";
import { isLimitedToPlaces, useViewer } from "../shell/viewer";
import { useTexts } from "../texts/texts";
import { OutOfReach } from "./out-of-reach";
import { type BySyncFilter, bySync } from "./sync-filters";

// Few come for a sync.
const BySync = lazy(loadingOnce(() => import("./by-sync")));

const names = [
  "name",
  "birthDate",
  "nationalId",
  "taxId",
  "documentNumber",
  "phoneNumber",
] as const;
/** Of those whom somebody may see who is limited to organisations. */
const EVERYBODY = { status: "ACTIVE" } as const;
type Search = Readonly<Record<(typeof names)[number], string>>;

/** Show the persons that the filters of the address find: `?name=Kovalenko`. */
export default function PersonsPage() {
  const texts = useTexts();
  const { roles } = useViewer();
  // Who is limited to organisations exports nothing.
  const isExported = roles.includes("REGISTRAR") || roles.includes("ADMIN");
  const isLimited = isLimitedToPlaces(useViewer());
  const [params, setParams] = useSearchParams();
  const entries = names.map((name) => [name, params.get(name) ?? ""] as const);
  const isAsked = ([name, value]: (typeof entries)[number]) =>
    name === "birthDate" ? isDay(value) : value !== "";
  const syncs = Object.keys(bySync) as readonly BySyncFilter[];
  const [sync] = syncs.filter((name) => params.has(name));
  const run = sync === undefined ? null : params.get(sync);
  const filter = Object.fromEntries([
    ...entries.filter(isAsked),
    ...(sync === undefined ? [] : [[sync, run]]),
  ]);
  const asked = useAsked<personsPageQuery["variables"]>({ filter });
  const { filter: deferredFilter } = asked.variables;
  return (
    <Page
      kind="search"
      title={texts.menu.persons}
      actions={
        isExported &&
        Object.keys(filter).length > 0 && <ExportButton list="persons" given={{ filter }} />
      }
    >
      <PersonsSearch
        key={params.toString()}
        search={Object.fromEntries(entries) as Search}
        onSearch={(next) => {
          setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")));
          asked.askAnew();
        }}
      />
      <LastSearches list="/persons" />
      {sync !== undefined && run !== null && (
        <QueryBoundary>
          <BySync filter={sync} run={run} />
        </QueryBoundary>
      )}
      {isLimited && Object.keys(deferredFilter).length === 0 ? (
        <>
          <h2>{texts.persons.whomYouSee}</h2>
          <p className="faint">{texts.persons.whyYouSeeThem}</p>
          <QueryBoundary>
            <Persons filter={EVERYBODY} />
          </QueryBoundary>
        </>
      ) : Object.keys(deferredFilter).length === 0 ? (
        <p className="faint">{texts.persons.needsOne}</p>
      ) : (
        <QueryBoundary {...asked.boundary}>
          <Persons filter={deferredFilter} />
        </QueryBoundary>
      )}
    </Page>
  );
}

interface PersonsSearchProps {
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

function PersonsSearch({ search, onSearch }: PersonsSearchProps) {
  const texts = useTexts();
  const [draft, setDraft] = useState(search);
  const field = (name: keyof Search, label: string) => ({
    label,
    value: draft[name],
    onChange: (value: string) => setDraft({ ...draft, [name]: value.trimStart() }),
  });
  return (
    <Form role="search" onSubmit={() => onSearch(draft)}>
      <div className="grid">
        <TextField {...field("name", texts.records.name)} type="search" />
        <TextField {...field("birthDate", texts.fields.birthDate)} type="date" />
        <TextField {...field("nationalId", texts.fields.nationalId)} inputMode="numeric" />
        <TextField {...field("taxId", texts.fields.taxId)} inputMode="numeric" />
        <TextField {...field("documentNumber", texts.persons.documentNumber)} />
        <TextField {...field("phoneNumber", texts.persons.phoneNumber)} type="tel" />
      </div>
      <div className="actions">
        <Button variant="primary" type="submit">
          <ActIcon of="search" /> {texts.records.search}
        </Button>
      </div>
    </Form>
  );
}

function Persons({ filter }: personsPageQuery["variables"]) {
  const texts = useTexts();
  const isLimited = isLimitedToPlaces(useViewer());
  const query = usePageQuery<personsPageQuery>(
    graphql`
      query personsPageQuery($filter: PersonFilter!) {
        ...personsPage_list @arguments(filter: $filter)
      }
    `,
    { filter },
  );
  const list = usePaginationFragment<personsPageQuery, personsPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.persons.edges);
  return (
    <>
      <ListRows list={list} rows={rows} className="aligned" emptyText={texts.persons.empty}>
        {(person, place) => (
          <li {...place}>
            <Link href={`/persons/${encodeURIComponent(person.id)}`}>
              <PersonName of={person} />
            </Link>
            <Status of={person.status}>{texts.persons.statuses[person.status]}</Status>
            {person.birthDateKnown != null && <Day on={person.birthDateKnown} />}
          </li>
        )}
      </ListRows>
      {isLimited && rows.length === 0 && !isOfSync(filter) && <OutOfReach />}
    </>
  );
}

/** Return whether a sync says who is found. */
function isOfSync(filter: object): boolean {
  return Object.keys(filter).some((name) => name in bySync);
}

const LIST = graphql`
  fragment personsPage_list on Query
  @refetchable(queryName: "personsPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    filter: { type: "PersonFilter!" }
  ) {
    persons(first: $first, after: $after, filter: $filter) @connection(key: "personsPage_persons") {
      edges {
        node {
          id
          firstName
          secondName
          lastName
          birthDateKnown
          status
        }
      }
    }
  }
`;
