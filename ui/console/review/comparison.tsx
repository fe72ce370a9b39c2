/** Two records side by side, field by field, with what differs marked to the letter. */
import { graphql, useFragment } from "react-relay";
import type { comparison_pair$key } from "../__generated__/comparison_pair.graphql";
import { useTexts } from "../texts/texts";
import { nearest, stretches } from "./differences";
import { addressLine, documentLine } from "./lines";

const SIDE = graphql`
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

/** Shows the comparison as a table; on a narrow screen each field is a block of its own. */
export function Comparison({ pair }: { pair: comparison_pair$key }) {
  const texts = useTexts();
  const { comparison, person, masterPerson } = useFragment(SIDE, pair);
  const types = texts.documentTypes;
  const parts = { person: listed(person, types), masterPerson: listed(masterPerson, types) };
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
        {comparison.map(({ field, agreement, ...told }) => {
          const ones = parts.person[field as Part] ?? single(told.person);
          const others = parts.masterPerson[field as Part] ?? single(told.masterPerson);
          const name = (texts.fields as Record<string, string>)[field] ?? field;
          return (
            <tr key={field} role="row" className={agreement.toLowerCase()}>
              <th role="rowheader">{name}</th>
              <td role="cell" data-side={texts.review.duplicate}>
                <Values of={ones} beside={others} />
              </td>
              <td role="cell" data-side={texts.review.master}>
                <Values of={others} beside={ones} />
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

type Part = "documents" | "phones" | "addresses";

interface Listed {
  readonly documents: readonly Parameters<typeof documentLine>[0][];
  readonly phones: readonly { readonly type: string; readonly number: string }[];
  readonly addresses: readonly Parameters<typeof addressLine>[0][];
}

function listed(
  person: Listed,
  types: Readonly<Record<string, string>>,
): Readonly<Partial<Record<Part, readonly string[]>>> {
  return {
    documents: person.documents.map((document) => documentLine(document, types)),
    phones: person.phones.map((phone) => phone.number),
    addresses: person.addresses.map(addressLine),
  };
}

function single(value: string | null | undefined): readonly string[] {
  return value === null || value === undefined ? [] : [value];
}

function Values({ of, beside }: { of: readonly string[]; beside: readonly string[] }) {
  const texts = useTexts();
  const [first] = of;
  if (first === undefined) return <span className="faint">{texts.review.missing}</span>;
  if (of.length === 1) return <Value value={first} others={beside} />;
  return (
    <ul>
      {of.map((value, at) => (
        <li key={at}>
          <Value value={value} others={beside} />
        </li>
      ))}
    </ul>
  );
}

function Value({ value, others }: { value: string; others: readonly string[] }) {
  const genders: Readonly<Record<string, string>> = useTexts().genders;
  const words = genders[value];
  if (words !== undefined) return words;
  const other = others.length === 1 ? others[0] : nearest(value, others);
  if (other === null || other === undefined) return value;
  return stretches(value, other).map(({ text, differs }, at) =>
    differs ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
  );
}
