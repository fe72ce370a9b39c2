/** Lists as CSV, as the server streams them. */
import { Refusal, readRefusal } from "./refusal";
import { sessionState, validToken } from "./session";

/** The lists that can be had, by their names in the address. */
export type ExportedList =
  | "trail"
  | "persons"
  | "records"
  | "corrections"
  | "merges"
  | "messages"
  | "requests"
  | "users"
  | "clients"
  | "webhooks"
  | "reviewers"
  | "reviewer-pairs"
  | "places"
  | "offices";

/** Fetch a list with the arguments of its page, or throw the Refusal. */
export async function exportList(list: ExportedList, given: unknown): Promise<Blob> {
  const state = sessionState();
  const token = await validToken("number" in state ? state.number : 0);
  let response: Response;
  try {
    response = await fetch(`/exports/${list}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(given),
    });
    // What breaks off on its way is no file.
    if (response.ok) return await response.blob();
  } catch {
    throw Refusal.unreachable();
  }
  throw await readRefusal(response);
}
