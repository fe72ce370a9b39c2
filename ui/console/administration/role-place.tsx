/** Where a role holds: everywhere, or in one organisation, which is found by its name (rule R2). */
import type { Violation } from "../api/refusal";
import { Select } from "../components/fields";
import { QueryBoundary } from "../components/query-boundary";
import { ChooseOrganisation, type OfferedOrganisation } from "../organisations/choose-organisation";
import { type AccessTexts, useAccessTexts } from "../texts/access-texts";

/** As far as it is chosen. */
export interface RolePlace {
  readonly isLimited: boolean;
  /** By which the organisation is sought. */
  readonly words: string;
  readonly organisation: Pick<OfferedOrganisation, "id" | "name"> | null;
}

export const EVERYWHERE: RolePlace = { isLimited: false, words: "", organisation: null };

/** The roles that may hold in an organisation and those below it alone. */
const LIMITABLE: readonly string[] = ["REGISTRAR", "STEWARD"];

/** Return the organisation in which a role is granted; null for everywhere. */
export function placeOf(role: string, { isLimited, organisation }: RolePlace) {
  return isLimited && LIMITABLE.includes(role) ? organisation : null;
}

/** Return what the choice lacks. */
export function lacksPlace(role: string, place: RolePlace, texts: AccessTexts): Violation[] {
  const isChosen = !place.isLimited || place.organisation !== null;
  if (isChosen || !LIMITABLE.includes(role)) return [];
  return [{ path: ["organisationId"], rule: "place", message: texts.place.isMissing }];
}

interface RolePlaceFieldsProps {
  readonly role: string;
  readonly place: RolePlace;
  readonly onPlace: (place: RolePlace) => void;
}

/** Ask for it, or say why it is not asked. */
export function RolePlaceFields({ role, place, onPlace }: RolePlaceFieldsProps) {
  const { place: labels } = useAccessTexts();
  if (role === "") return null;
  if (!LIMITABLE.includes(role)) return <p className="faint">{labels.isEverywhere}</p>;
  return (
    <>
      <Select
        label={labels.title}
        value={place.isLimited ? "ONE" : "ALL"}
        onChange={(value) => onPlace({ ...place, isLimited: value === "ONE" })}
        options={{ ALL: labels.everywhere, ONE: labels.inOrganisation }}
      />
      {place.isLimited && (
        <QueryBoundary>
          <ChooseOrganisation
            label={labels.find}
            legend={labels.legend}
            words={place.words}
            onWords={(words) => onPlace({ ...place, words, organisation: null })}
            chosen={place.organisation?.id ?? null}
            onChoose={({ id, name }) => onPlace({ ...place, organisation: { id, name } })}
            isOffered={() => true}
            path="organisationId"
          />
        </QueryBoundary>
      )}
    </>
  );
}
