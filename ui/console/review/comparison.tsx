/** Two records side by side, field by field, what differs first, with each different letter marked. */
import { graphql, useFragment } from "react-relay";
import type {
  comparison_pair$data,
  comparison_pair$key,
} from "../__generated__/comparison_pair.graphql";
import { type ListField, listsOf } from "../persons/person-lists";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats, useTexts } from "../texts/texts";
import { type Agreement, AgreementStrip } from "./agreement-strip";
import { MarkedValues } from "./marked-values";
import { areNamesSwapped, type Names } from "./text-diff";
import { tellingField, WhyPaired } from "./why-paired";

const PAIR = graphql`
  fragment comparison_pair on MergeCandidate {
    comparison {
      field
      person
      masterPerson
      agreement
      isSwapped
    }
    person {
      ...personLists_person @relay(mask: false)
    }
    masterPerson {
      ...personLists_person @relay(mask: false)
    }
  }
`;

interface ComparisonProps {
  readonly pair: comparison_pair$key;
  /** Fields that have changed since the reviewer looked or decided, and the words for it. */
  readonly changed?: { readonly fields: ReadonlySet<string>; readonly words: string };
}

/**
 * Show at a glance how the records agree, and below that the comparison as a table.
 *
 * What differs comes first, and what is missing is folded. On a narrow screen each field is a block
 * of its own.
 */
export function Comparison({ pair, changed }: ComparisonProps) {
  const judging = useJudgingTexts();
  const names = useTexts().fields as Readonly<Record<string, string>>;
  const { list } = useFormats();
  const data = useFragment(PAIR, pair);
  const rows = useRows(data).map((row) => {
    return { ...row, changed: changed?.fields.has(row.field) ? changed.words : null };
  });
  const isFolded = (row: ShownRow) => row.agreement === "MISSING" && row.changed === null;
  const folded = rows.filter(isFolded);
  const first = rows.filter((row) => !isFolded(row));
  return (
    <>
      <WhyPaired rows={rows} />
      <AgreementStrip rows={rows} />
      {first.length > 0 && <Table rows={first.toSorted(byAgreement)} />}
      {folded.length > 0 && (
        <details className="folded" open={first.length === 0}>
          <summary>
            {judging.missingFields(list(folded.map(({ field }) => names[field] ?? field)))}
          </summary>
          <Table rows={folded} />
        </details>
      )}
    </>
  );
}

/** What differs comes first; within one agreement the order is the server's. */
const ORDER: readonly string[] = ["DIFFERENT", "CLOSE", "EXACT", "MISSING"];

function byAgreement(row: ShownRow, other: ShownRow): number {
  return ORDER.indexOf(row.agreement) - ORDER.indexOf(other.agreement);
}

interface ShownRow {
  readonly field: string;
  readonly agreement: Agreement;
  readonly isSwapped: boolean;
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** What the letters of each side are compared with: those of the other name where they are swapped. */
  readonly leftOthers: readonly string[];
  readonly rightOthers: readonly string[];
  /** The words for a change since the reviewer looked; null where there was none. */
  readonly changed: string | null;
}

/** Return the names of both records, with what tells them apart where they are the same. */
export function useNamesApart(pair: comparison_pair$key, names: readonly [string, string]) {
  const fields = useTexts().fields as Readonly<Record<string, string>>;
  const { missing } = useTexts().review;
  const { comma, list } = useFormats();
  const rows = useRows(useFragment(PAIR, pair));
  const telling = names[0] === names[1] ? tellingField(rows) : undefined;
  if (telling === undefined) return names;
  const label = fields[telling.field] ?? telling.field;
  const apart = (name: string, values: readonly string[]) =>
    `${name}${comma}${label}: ${values.length === 0 ? missing : list(values)}`;
  return [apart(names[0], telling.left), apart(names[1], telling.right)] as const;
}

function useRows(pair: comparison_pair$data): readonly Omit<ShownRow, "changed">[] {
  const texts = useTexts();
  const formats = useFormats();
  const { comparison, person, masterPerson } = pair;
  const types = texts.documentTypes;
  const genders: Readonly<Record<string, string>> = texts.genders;
  const lists = {
    person: listsOf(person, types, formats.day),
    masterPerson: listsOf(masterPerson, types, formats.day),
  };
  // The server knows them in another script too; letters tell where both ways are alike.
  const areSwapped =
    comparison.some((row) => row.isSwapped) ||
    areNamesSwapped(namesOf(comparison, "person"), namesOf(comparison, "masterPerson"));
  return comparison.map((row) => {
    const { field, agreement } = row;
    // Only a gender: a surname may be written MALE.
    const textOf = (value: string | null | undefined) => {
      if (field === "gender") return asList(value && genders[value]);
      return asList(value && field.endsWith("Date") ? formats.knownDate(value) : value);
    };
    const left = lists.person[field as ListField] ?? textOf(row.person);
    const right = lists.masterPerson[field as ListField] ?? textOf(row.masterPerson);
    const isSwapped = areSwapped && agreement !== "EXACT" && field in OTHER_NAME;
    const opposite = comparison.find((it) => isSwapped && it.field === OTHER_NAME[field]);
    const isMarked = agreement !== "EXACT" && field !== "gender";
    const others = isMarked ? [right, left] : [[], []];
    return {
      field,
      agreement,
      isSwapped,
      left,
      right,
      leftOthers: opposite ? asList(opposite.masterPerson) : (others[0] ?? []),
      rightOthers: opposite ? asList(opposite.person) : (others[1] ?? []),
    };
  });
}

function Table({ rows }: { rows: readonly ShownRow[] }) {
  const texts = useTexts();
  return (
    <table className="comparison" role="table" aria-label={texts.review.pair}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">{texts.review.field}</th>
          <th role="columnheader">{texts.review.duplicate}</th>
          <th role="columnheader">{texts.review.master}</th>
          <th role="columnheader">{texts.review.agreement}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.field} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: ShownRow }) {
  const texts = useTexts();
  const { field, agreement } = row;
  const areDates = field.endsWith("Date");
  return (
    <tr
      role="row"
      className={agreement.toLowerCase()}
      {...(row.changed === null ? {} : { "data-changed": true, tabIndex: -1 })}
    >
      <th role="rowheader">{(texts.fields as Record<string, string>)[field] ?? field}</th>
      <td role="cell" data-side={texts.review.duplicate}>
        <MarkedValues values={row.left} others={row.leftOthers} areDates={areDates} />
      </td>
      <td role="cell" data-side={texts.review.master}>
        <MarkedValues values={row.right} others={row.rightOthers} areDates={areDates} />
      </td>
      <td role="cell">
        <span className={`agreement ${agreement.toLowerCase()}`}>
          {row.isSwapped ? texts.review.swapped : texts.agreements[agreement]}
        </span>
        {row.changed !== null && <strong className="changed-since">{row.changed}</strong>}
      </td>
    </tr>
  );
}

/** Where a name stands in the other record when first and last name are swapped. */
const OTHER_NAME: Readonly<Record<string, string>> = {
  firstName: "lastName",
  lastName: "firstName",
};

type ComparedFields = comparison_pair$data["comparison"];

function namesOf(comparison: ComparedFields, side: "person" | "masterPerson"): Names {
  const nameIn = (name: string) => comparison.find(({ field }) => field === name)?.[side];
  return { firstName: nameIn("firstName"), lastName: nameIn("lastName") };
}

function asList(value: string | null | undefined): readonly string[] {
  return value === null || value === undefined ? [] : [value];
}
