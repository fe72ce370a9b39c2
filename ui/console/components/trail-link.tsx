/** The links from a row, a record or a person to what was done with them, for administrators. */
import { Link } from "wouter";
import { useViewer } from "../shell/viewer";
import { useTexts } from "../texts/texts";

/** Link to the audit trail of one row. */
export function TrailLink({ row }: { row: string }) {
  return <LinkToTrail filter={`resourceId=${row}`} />;
}

/** Link to all that a user did, and to what was done with their account. */
export function UserTrailLinks({ user }: { user: string }) {
  const { trail } = useTexts();
  return (
    <>
      <LinkToTrail filter={`actorId=${user}`} text={trail.byThem} />
      <LinkToTrail filter={`user=${user}`} text={trail.ofAccount} />
    </>
  );
}

/** Link to all that was done through a client, and to what was done with it. */
export function ClientTrailLinks({ client }: { client: string }) {
  const { trail } = useTexts();
  return (
    <>
      <LinkToTrail filter={`clientId=${client}`} text={trail.throughIt} />
      <LinkToTrail filter={`resourceId=${client}`} text={trail.ofClient} />
    </>
  );
}

/** Link to all that was done with a record, by its tracking id. */
export function RecordTrailLink({ code }: { code: string }) {
  return <LinkToTrail filter={`record=${encodeURIComponent(code)}`} />;
}

/** Link to all that was done with a person, by their `databaseId`. */
export function PersonTrailLink({ person }: { person: string }) {
  return <LinkToTrail filter={`person=${person}`} />;
}

function LinkToTrail({ filter, text }: { filter: string; text?: string }) {
  const texts = useTexts();
  if (!useViewer().roles.includes("ADMIN")) return null;
  return <Link href={`/trail?${filter}`}>{text ?? texts.trail.link}</Link>;
}
