/** The way to the page of a person in a reviewer's own pairs. */
import { Link } from "wouter";
import { PersonName } from "../components/moment";

interface KnownPersonProps {
  readonly of: {
    readonly id: string;
    readonly firstName: string | null | undefined;
    readonly lastName: string | null | undefined;
  };
}

/** Show the name, which leads there. */
export function KnownPerson({ of }: KnownPersonProps) {
  return (
    <Link href={`/requests/persons/${encodeURIComponent(of.id)}`}>
      <PersonName of={of} />
    </Link>
  );
}
