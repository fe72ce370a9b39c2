/** The page of corrections and annulments: what waits for the registrar, and what became of others. */

import { graphql, usePaginationFragment } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type { correctionsPage_list$key } from "../__generated__/correctionsPage_list.graphql";
import type { correctionsPageQuery } from "../__generated__/correctionsPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { choiceOf } from "../components/address";
import { ExportButton } from "../components/export-button";
import { Select } from "../components/fields";
import { ListRows } from "../components/list-rows";
import { Moment } from "../components/moment";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { Status } from "../components/status";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { CorrectionTabs, lists, type Show } from "./correction-tabs";
import { subjectOf } from "./details";

/** Show what the address asks for: `?show=waiting&kind=BIRTH`. */
export default function CorrectionsPage() {
  const texts = useTexts();
  const { corrections: labels } = useDeskTexts();
  const [params, setParams] = useSearchParams();
  const show: Show = choiceOf(params.get("show"), lists, "waiting");
  const kind = choiceOf(params.get("kind"), texts.records.kinds, "");
  const filter = {
    ...lists[show],
    ...(kind === "" ? {} : { kind }),
  } as NonNullable<correctionsPageQuery["variables"]["filter"]>;
  return (
    <Page title={labels.title} actions={<ExportButton list="corrections" given={{ filter }} />}>
      <CorrectionTabs show={show} kind={kind === "" ? null : kind} />
      <div className="filters">
        <Select
          label={texts.records.kind}
          value={kind}
          onChange={(next) => setParams({ show, ...(next === "" ? {} : { kind: next }) })}
          options={{ "": texts.records.any, ...texts.records.kinds }}
        />
      </div>
      <QueryBoundary resetKey={JSON.stringify(filter)}>
        <Corrections filter={filter} emptyText={labels.empty[show]} />
      </QueryBoundary>
    </Page>
  );
}

interface CorrectionsProps {
  readonly filter: NonNullable<correctionsPageQuery["variables"]["filter"]>;
  readonly emptyText: string;
}

function Corrections({ filter, emptyText }: CorrectionsProps) {
  const texts = useTexts();
  const formats = useFormats();
  const { corrections: labels } = useDeskTexts();
  const query = usePageQuery<correctionsPageQuery>(QUERY, { filter });
  const list = usePaginationFragment<correctionsPageQuery, correctionsPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.corrections.edges);
  return (
    <ListRows list={list} rows={rows} emptyText={emptyText}>
      {(correction, place) => {
        const { vitalEvent: event } = correction;
        const who = correction.requesterName ?? labels.aMachine;
        return (
          <li {...place}>
            <Link href={`/records/${encodeURIComponent(event.id)}`}>{subjectOf(event)}</Link>
            <span className="badge">{texts.records.kinds[event.kind]}</span>
            <span className="badge">{labels.kinds[correction.kind]}</span>
            <Status of={correction.status}>{labels.statuses[correction.status]}</Status>
            <code>{event.registrationNumber}</code>
            <p>
              {labels.asked(who, formats.time(correction.insertedAt))} <q>{correction.reason}</q>
            </p>
            {correction.status !== "REQUESTED" && (
              <p>
                {labels.statuses[correction.status]}
                {formats.comma}
                {correction.settledByName != null && (
                  <>
                    <bdi>{correction.settledByName}</bdi>
                    {formats.comma}
                  </>
                )}
                <Moment at={correction.updatedAt} />
                {correction.rejectionReason != null && (
                  <>
                    : <q>{correction.rejectionReason}</q>
                  </>
                )}
              </p>
            )}
          </li>
        );
      }}
    </ListRows>
  );
}

const QUERY = graphql`
  query correctionsPageQuery($filter: CorrectionFilter) {
    ...correctionsPage_list @arguments(filter: $filter)
  }
`;
const LIST = graphql`
  fragment correctionsPage_list on Query
  @refetchable(queryName: "correctionsPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    filter: { type: "CorrectionFilter" }
  ) {
    corrections(first: $first, after: $after, filter: $filter)
      @connection(key: "correctionsPage_corrections") {
      edges {
        node {
          id
          kind
          status
          reason
          requesterName
          settledByName
          rejectionReason
          insertedAt
          updatedAt
          vitalEvent {
            id
            kind
            registrationNumber
            ...details_event
          }
        }
      }
    }
  }
`;
