/** By what Relay's store keeps a row that the API gives no id: else by its place in a list, which queries share. */
import { VIEWER_ID, VIEWER_TYPE } from "relay-runtime";

interface Row {
  readonly id?: string;
  readonly personId?: string;
  readonly version?: number;
  readonly organisation?: { readonly id: string } | null;
}

/** Return what is the same for one row in every answer; undefined where its place has to do. */
export function dataIdOf(row: Row, type: string): string | undefined {
  if (row.id != null) return row.id;
  if (type === VIEWER_TYPE) return VIEWER_ID;
  if (type === "PersonVersion" && row.personId != null && row.version != null) {
    return `${type}:${row.personId}:${row.version}`;
  }
  if (type === "ViewerOrganisation" && row.organisation != null) {
    return `${type}:${row.organisation.id}`;
  }
  return undefined;
}
