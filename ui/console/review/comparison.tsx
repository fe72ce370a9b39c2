/** Two records side by side, field by field, with each different letter marked. */
import { graphql, useFragment } from "react-relay";
import type {
  comparison_pair$data,
  comparison_pair$key,
} from "../__generated__/comparison_pair.graphql";
import { formatAddress, formatDocument } from "../persons/formatting";
import { useFormats, useTexts } from "../texts/texts";
import { areNamesSwapped, closestValue, diffSegments, type Names } from "./text-diff";

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
      documents {
        type
        number
        issuedAt
        issuedBy
        expirationDate
      }
      phones {
        type
        number
      }
      addresses {
        type
        country
        area
        settlement
        street
        building
        apartment
        zip
      }
    }
    masterPerson {
      documents {
        type
        number
        issuedAt
        issuedBy
        expirationDate
      }
      phones {
        type
        number
      }
      addresses {
        type
        country
        area
        settlement
        street
        building
        apartment
        zip
      }
    }
  }
`;

/** Show the comparison as a table; on a narrow screen each field is a block of its own. */
export function Comparison({ pair }: { pair: comparison_pair$key }) {
  const texts = useTexts();
  const formats = useFormats();
  const { comparison, person, masterPerson } = useFragment(PAIR, pair);
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
  return (
    <table className="comparison" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">{texts.review.field}</th>
          <th role="columnheader">{texts.review.duplicate}</th>
          <th role="columnheader">{texts.review.master}</th>
          <th role="columnheader">{texts.review.agreement}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {comparison.map((row) => {
          const { field, agreement } = row;
          // Only a gender: a surname may be written MALE.
          const textOf = (value: string | null | undefined) => {
            if (field === "gender") return asList(value && genders[value]);
            return asList(value && field.endsWith("Date") ? formats.knownDate(value) : value);
          };
          const left = lists.person[field as ListField] ?? textOf(row.person);
          const right = lists.masterPerson[field as ListField] ?? textOf(row.masterPerson);
          const name = (texts.fields as Record<string, string>)[field] ?? field;
          const isSwapped = areSwapped && agreement !== "EXACT" && field in OTHER_NAME;
          const opposite = comparison.find((it) => isSwapped && it.field === OTHER_NAME[field]);
          const isMarked = agreement !== "EXACT" && field !== "gender";
          return (
            <tr key={field} role="row" className={agreement.toLowerCase()}>
              <th role="rowheader">{name}</th>
              <td role="cell" data-side={texts.review.duplicate}>
                <Values
                  values={left}
                  others={opposite ? asList(opposite.masterPerson) : right}
                  isMarked={isMarked}
                />
              </td>
              <td role="cell" data-side={texts.review.master}>
                <Values
                  values={right}
                  others={opposite ? asList(opposite.person) : left}
                  isMarked={isMarked}
                />
              </td>
              <td role="cell">
                <span className={`agreement ${agreement.toLowerCase()}`}>
                  {isSwapped ? texts.review.swapped : texts.agreements[agreement]}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
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

type ListField = "documents" | "phones" | "addresses";

interface PersonLists {
  readonly documents: readonly Parameters<typeof formatDocument>[0][];
  readonly phones: readonly { readonly type: string; readonly number: string }[];
  readonly addresses: readonly Parameters<typeof formatAddress>[0][];
}

function listsOf(
  person: PersonLists,
  types: Readonly<Record<string, string>>,
  day: (iso: string) => string,
): Readonly<Partial<Record<ListField, readonly string[]>>> {
  return {
    documents: person.documents.map((document) => formatDocument(document, types, day)),
    phones: person.phones.map((phone) => phone.number),
    addresses: person.addresses.map(formatAddress),
  };
}

function asList(value: string | null | undefined): readonly string[] {
  return value === null || value === undefined ? [] : [value];
}

interface ValuesProps {
  readonly values: readonly string[];
  readonly others: readonly string[];
  /** Whether letters that differ are marked: not where the server says that the values agree. */
  readonly isMarked: boolean;
}

function Values({ values, others, isMarked }: ValuesProps) {
  const texts = useTexts();
  const [first] = values;
  if (first === undefined) return <span className="faint">{texts.review.missing}</span>;
  const opposites = isMarked ? others : [];
  if (values.length === 1) return <Value value={first} others={opposites} />;
  return (
    <ul>
      {values.map((value, index) => (
        <li key={index}>
          <Value value={value} others={opposites} />
        </li>
      ))}
    </ul>
  );
}

function Value({ value, others }: { value: string; others: readonly string[] }) {
  const other = others.length === 1 ? others[0] : closestValue(value, others);
  if (other === null || other === undefined) return value;
  return diffSegments(value, other).map(({ text, differs }, index) =>
    differs ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
