/** What a record says, field by field in words: today's record, or one of its versions. */
import { graphql } from "react-relay";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useTexts } from "../texts/texts";
import { listsOf, type PersonLists } from "./person-lists";

type Text = string | null | undefined;

/** A record as the API has it, and as its versions keep it. */
export interface RecordContent extends PersonLists {
  readonly firstName: Text;
  readonly lastName: Text;
  readonly secondName: Text;
  readonly birthDateKnown: Text;
  readonly gender: string;
  readonly taxId: Text;
  readonly nationalId: Text;
  readonly email: Text;
  readonly deathDateKnown: Text;
  readonly status: string;
}

export type RecordValues = Readonly<Record<string, readonly string[]>>;

/** Return what gives the values of a record by the names of its fields. */
export function useRecordValues(): (record: RecordContent) => RecordValues {
  const texts = useTexts();
  const { day, knownDate } = useFormats();
  const genders: Readonly<Record<string, string>> = texts.genders;
  const statuses: Readonly<Record<string, string>> = texts.persons.statuses;
  const one = (value: Text) => (value ? [value] : []);
  return (record) => ({
    firstName: one(record.firstName),
    lastName: one(record.lastName),
    secondName: one(record.secondName),
    birthDate: one(record.birthDateKnown && knownDate(record.birthDateKnown)),
    gender: record.gender === "UNKNOWN" ? [] : one(genders[record.gender]),
    taxId: one(record.taxId),
    nationalId: one(record.nationalId),
    email: one(record.email),
    deathDate: one(record.deathDateKnown && knownDate(record.deathDateKnown)),
    ...listsOf(record, texts.documentTypes, day),
    status: one(statuses[record.status] ?? record.status),
  });
}

/** Return what gives the words for a field of a record, as its versions name it. */
export function useFieldName(): (field: string) => string {
  const texts = useTexts();
  const { fields: others } = useMergesTexts();
  const names: Readonly<Record<string, string>> = {
    ...texts.fields,
    ...others,
    status: texts.records.status,
  };
  return (field) => names[field.replace(/Known$/, "")] ?? field;
}

/** All that is shown of a record as it is today. */
export const RECORD = graphql`
  fragment recordValues_person on Person {
    firstName
    lastName
    secondName
    birthDateKnown
    gender
    taxId
    nationalId
    email
    deathDateKnown
    status
    ...personLists_person @relay(mask: false)
  }
`;
