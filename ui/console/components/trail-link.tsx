/** The link from a record to its audit trail, for administrators. */
import { Link } from "wouter";
import { useViewer } from "../shell/viewer";
import { useTexts } from "../texts/texts";

/** Link to the audit trail of one row. */
export function TrailLink({ row }: { row: string }) {
  const texts = useTexts();
  if (!useViewer().roles.includes("ADMIN")) return null;
  return <Link href={`/trail?resourceId=${row}`}>{texts.trail.link}</Link>;
}
