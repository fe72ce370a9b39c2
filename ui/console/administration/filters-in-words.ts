/** What the filters of a file are called, which the trail has by their names in the API. */
import { useColumnsTexts } from "../texts/columns-texts";
import { useFilterTexts } from "../texts/filters-texts";
import { useTexts } from "../texts/texts";

/** Return what names them, as the forms of the lists do. */
export function useFiltersInWords(): (names: unknown) => unknown {
  const { trail, records, fields } = useTexts();
  const { account } = useFilterTexts();
  const { filters, words } = useColumnsTexts();
  const known: Readonly<Record<string, string>> = {
    ...fields,
    ...filters,
    actorId: trail.actor,
    clientId: trail.client,
    action: trail.action,
    resource: trail.resource,
    resourceId: trail.resourceId,
    correlationId: trail.correlationId,
    record: records.number,
    person: trail.person,
    user: account,
    insertedFrom: trail.from,
    insertedTo: trail.to,
  };
  const nameOf = (name: unknown) =>
    typeof name === "string"
      ? (known[name] ?? words[name.replace(/[A-Z]/g, (it) => `_${it.toLowerCase()}`)] ?? name)
      : name;
  return (names) => (Array.isArray(names) ? names.map(nameOf) : names);
}
