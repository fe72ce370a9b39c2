/** Records beside each other, a column each, with what differs from a former one marked. */
import "../styles/merges.css";
import { ScrollRegion } from "../components/scroll-region";
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
}

/** Show them; fields that none of them has are left out. */
export function RecordTable({ label, columns }: RecordTableProps) {
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
              <th scope="row">{fieldName(field)}</th>
              {shown.map(({ heading, values, former }) => (
                <td key={heading}>
                  <Cell
                    value={textOf(values, field)}
                    isChanged={values !== null && textOf(values, field) !== textOf(former, field)}
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
  const shown = <bdi>{value === "" ? "—" : value}</bdi>;
  if (!isChanged) return shown;
  return (
    <>
      <mark>{shown}</mark>
      <span className="visually-hidden"> ({changedText})</span>
    </>
  );
}

function isSaid(values: RecordValues | null, field: string): boolean {
  return (values?.[field]?.length ?? 0) > 0;
}

function textOf(values: RecordValues | null, field: string): string {
  return (values?.[field] ?? []).join("; ").normalize();
}
