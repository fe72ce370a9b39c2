/** How the list of records was seen last in this window, to go back to it from a record. */
import { signedInUser } from "../api/session";

const LIST = "/records";
let last = { user: "", search: "" };

/** Remember what stands behind the question mark of the list's address. */
export function rememberList(search: string): void {
  last = { user: signedInUser(), search };
}

/** Return the address of the list with the filters that its user had, else with none. */
export function lastList(): string {
  const search = last.user === signedInUser() ? last.search : "";
  return search === "" ? LIST : `${LIST}?${search}`;
}
