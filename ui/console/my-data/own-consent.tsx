/** A consent as its person sees it, with what they can do about it. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { ownConsent_consent$key } from "../__generated__/ownConsent_consent.graphql";
import type { ownConsentWithdrawMutation } from "../__generated__/ownConsentWithdrawMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { Moment } from "../components/moment";
import { RefusalNotice } from "../components/notice";
import { Status } from "../components/status";
import { OrganisationName } from "../organisations/organisation-name";
import { Permissions } from "../organisations/permissions";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { ChangeConsent } from "./change-consent";

/** Return the id of the row of a consent in its page. */
export function consentRow(id: string): string {
  return `consent-${id}`;
}

/** Show the consent. */
export function OwnConsent({ consent: key }: { consent: ownConsent_consent$key }) {
  const { mine, consents: words, consentStatuses, erased } = useOrganisationsTexts();
  const consent = useFragment(CONSENT, key);
  const [dialog, setDialog] = useState<"change" | "withdraw" | null>(null);
  const { perform, isPending, refusal } = useSaidMutation<ownConsentWithdrawMutation>(
    WITHDRAW,
    "consent.withdrawn",
  );
  const { status, offered, organisation } = consent;
  const name = organisation.name ?? erased;
  const isLive = status === "OFFERED" || status === "ACCEPTED";
  return (
    <li id={consentRow(consent.id)} tabIndex={-1}>
      <span className="row-title">
        <OrganisationName of={organisation} />
      </span>
      <Status of={status}>
        {{ ...consentStatuses, OFFERED: mine.waitsFor, DECLINED: mine.declinedByIt }[status]}
      </Status>
      <span className="faint">
        {words.since} <Moment at={consent.updatedAt} />
      </span>
      <p>
        <Permissions of={consent.permissions} />
      </p>
      {offered != null && (
        <p className="offered-besides">
          <Status of="PROPOSED">{`${mine.waitsForMore}:`}</Status>
          <Permissions of={offered.filter((it) => !consent.permissions.includes(it))} />
        </p>
      )}
      {consent.permissions.includes("CUSTODY") && isLive && (
        <p className="faint">{mine.custody(name)}</p>
      )}
      {isLive && (
        <div className="actions">
          <Button aria-label={`${mine.change}: ${name}`} onPress={() => setDialog("change")}>
            {mine.change}
          </Button>
          <Button
            variant="danger"
            isDisabled={isPending}
            aria-label={`${mine.withdraw}: ${name}`}
            onPress={() => setDialog("withdraw")}
          >
            {mine.withdraw}
          </Button>
        </div>
      )}
      <RefusalNotice refusal={refusal} />
      {dialog === "change" && <ChangeConsent consent={consent} onClose={() => setDialog(null)} />}
      {dialog === "withdraw" && (
        <ConfirmDialog
          title={mine.withdrawTitle}
          explanation={
            status === "OFFERED" ? mine.withdrawOffer(name) : mine.withdrawExplanation(name)
          }
          confirmLabel={mine.withdraw}
          cancelLabel={mine.cancel}
          onConfirm={() => {
            setDialog(null);
            void perform({ input: { id: consent.id, version: consent.version } });
          }}
          onCancel={() => setDialog(null)}
          isRisky
        />
      )}
    </li>
  );
}

const CONSENT = graphql`
  fragment ownConsent_consent on Consent {
    id
    version
    ...permissions_consent @relay(mask: false)
    ...changeConsent_consent
  }
`;
const WITHDRAW = graphql`
  mutation ownConsentWithdrawMutation($input: ConsentInput!) {
    withdrawConsent(input: $input) {
      consent {
        ...ownConsent_consent
        person {
          id
          memberships {
            id
            endedOn
          }
        }
      }
    }
  }
`;
