/** The newest checkpoint of the trail, which the server shows to anybody. */
import { Refusal, readRefusal } from "./refusal";

export interface Checkpoint {
  /** How many leaves are sealed. */
  readonly size: number;
  /** The checkpoint as it was signed. */
  readonly note: string;
}

/** Fetch it, or throw the Refusal; null where nothing is sealed yet. */
export async function newestCheckpoint(): Promise<Checkpoint | null> {
  let response: Response;
  let note: string;
  try {
    response = await fetch("/audit/checkpoint");
    note = response.ok || response.status === 404 ? await response.text() : "";
  } catch {
    throw Refusal.unreachable();
  }
  if (response.status === 404) return null;
  if (!response.ok) throw await readRefusal(response);
  return { size: Number(note.split("\n")[1]), note };
}
