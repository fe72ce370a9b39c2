/** Who collects a certificate, by name as far as the record or the certificate knows it. */
import { graphql, readInlineData } from "relay-runtime";
import type {
  handedTo_certificate$data,
  handedTo_certificate$key,
} from "../__generated__/handedTo_certificate.graphql";
import { fullName } from "../persons/names";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import type { Details } from "./details";

type Relationship = handedTo_certificate$data["collector"]["relationship"];

/** Return the function that names whoever collects a certificate of a record with such details. */
export function useCollectorName(): (
  certificate: handedTo_certificate$key,
  details: Details,
) => string {
  const labels = useTexts().records;
  const { notNamed } = useDeskTexts().certificates;
  const { language } = useLanguage();
  const { apart } = useFormats();
  return (key, details) => {
    const { relationship, individual } = readInlineData(CERTIFICATE, key).collector;
    const name = individual == null ? nameOnRecord(relationship, details) : fullName(individual);
    const role = labels.collectors[relationship];
    if (name === "") return `${role} (${notNamed})`;
    if (relationship === "OTHER") return name;
    return `${apart(name)} (${role.toLocaleLowerCase(language)})`;
  };
}

/** Return the name of the person, or of the people, whom a record has in a role; empty where none. */
export function nameOnRecord(relationship: Relationship, details: Details): string {
  if (details.__typename === "%other") return "";
  if (relationship === "INFORMANT") return nameOfInformant(details);
  if (details.__typename === "Marriage") {
    return relationship === "SPOUSE" ? details.spouses.map(fullName).join(" / ") : "";
  }
  if (details.__typename === "Death") return "";
  const parents = { MOTHER: details.mother, FATHER: details.father };
  const parent = relationship in parents ? parents[relationship as keyof typeof parents] : null;
  return parent ? fullName(parent) : "";
}

/** Return the name of the informant, who may be somebody that stands on the record already. */
function nameOfInformant(details: Exclude<Details, { __typename: "%other" }>): string {
  const { relationship, individual } = details.informant;
  if (individual != null) return fullName(individual);
  const role = relationship.trim().toUpperCase();
  const isOnRecord = role === "MOTHER" || role === "FATHER" || role === "SPOUSE";
  return isOnRecord ? nameOnRecord(role, details) : "";
}

const CERTIFICATE = graphql`
  fragment handedTo_certificate on Certificate @inline {
    collector {
      relationship
      individual {
        firstName
        secondName
        lastName
      }
    }
  }
`;
