/** The page of the audit trail. */
import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type { trailPage_list$key } from "../__generated__/trailPage_list.graphql";
import type { trailPageQuery } from "../__generated__/trailPageQuery.graphql";
import { nextPage } from "../api/all-pages";
import { useAsked } from "../api/asked";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Checkbox } from "../components/fields";
import { FilterPanel } from "../components/filter-panel";
import { LoadMore } from "../components/load-more";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { Rows } from "../components/rows";
import { SavedFilters } from "../components/saved-filters";
import { LastSearches } from "../finding/last-searches";
import { filterOfNumber } from "../records/numbers";
import { useFilterTexts } from "../texts/filters-texts";
import { useFormats, useTexts } from "../texts/texts";
import { actionText } from "./action-text";
import { usePersonOf } from "./person-field";
import { usePersonNames } from "./person-names";
import { TrailAct } from "./trail-act";
import { dayOf, isStartOfDay, lastDayBefore } from "./trail-days";
import { TrailExport } from "./trail-export";
import { type Filters, filterNames, TrailFilters } from "./trail-filters";

const CertificateLife = lazy<ComponentType<{ number: string }>>(() =>
  import("./certificate-life")
    .then((it) => ({ default: it.CertificateLife }))
    .catch(() => ({ default: () => null })),
);
const RecordMessages = lazy<ComponentType<{ record: string }>>(() =>
  import("./record-messages")
    .then((it) => ({ default: it.RecordMessages }))
    .catch(() => ({ default: () => null })),
);
const SealedState = lazy<ComponentType>(() =>
  import("./sealed-state").catch(() => ({ default: () => null })),
);

/** Each open console renews its session every ten minutes, and each renewal is an entry. */
const RENEWED = "session.renewed";
/** The report of a plan is a file, too, and no list that is exported. */
const PLAN_FETCHED = "organisation_plan.downloaded";
/** A correction and an annulment revoke certificates too, by acts of their own names. */
const REVOKED = "certificate.revoked";

/** Show the acts that the filters of the address find; session renewals only on request. */
export default function TrailPage() {
  const texts = useTexts();
  const filterTexts = useFilterTexts();
  const [search, setSearch] = useSearchParams();
  const entries = filterNames.map((name) => [name, search.get(name) ?? ""] as const);
  const filters = Object.fromEntries(entries) as Filters;
  const oldestFirst = search.get("order") === "oldest";
  const areRenewalsShown = search.get("renewals") === "shown";
  // A filter for one row, one request or one action shows all of its acts.
  const { action, resource, resourceId, correlationId, record, person, user } = filters;
  const isAboutOne = action + resourceId + correlationId + record + person + user !== "";
  // These find rows, which stand for their acts; all others find acts by their first rows.
  const isOfRevocations = action === REVOKED;
  const areRowsFound = isOfRevocations || resource + resourceId + record + person + user !== "";
  const [actor, setActor] = useState("");
  const words = useFilterWords(filters, actor);
  function applyFilters(next: Filters, isOldestFirst: boolean, withRenewals: boolean) {
    const parameters = Object.entries(next).filter(([, value]) => value !== "");
    if (isOldestFirst) parameters.push(["order", "oldest"]);
    if (withRenewals) parameters.push(["renewals", "shown"]);
    setSearch(Object.fromEntries(parameters));
  }
  const filter = Object.fromEntries(entries.filter(([, value]) => value !== ""));
  const { action: _, ...others } = filter;
  const asked = isOfRevocations ? { ...others, revokesCertificate: true } : filter;
  const isWithoutRenewals = !areRenewalsShown && !isAboutOne;
  const order = oldestFirst ? "INSERTED_AT_ASC" : "INSERTED_AT_DESC";
  const found = { ...asked, ...(isWithoutRenewals ? { actionNot: [RENEWED] } : {}) };
  const { variables, boundary, askAnew } = useAsked<trailPageQuery["variables"]>({
    filter: { ...found, ...(areRowsFound ? {} : { isFirstOfAct: true }) },
    order,
  });
  // All rows of the acts that are shown, not the first of each alone.
  const actions = (
    <>
      <Suspense>
        <SealedState />
      </Suspense>
      <TrailExport filters={filters} given={{ filter: found, orderBy: order }} />
    </>
  );
  return (
    <Page title={texts.trail.title} actions={actions} kind="search" words={words}>
      <p className="faint">
        {filterTexts.happened} {filterTexts.file}
      </p>
      <details>
        <summary>{filterTexts.notHere}</summary>
        <p>{filterTexts.refused}</p>
        <p>{filterTexts.readings}</p>
      </details>
      <SavedFilters />
      <FilterPanel isInUse={Object.keys(filter).length > 0}>
        <QueryBoundary>
          <TrailFilters
            key={JSON.stringify([entries, oldestFirst])}
            filters={filters}
            isOldestFirst={oldestFirst}
            onFilter={(next, isOldestFirst) => {
              applyFilters(next, isOldestFirst, areRenewalsShown);
              askAnew();
            }}
          />
        </QueryBoundary>
      </FilterPanel>
      {isOfRevocations && <p className="faint">{filterTexts.revocations}</p>}
      {resource === "export" && (
        <p className="faint">
          {texts.trail.reportsOfPlans}{" "}
          <Link href={`/trail?action=${PLAN_FETCHED}`}>{actionText(PLAN_FETCHED, texts)}</Link>
        </p>
      )}
      <LastSearches list="/trail" />
      {!isAboutOne && (
        <Checkbox
          label={texts.trail.showRenewals}
          isChecked={areRenewalsShown}
          onChange={(isChecked) => applyFilters(filters, oldestFirst, isChecked)}
        />
      )}
      {filterOfNumber(record).certificateNumber !== undefined && (
        <QueryBoundary resetKey={record}>
          <Suspense>
            <CertificateLife number={record} />
          </Suspense>
        </QueryBoundary>
      )}
      <QueryBoundary {...boundary}>
        <Entries variables={variables} onActor={setActor} />
      </QueryBoundary>
    </Page>
  );
}

/** Return what the filters say for the values of the address. */
function useFilterWords(filters: Filters, actor: string): Readonly<Record<string, string>> {
  const texts = useTexts();
  const { time, knownDate } = useFormats();
  const nouns: Readonly<Record<string, string>> = texts.trail.nouns;
  const { action, resource, actorId, person, insertedFrom, insertedTo } = filters;
  const who = usePersonOf(person);
  const said = (moment: string, day: string) => {
    if (day === "") return moment;
    return isStartOfDay(moment) ? knownDate(day) : time(moment);
  };
  const { from, to, showRenewals } = texts.trail;
  return {
    ...(action !== "" && { [action]: actionText(action, texts) }),
    [resource]: nouns[resource] ?? resource,
    [insertedFrom]: `${from} ${said(insertedFrom, dayOf(insertedFrom))}`,
    [insertedTo]: `${to} ${said(insertedTo, lastDayBefore(insertedTo))}`,
    ...(actorId !== "" && actor !== "" && { [actorId]: actor }),
    ...(who !== null && who !== "asking" && { [person]: who }),
    shown: showRenewals,
  };
}

interface EntriesProps {
  readonly variables: trailPageQuery["variables"];
  /** Called with the name of who acted in the first entry. */
  readonly onActor: (name: string) => void;
}

function Entries({ variables, onActor }: EntriesProps) {
  const texts = useTexts();
  const query = usePageQuery<trailPageQuery>(
    graphql`
      query trailPageQuery($filter: AuditLogFilter, $order: AuditLogOrderBy!) {
        ...trailPage_list @arguments(filter: $filter, order: $order)
      }
    `,
    variables,
  );
  const list = usePaginationFragment<trailPageQuery, trailPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.auditLog.edges);
  const acts = onePerAct(rows);
  const actor = rows[0]?.actor?.displayName ?? rows[0]?.client?.name ?? "";
  useEffect(() => onActor(actor), [actor, onActor]);
  const names = usePersonNames(acts.flatMap(personsOf));
  const isOfRecord = variables.filter?.record != null;
  const record = isOfRecord ? rows.find((row) => row.record != null)?.record?.id : undefined;
  return (
    <>
      {record !== undefined && (
        <Suspense>
          <RecordMessages record={record} />
        </Suspense>
      )}
      <Rows rows={acts} hasNext={list.hasNext} className="trail">
        {(entry, place) => <TrailAct entry={entry} names={names} place={place} />}
      </Rows>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        // Of the rows that are found, hundreds may be of one act.
        onLoadMore={() => list.loadNext(acts.length < rows.length ? 100 : nextPage(rows.length))}
        isEmpty={rows.length === 0}
        emptyText={
          variables.filter?.correlationId == null ? texts.trail.empty : texts.trail.emptyReference
        }
      />
    </>
  );
}

/** Return the first of the rows of each act. */
function onePerAct<Row extends { readonly actId: string }>(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<string>();
  return rows.filter(({ actId }) => !seen.has(actId) && seen.add(actId));
}

interface Subject {
  readonly personId: string | null | undefined;
  readonly pair: { readonly personId: string; readonly masterPersonId: string } | null | undefined;
}

function personsOf({ personId, pair }: Subject): readonly string[] {
  if (pair != null) return [pair.personId, pair.masterPersonId];
  return personId == null ? [] : [personId];
}

const LIST = graphql`
  fragment trailPage_list on Query
  @refetchable(queryName: "trailPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 30 }
    after: { type: "String" }
    filter: { type: "AuditLogFilter" }
    order: { type: "AuditLogOrderBy", defaultValue: INSERTED_AT_DESC }
  ) {
    auditLog(first: $first, after: $after, filter: $filter, orderBy: $order)
      @connection(key: "trailPage_auditLog") {
      edges {
        node {
          id
          actId
          actor {
            displayName
          }
          client {
            name
          }
          personId
          record {
            id
          }
          pair {
            personId
            masterPersonId
          }
          ...trailAct_entry
        }
      }
    }
  }
`;
