/** An organisation as every page names it. */
import { Link } from "wouter";
import { useOrganisationsTexts } from "../texts/organisations-texts";

/** Return where an organisation is shown. */
export function organisationPath(id: string): string {
  return `/organisations/${encodeURIComponent(id)}`;
}

interface OrganisationNameProps {
  readonly of: { readonly name?: string | null | undefined };
}

/** The name, which goes the way of its own letters. */
export function OrganisationName({ of }: OrganisationNameProps) {
  const { erased } = useOrganisationsTexts();
  return <bdi>{of.name ?? erased}</bdi>;
}

/** The name, as a link to its page. */
export function OrganisationLink({
  of,
}: {
  of: { readonly id: string; readonly name?: string | null | undefined };
}) {
  return (
    <Link href={organisationPath(of.id)}>
      <OrganisationName of={of} />
    </Link>
  );
}
