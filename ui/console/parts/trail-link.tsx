/** The way from a record to all that was ever done to it; only administrators may go it. */
import { Link } from "wouter";
import { useViewer } from "../shell/viewer";
import { useTexts } from "../texts/texts";

/** Links to the trail of one row. */
export function TrailLink({ row }: { row: string }) {
  const texts = useTexts();
  if (!useViewer().roles.includes("ADMIN")) return null;
  return <Link href={`/trail?resourceId=${row}`}>{texts.trail.link}</Link>;
}
