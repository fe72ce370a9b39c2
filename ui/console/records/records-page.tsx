/** The page of the registrar's records: work lists by status, and the search. */

import { useEffect } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type {
  recordsPage_list$data,
  recordsPage_list$key,
} from "../__generated__/recordsPage_list.graphql";
import type {
  recordsPageQuery,
  VitalEventOrderBy,
} from "../__generated__/recordsPageQuery.graphql";
import { useAsked } from "../api/asked";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { ExportButton } from "../components/export-button";
import { FilterPanel } from "../components/filter-panel";
import { LinkButton } from "../components/link-button";
import { ListRows } from "../components/list-rows";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { SavedFilters } from "../components/saved-filters";
import { LastSearches } from "../finding/last-searches";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import { CertificateAnswer } from "./certificate-answer";
import { isCertificateNumber } from "./certificate-standing";
import { detailsOf, subjectOf } from "./details";
import { rememberList } from "./last-list";
import { NamedAs } from "./named-as";
import { OwnDay } from "./own-day";
import { Queues } from "./queues";
import { RecordCount } from "./record-count";
import { filterOf, RecordsSearch, type Search, searchNames } from "./records-search";
import { ageOf } from "./spans";
import { Standing } from "./standing";

/** Show the list with the filters of the address: `?status=DECLARED&kind=BIRTH`; an administrator only looks at it. */
export default function RecordsPage() {
  const texts = useTexts();
  const { queues } = useDeskTexts();
  const isRegistrar = holdsSomewhere(useViewer(), "REGISTRAR");
  const [params, setParams] = useSearchParams();
  const address = params.toString();
  useEffect(() => rememberList(address), [address]);
  const entries = searchNames.map((name) => [name, params.get(name) ?? ""] as const);
  const search = Object.fromEntries(entries) as Search;
  const order: VitalEventOrderBy =
    search.order === "oldest" ? "INSERTED_AT_ASC" : "INSERTED_AT_DESC";
  const filter = filterOf(search, texts);
  const { variables, boundary, askAnew } = useAsked({ filter, order } as Asked);
  return (
    <Page
      title={texts.records.title}
      kind="search"
      actions={
        <>
          <ExportButton list="records" given={{ filter, orderBy: order }} />
          {isRegistrar && (
            <LinkButton to="/declare" variant="primary">
              <ActIcon of="declare" /> {texts.menu.declare}
            </LinkButton>
          )}
        </>
      }
    >
      {isRegistrar ? (
        <QueryBoundary>
          <OwnDay />
          <Queues />
        </QueryBoundary>
      ) : (
        <Notice kind="note">
          <p>{queues.isLook}</p>
        </Notice>
      )}
      <SavedFilters />
      <FilterPanel isInUse={params.size > 0}>
        <RecordsSearch
          search={search}
          onSearch={(next) => {
            setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")));
            askAnew();
          }}
        />
      </FilterPanel>
      <LastSearches list="/records" />
      <QueryBoundary {...boundary}>
        <Records variables={variables} />
      </QueryBoundary>
    </Page>
  );
}

type Asked = Omit<recordsPageQuery["variables"], "isOfCertificate" | "isOfRegistration">;

function Records({ variables }: { variables: Asked }) {
  const texts = useTexts();
  const { queues, certificates, declaredAt } = useDeskTexts();
  const number = variables.filter?.certificateNumber ?? "";
  const isOfCertificate = isCertificateNumber(number);
  const { registeredFrom = null, registeredTo = null } = variables.filter ?? {};
  const isOfRegistration = registeredFrom !== null || registeredTo !== null;
  const query = usePageQuery<recordsPageQuery>(
    graphql`
      query recordsPageQuery(
        $filter: VitalEventFilter
        $order: VitalEventOrderBy!
        $isOfCertificate: Boolean!
        $isOfRegistration: Boolean!
      ) {
        ...recordsPage_list
          @arguments(
            filter: $filter
            order: $order
            isOfCertificate: $isOfCertificate
            isOfRegistration: $isOfRegistration
          )
      }
    `,
    { ...variables, isOfCertificate, isOfRegistration },
  );
  const list = usePaginationFragment<recordsPageQuery, recordsPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.vitalEvents.edges);
  return (
    <>
      {isOfCertificate && (
        <CertificateAnswer
          number={number}
          records={rows.flatMap(({ standing }) => standing ?? [])}
        />
      )}
      <RecordCount key={JSON.stringify(variables.filter)} filter={variables.filter} />
      <ListRows
        list={list}
        rows={rows}
        className="aligned"
        heads={[
          texts.records.name,
          texts.records.kind,
          texts.records.status,
          certificates.number,
          isOfRegistration ? texts.records.statuses.REGISTERED : declaredAt,
          queues.waiting,
        ]}
        emptyText={texts.records.empty}
      >
        {(event, place) => (
          <li {...place}>
            <Link href={`/records/${encodeURIComponent(event.id)}`}>{subjectOf(event)}</Link>
            <span className="badge">{texts.records.kinds[event.kind]}</span>
            <Standing event={event} />
            <code>{event.registrationNumber ?? event.trackingId}</code>
            <NamedAs
              details={detailsOf(event)}
              subject={subjectOf(event)}
              name={variables.filter?.name ?? ""}
            />
            <FoundBy event={event} />
            <Waiting event={event} />
            {event.assignee != null && (
              <span className="faint">{queues.takenBy(event.assignee.displayName)}</span>
            )}
          </li>
        )}
      </ListRows>
    </>
  );
}

type Row = NonNullable<NonNullable<recordsPage_list$data["vitalEvents"]["edges"]>[number]>["node"];

/** When it was declared or, where it was found by that, registered for the first time. */
function FoundBy({ event }: { event: Row }) {
  const { queues } = useDeskTexts();
  const formats = useFormats();
  const registered = event.history?.find(({ action }) => action.endsWith(".registered"));
  if (registered === undefined) return <Moment at={event.insertedAt} />;
  const { insertedAt } = registered;
  return <time dateTime={insertedAt}>{queues.registeredOn(formats.time(insertedAt))}</time>;
}

/** How long it waits for a registrar, from its declaration on or since what it waits for was wanted; which of what came within the minute is not said. */
function Waiting({ event }: { event: Row }) {
  const { queues } = useDeskTexts();
  const { language } = useLanguage();
  const age = event.waitsSince == null ? null : ageOf(event.waitsSince, language);
  if (age === null) return null;
  const says = event.waitsSince === event.insertedAt ? queues.waits : queues.waitsAnew;
  return <span className="faint">{says(age)}</span>;
}

const LIST = graphql`
  fragment recordsPage_list on Query
  @refetchable(queryName: "recordsPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    filter: { type: "VitalEventFilter" }
    order: { type: "VitalEventOrderBy", defaultValue: INSERTED_AT_DESC }
    isOfCertificate: { type: "Boolean", defaultValue: false }
    isOfRegistration: { type: "Boolean", defaultValue: false }
  ) {
    vitalEvents(first: $first, after: $after, filter: $filter, orderBy: $order)
      @connection(key: "recordsPage_vitalEvents") {
      edges {
        node {
          id
          kind
          status
          trackingId
          registrationNumber
          waitsSince
          insertedAt
          assignee {
            displayName
          }
          ...standing_event
          ...certificateStanding_event @alias(as: "standing") @include(if: $isOfCertificate)
          history @include(if: $isOfRegistration) {
            action
            actorName
            insertedAt
          }
          ...details_event
        }
      }
    }
  }
`;
