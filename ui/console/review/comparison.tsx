/** Two records side by side, field by field, with each different letter marked. */
import { graphql, useFragment } from "react-relay";
import type { comparison_pair$key } from "../__generated__/comparison_pair.graphql";
import { formatAddress, formatDocument } from "../persons/formatting";
import { useTexts } from "../texts/texts";
import { closestValue, diffSegments } from "./text-diff";

const PAIR = graphql`
  fragment comparison_pair on MergeCandidate {
    comparison {
      field
      person
      masterPerson
      agreement
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
  const { comparison, person, masterPerson } = useFragment(PAIR, pair);
  const types = texts.documentTypes;
  const lists = { person: listsOf(person, types), masterPerson: listsOf(masterPerson, types) };
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
        {comparison.map(({ field, agreement, ...values }) => {
          const left = lists.person[field as ListField] ?? asList(values.person);
          const right = lists.masterPerson[field as ListField] ?? asList(values.masterPerson);
          const name = (texts.fields as Record<string, string>)[field] ?? field;
          return (
            <tr key={field} role="row" className={agreement.toLowerCase()}>
              <th role="rowheader">{name}</th>
              <td role="cell" data-side={texts.review.duplicate}>
                <Values values={left} others={right} />
              </td>
              <td role="cell" data-side={texts.review.master}>
                <Values values={right} others={left} />
              </td>
              <td role="cell">
                <span className={`agreement ${agreement.toLowerCase()}`}>
                  {texts.agreements[agreement]}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
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
): Readonly<Partial<Record<ListField, readonly string[]>>> {
  return {
    documents: person.documents.map((document) => formatDocument(document, types)),
    phones: person.phones.map((phone) => phone.number),
    addresses: person.addresses.map(formatAddress),
  };
}

function asList(value: string | null | undefined): readonly string[] {
  return value === null || value === undefined ? [] : [value];
}

function Values({ values, others }: { values: readonly string[]; others: readonly string[] }) {
  const texts = useTexts();
  const [first] = values;
  if (first === undefined) return <span className="faint">{texts.review.missing}</span>;
  if (values.length === 1) return <Value value={first} others={others} />;
  return (
    <ul>
      {values.map((value, index) => (
        <li key={index}>
          <Value value={value} others={others} />
        </li>
      ))}
    </ul>
  );
}

function Value({ value, others }: { value: string; others: readonly string[] }) {
  const genders: Readonly<Record<string, string>> = useTexts().genders;
  const gender = genders[value];
  if (gender !== undefined) return gender;
  const other = others.length === 1 ? others[0] : closestValue(value, others);
  if (other === null || other === undefined) return value;
  return diffSegments(value, other).map(({ text, differs }, index) =>
    differs ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
