/** Records beside each other, a column each, with what differs from a former one marked. */
import "../styles/merges.css";
import { Breakable } from "../components/breakable";
import { ScrollRegion } from "../components/scroll-region";
import { MarkedValues } from "../review/marked-values";
import { useMergesTexts } from "../texts/merges-texts";
import { useTexts } from "../texts/texts";
import {
  type RecordContent,
  type RecordValues,
  useFieldName,
  useRecordValues,
} from "./record-values";

export interface RecordColumn {
  readonly heading: string;
  /** Null where the version is not known. */
  readonly record: RecordContent | null;
  /** What it is compared with. */
  readonly former?: RecordContent | null;
}

interface RecordTableProps {
  readonly label: string;
  readonly columns: readonly RecordColumn[];
  /** Whether the two columns are of two records, and what differs between them is marked. */
  readonly isCompared?: boolean;
}

/** Show them; fields that none of them has are left out. */
export function RecordTable({ label, columns, isCompared = false }: RecordTableProps) {
  const texts = useTexts();
  const labels = useMergesTexts();
  const valuesOf = useRecordValues();
  const fieldName = useFieldName();
  const shown = columns.map(({ heading, record, former }) => {
    const values = record === null ? null : valuesOf(record);
    return { heading, values, former: former == null ? values : valuesOf(former) };
  });
  const fields = Object.keys(shown.find(({ values }) => values !== null)?.values ?? {}).filter(
    (field) => shown.some(({ values, former }) => isSaid(values, field) || isSaid(former, field)),
  );
  return (
    <ScrollRegion label={label}>
      <table className="records-beside">
        <thead>
          <tr>
            <th scope="col">{texts.review.field}</th>
            {shown.map(({ heading }) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">
                {fieldName(field)}
                {isCompared && doDiffer(shown, field) && (
                  <span className="visually-hidden"> ({labels.records.differ})</span>
                )}
              </th>
              {isCompared
                ? shown.map(({ heading, values }, index) => (
                    <td key={heading}>
                      <MarkedValues
                        values={values?.[field] ?? []}
                        others={othersOf(shown[1 - index]?.values ?? null, values, field)}
                        areDates={field.endsWith("Date")}
                      />
                    </td>
                  ))
                : shown.map(({ heading, values, former }) => (
                    <td key={heading}>
                      <Cell
                        value={textOf(values, field)}
                        isChanged={
                          values !== null && textOf(values, field) !== textOf(former, field)
                        }
                        changedText={labels.isChanged}
                      />
                    </td>
                  ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface CellProps {
  readonly value: string;
  readonly isChanged: boolean;
  readonly changedText: string;
}

function Cell({ value, isChanged, changedText }: CellProps) {
  const shown = <bdi>{value === "" ? "—" : <Breakable text={value} />}</bdi>;
  if (!isChanged) return shown;
  return (
    <>
      <mark>{shown}</mark>
      <span className="visually-hidden"> ({changedText})</span>
    </>
  );
}

interface ShownColumn {
  readonly values: RecordValues | null;
}

/** Return whether both say something, and not the same; of a merge, one has given way in any case. */
function doDiffer([one, other]: readonly ShownColumn[], field: string): boolean {
  if (field === "status") return false;
  const [values, others] = [one?.values ?? null, other?.values ?? null];
  return isSaid(values, field) && isSaid(others, field) && !areSame(values, others, field);
}

function areSame(values: RecordValues | null, others: RecordValues | null, field: string): boolean {
  return textOf(values, field) === textOf(others, field);
}

/** Return what letters are compared with: nothing where both say the same, and of words that are chosen. */
function othersOf(others: RecordValues | null, own: RecordValues | null, field: string) {
  const isChosen = field === "gender" || field === "status";
  return isChosen || areSame(own, others, field) ? [] : (others?.[field] ?? []);
}

function isSaid(values: RecordValues | null, field: string): boolean {
  return (values?.[field]?.length ?? 0) > 0;
}

function textOf(values: RecordValues | null, field: string): string {
  return (values?.[field] ?? []).join("; ").normalize();
}
