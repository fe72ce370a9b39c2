/** The dialog that changes a consent: what will hold at once, and what waits for the organisation. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { changeConsent_consent$key } from "../__generated__/changeConsent_consent.graphql";
import type { changeConsentMutation } from "../__generated__/changeConsentMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { Checkbox } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { type Permission, Permissions } from "../organisations/permissions";
import { useOrganisationsTexts } from "../texts/organisations-texts";

interface ChangeConsentProps {
  readonly consent: changeConsent_consent$key;
  readonly onClose: () => void;
}

/** Ask what the organisation may do from now on, and say what that means before it is sent. */
export function ChangeConsent({ consent: key, onClose }: ChangeConsentProps) {
  const { mine, erased } = useOrganisationsTexts();
  const consent = useFragment(CONSENT, key);
  const before = consent.offered ?? consent.permissions;
  const [contributes, setContributes] = useState(before.includes("CONTRIBUTE"));
  const { perform, isPending, refusal } = useSaidMutation<changeConsentMutation>(
    CHANGE,
    "consent.changed",
  );
  const wanted: readonly Permission[] = [
    "VIEW",
    ...(contributes ? (["CONTRIBUTE"] as const) : []),
    ...(consent.permissions.includes("CUSTODY") ? (["CUSTODY"] as const) : []),
  ];
  const held = wanted.filter((it) => consent.permissions.includes(it));
  const isOffer = consent.status === "OFFERED";
  async function change() {
    const input = { id: consent.id, version: consent.version, permissions: [...wanted] };
    if ((await perform({ input })) !== null) onClose();
  }
  return (
    <FormDialog
      title={mine.changeTitle(consent.organisation.name ?? erased)}
      submitLabel={mine.save}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void change()}
      onClose={onClose}
    >
      <p>{mine.viewIsPart}</p>
      <Checkbox label={mine.mayContribute} isChecked={contributes} onChange={setContributes} />
      <dl>
        <dt>{isOffer ? mine.waitsFor : mine.now}</dt>
        <dd>
          <Permissions of={consent.permissions} />
        </dd>
        <dt>{mine.afterwards}</dt>
        <dd aria-live="polite">
          <Permissions of={isOffer ? wanted : held} />
          {wanted.length > held.length && !isOffer && (
            <>
              <br />
              {mine.waitsFor}: <Permissions of={wanted.filter((it) => !held.includes(it))} />
            </>
          )}
          <p className="faint">{mine[effectOf(isOffer, wanted, consent.permissions)]}</p>
        </dd>
      </dl>
    </FormDialog>
  );
}

/** Return which sentence says what pressing means. */
function effectOf(
  isOffer: boolean,
  wanted: readonly Permission[],
  held: readonly Permission[],
): "stillOffered" | "waits" | "holdsAtOnce" | "nothingChanges" {
  if (isOffer) return "stillOffered";
  if (wanted.some((it) => !held.includes(it))) return "waits";
  return wanted.length < held.length ? "holdsAtOnce" : "nothingChanges";
}

const CONSENT = graphql`
  fragment changeConsent_consent on Consent {
    id
    status
    version
    permissions
    offered
    organisation {
      id
      name
    }
  }
`;
const CHANGE = graphql`
  mutation changeConsentMutation($input: ConsentInput!) {
    changeConsent(input: $input) {
      consent {
        ...ownConsent_consent
      }
    }
  }
`;
