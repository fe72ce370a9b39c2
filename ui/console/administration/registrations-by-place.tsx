/** How many births, deaths or marriages of a period there are at each place or office: a bar each, and the file. */
import { type ReactNode, useState } from "react";
import { graphql } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type { registrationsByPlaceQuery } from "../__generated__/registrationsByPlaceQuery.graphql";
import { usePageQuery } from "../api/queries";
import { choiceOf, daysOfRecords } from "../components/address";
import { Button } from "../components/button";
import { ExportButton } from "../components/export-button";
import { Select } from "../components/fields";
import { QueryBoundary } from "../components/query-boundary";
import { ScrollRegion } from "../components/scroll-region";
import "../styles/charts.css";
import { useChartsTexts } from "../texts/charts-texts";
import { useFormats, useTexts } from "../texts/texts";

interface Period {
  readonly from: string;
  readonly to: string;
}
type Kind = "BIRTH" | "DEATH" | "MARRIAGE";
type By = "DECLARED" | "EVENT" | "REGISTERED";
type Group = "places" | "offices";
interface Asked extends Period {
  readonly kind: Kind;
  readonly by: By;
}

/** So many stand there at first. */
const FIRST = 15;
const REGISTERED = "REGISTERED,CERTIFIED,ISSUED";

/** Show births by place, unless the address says otherwise: `?of=DEATH&at=offices&day=DECLARED`. */
export function RegistrationsByPlace(period: Period) {
  const texts = useTexts();
  const { places: labels, funnel } = useChartsTexts();
  const formats = useFormats();
  const [search, setSearch] = useSearchParams();
  const kind = choiceOf(search.get("of"), texts.records.kinds, "") || "BIRTH";
  const group: Group = choiceOf(search.get("at"), labels.groups, "") || "places";
  const by = choiceOf(search.get("day"), funnel.days, "") || "EVENT";
  const set = (name: string, next: string) =>
    setSearch(
      (former) => new URLSearchParams([...[...former].filter(([it]) => it !== name), [name, next]]),
    );
  const asked = { ...period, kind, by };
  return (
    <figure className="chart">
      <figcaption>
        <h2>{labels.titles[kind]}</h2>
        <p className="faint">
          {labels.explanations[by](formats.day(period.from), formats.day(period.to))}{" "}
          {labels.means[group]}
        </p>
      </figcaption>
      <div className="filters">
        <Select
          label={texts.records.kind}
          value={kind}
          onChange={(next) => set("of", next)}
          options={texts.records.kinds}
        />
        <Select
          label={labels.group}
          value={group}
          onChange={(next) => set("at", next)}
          options={labels.groups}
        />
        <Select
          label={funnel.by}
          value={by}
          onChange={(next) => set("day", next)}
          options={funnel.days}
        />
        <ExportButton
          list={group}
          given={asked}
          label={labels.file}
          nameOf={async () => `${NAMES[kind]}-by-${ENDS[group]}-${period.from}-${period.to}`}
        />
      </div>
      <QueryBoundary resetKey={JSON.stringify(asked)}>
        <Rows asked={asked} group={group} key={JSON.stringify([asked, group])} />
      </QueryBoundary>
    </figure>
  );
}

const NAMES = { BIRTH: "births", DEATH: "deaths", MARRIAGE: "marriages" };
const ENDS = { places: "place", offices: "office" };

interface Row {
  readonly id: string;
  readonly name: string;
  /** What stands above an office: its district, as a rule. */
  readonly above?: string | null | undefined;
  readonly registered: number;
  readonly declared: number;
  /** What finds its records; null where nothing does. */
  readonly found: Readonly<Record<string, string>> | null;
}

function Rows({ asked, group }: { readonly asked: Asked; readonly group: Group }) {
  const { places: labels, funnel } = useChartsTexts();
  const formats = useFormats();
  const [isWhole, setIsWhole] = useState(false);
  const { registrationStatistics: figures } = usePageQuery<registrationsByPlaceQuery>(COUNTS, {
    ...asked,
    ofOffices: group === "offices",
  });
  if (figures.declared === 0) return <p className="faint">{funnel.none}</p>;
  const rows: readonly Row[] =
    group === "offices"
      ? (figures.offices ?? []).map(({ office, ...counts }) => ({
          ...counts,
          id: office?.id ?? "",
          name: office == null ? labels.noOffice : (office.name ?? labels.noName),
          above: office?.parent?.name,
          found: { office: office?.id ?? "none" },
        }))
      : (figures.places ?? []).map(({ place, ...counts }) => ({
          ...counts,
          id: place ?? "",
          name: place ?? labels.others,
          found: place == null ? null : { place },
        }));
  const most = Math.max(1, ...rows.map(({ registered }) => registered));
  const shown = isWhole ? rows : rows.slice(0, FIRST);
  const title = labels.groups[group];
  return (
    <>
      <ScrollRegion label={labels.titles[asked.kind]}>
        <table className="numbers by-place" aria-label={labels.titles[asked.kind]}>
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col">{labels.registered}</th>
              <th scope="col">{labels.declared}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <bdi>{row.name}</bdi>
                  {row.above != null && <span className="faint"> · {row.above}</span>}
                </th>
                <td>
                  <Count row={row} of={row.registered} asked={asked} status={REGISTERED}>
                    <span className="by-place-bar" aria-hidden="true">
                      <span
                        className="series-0"
                        style={{ inlineSize: `${(100 * row.registered) / most}%` }}
                      />
                    </span>
                  </Count>
                </td>
                <td>
                  <Count row={row} of={row.declared} asked={asked} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{funnel.all}</th>
              <td>{formats.number(figures.registered)}</td>
              <td>{formats.number(figures.declared)}</td>
            </tr>
          </tfoot>
        </table>
      </ScrollRegion>
      {rows.length > shown.length && (
        <div className="actions">
          <Button onPress={() => setIsWhole(true)}>
            {labels.more(formats.number(rows.length - shown.length))}
          </Button>
        </div>
      )}
    </>
  );
}

interface CountProps {
  readonly row: Row;
  readonly of: number;
  readonly asked: Asked;
  readonly status?: string;
  readonly children?: ReactNode;
}

/** A number that leads to what it counts, where a list finds that. */
function Count({ row, of, asked, status, children }: CountProps) {
  const { places: labels } = useChartsTexts();
  const formats = useFormats();
  const count = formats.number(of);
  if (of === 0 || row.found === null)
    return (
      <span className="by-place-count">
        {children}
        {count}
      </span>
    );
  const days = daysOfRecords(asked.by, asked);
  const search = { kind: asked.kind, ...row.found, ...days, ...(status && { status }) };
  const what = status === undefined ? labels.declared : labels.registered;
  return (
    <Link
      className="by-place-count"
      href={`/records?${new URLSearchParams(search)}`}
      aria-label={`${row.name}, ${what}: ${count}`}
    >
      {children}
      {count}
    </Link>
  );
}

const COUNTS = graphql`
  query registrationsByPlaceQuery(
    $from: Date!
    $to: Date!
    $kind: VitalEventKind
    $by: DayOfRecord!
    $ofOffices: Boolean!
  ) {
    registrationStatistics(from: $from, to: $to, kind: $kind, by: $by) {
      declared
      registered
      offices @include(if: $ofOffices) {
        office {
          id
          name
          parent {
            name
          }
        }
        declared
        registered
      }
      places @skip(if: $ofOffices) {
        place
        declared
        registered
      }
    }
  }
`;
