/** A person who has to do with an organisation: a link for those who may see their page. */
import { Link } from "wouter";
import { PersonName } from "../components/moment";
import { useViewer } from "../shell/viewer";

interface PersonLinkProps {
  readonly isInReach: boolean;
  readonly of: { readonly id: string } & Parameters<typeof PersonName>[0]["of"];
}

/** Name the person; who is limited to organisations may open the page of who is in reach. */
export function PersonLink({ of, isInReach }: PersonLinkProps) {
  const { roles } = useViewer();
  const seesAll = roles.includes("REGISTRAR") || roles.includes("ADMIN");
  if (!seesAll && !isInReach) return <PersonName of={of} />;
  return (
    <Link href={`/persons/${encodeURIComponent(of.id)}`}>
      <PersonName of={of} />
    </Link>
  );
}
