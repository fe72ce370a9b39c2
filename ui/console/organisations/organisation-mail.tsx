/** What is sent and kept back for an organisation: its letters, and what is switched off there. */
import { QueryBoundary } from "../components/query-boundary";
import { OrganisationLetters } from "./organisation-letters";
import { OrganisationSwitches } from "./organisation-switches";

interface OrganisationMailProps {
  readonly id: string;
  readonly isSteward: boolean;
}

/** Show both; letters are for stewards to say. */
export function OrganisationMail({ id, isSteward }: OrganisationMailProps) {
  return (
    <>
      {isSteward && (
        <QueryBoundary>
          <OrganisationLetters id={id} />
        </QueryBoundary>
      )}
      <QueryBoundary>
        <OrganisationSwitches id={id} />
      </QueryBoundary>
    </>
  );
}
