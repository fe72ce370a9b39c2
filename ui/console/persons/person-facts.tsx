/** What a record says of a person today, as a list of facts. */
import { FactList } from "../records/fact-list";
import { useFormats, useTexts } from "../texts/texts";
import { listsOf } from "./person-lists";
import type { RecordContent } from "./record-values";

type Facts = Omit<RecordContent, "deathDateKnown" | "status"> &
  Partial<Pick<RecordContent, "deathDateKnown">>;

/** List all but the name, which stands above. */
export function PersonFacts({ of: person }: { of: Facts }) {
  const texts = useTexts();
  const { day, knownDate } = useFormats();
  const labels = texts.fields;
  const genders: Readonly<Record<string, string>> = texts.genders;
  const { documents, phones, addresses } = listsOf(person, texts.documentTypes, day);
  return (
    <FactList
      facts={[
        [labels.birthDate, person.birthDateKnown ? knownDate(person.birthDateKnown) : null],
        [labels.deathDate, person.deathDateKnown ? knownDate(person.deathDateKnown) : null],
        [labels.gender, genders[person.gender] ?? null],
        [labels.nationalId, person.nationalId ?? null],
        [labels.taxId, person.taxId ?? null],
        [labels.email, person.email ?? null],
        [labels.documents, documents.join("; ")],
        [labels.phones, phones.join("; ")],
        [labels.addresses, addresses.join("; ")],
      ]}
    />
  );
}
