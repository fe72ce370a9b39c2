/** The links from a row, a record or a person to what was done with them, for administrators. */
import { Link } from "wouter";
import { useViewer } from "../shell/viewer";
import { useTexts } from "../texts/texts";

/** Link to the audit trail of one row. */
export function TrailLink({ row }: { row: string }) {
  return <LinkToTrail filter={`resourceId=${row}`} />;
}

/** Link to all that was done with a record, by its tracking id. */
export function RecordTrailLink({ code }: { code: string }) {
  return <LinkToTrail filter={`record=${encodeURIComponent(code)}`} />;
}

/** Link to all that was done with a person, by their `databaseId`. */
export function PersonTrailLink({ person }: { person: string }) {
  return <LinkToTrail filter={`person=${person}`} />;
}

function LinkToTrail({ filter }: { filter: string }) {
  const texts = useTexts();
  if (!useViewer().roles.includes("ADMIN")) return null;
  return <Link href={`/trail?${filter}`}>{texts.trail.link}</Link>;
}
