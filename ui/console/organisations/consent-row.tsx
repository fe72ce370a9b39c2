/** A consent as a steward sees it, with what they can answer. */
import { useState } from "react";
import { fetchQuery, graphql, useFragment, useRelayEnvironment } from "react-relay";
import type { consentRow_consent$key } from "../__generated__/consentRow_consent.graphql";
import type { consentRowAcceptMutation } from "../__generated__/consentRowAcceptMutation.graphql";
import type { consentRowAsItIsQuery } from "../__generated__/consentRowAsItIsQuery.graphql";
import type { consentRowDeclineMutation } from "../__generated__/consentRowDeclineMutation.graphql";
import { useSaidMutation } from "../api/queries";
import type { Refusal } from "../api/refusal";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { Moment } from "../components/moment";
import { Notice, RefusalNotice } from "../components/notice";
import type { RowPlace } from "../components/rows";
import { Status } from "../components/status";
import { TrailLink } from "../components/trail-link";
import { fullName } from "../persons/names";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { OrganisationLink } from "./organisation-name";
import { Permissions } from "./permissions";
import { PersonLink } from "./person-link";

interface ConsentRowProps {
  readonly consent: consentRow_consent$key;
  /** Whether its organisation is named: where consents of several stand. */
  readonly isNamed?: boolean;
  readonly place?: RowPlace;
}

/** Show the consent; an answer that comes too late shows how it stands now, and asks anew. */
export function ConsentRow({ consent: key, isNamed = false, place }: ConsentRowProps) {
  const { consents: labels, consentStatuses, persons } = useOrganisationsTexts();
  const environment = useRelayEnvironment();
  const consent = useFragment(CONSENT, key);
  const [isGivingBack, setIsGivingBack] = useState(false);
  const [hasChanged, setHasChanged] = useState(false);
  const showNewer = (refusal: Refusal) => {
    if (refusal.code !== "CONFLICT" && refusal.code !== "NOT_FOUND") return false;
    setHasChanged(true);
    const options = { networkCacheConfig: { force: true } };
    fetchQuery<consentRowAsItIsQuery>(environment, AS_IT_IS, { id: consent.id }, options).subscribe(
      {},
    );
    return refusal.details.version !== undefined;
  };
  const accept = useSaidMutation<consentRowAcceptMutation>(ACCEPT, "consent.accepted", showNewer);
  const decline = useSaidMutation<consentRowDeclineMutation>(
    DECLINE,
    "consent.declined",
    showNewer,
  );
  const { status, offered } = consent;
  const isOpen = status === "OFFERED" || offered != null;
  const input = { id: consent.id, version: consent.version };
  const isPending = accept.isPending || decline.isPending;
  const name = fullName(consent.person);
  const answer = (act: typeof accept | typeof decline) => {
    setHasChanged(false);
    setIsGivingBack(false);
    void act.perform({ input });
  };
  return (
    <li {...place}>
      <span className="row-title">
        <PersonLink of={consent.person} isInReach={status === "ACCEPTED"} />
      </span>
      <Status of={status}>{consentStatuses[status]}</Status>
      <TrailLink row={consent.databaseId} />
      <span className="faint">
        {labels.since} <Moment at={consent.updatedAt} />
        {status === "ACCEPTED" && ` ${persons.untilWithdrawn}`}
      </span>
      {isNamed && (
        <p>
          {labels.by} <OrganisationLink of={consent.organisation} />
        </p>
      )}
      <p>
        {status === "OFFERED" && `${labels.offers}: `}
        <Permissions of={consent.permissions} />
      </p>
      {offered != null && (
        <p>
          {labels.offersMore}: <Permissions of={offered} />
        </p>
      )}
      {hasChanged && (
        <Notice kind="note">
          <p>{isOpen ? labels.changed : labels.settled}</p>
        </Notice>
      )}
      <div className="actions">
        {isOpen && (
          <>
            <Button
              variant="primary"
              isDisabled={isPending}
              aria-label={`${labels.accept}: ${name}`}
              onPress={() => answer(accept)}
            >
              {labels.accept}
            </Button>
            <Button
              isDisabled={isPending}
              aria-label={`${offered == null ? labels.decline : labels.declineMore}: ${name}`}
              onPress={() => answer(decline)}
            >
              {offered == null ? labels.decline : labels.declineMore}
            </Button>
          </>
        )}
        {status === "ACCEPTED" && offered == null && (
          <Button
            variant="danger"
            isDisabled={isPending}
            aria-label={`${labels.giveBack}: ${name}`}
            onPress={() => setIsGivingBack(true)}
          >
            {labels.giveBack}
          </Button>
        )}
      </div>
      <RefusalNotice refusal={accept.refusal ?? decline.refusal} />
      {isGivingBack && (
        <ConfirmDialog
          title={labels.giveBackTitle}
          explanation={labels.giveBackExplanation(name)}
          confirmLabel={labels.giveBack}
          onConfirm={() => answer(decline)}
          onCancel={() => setIsGivingBack(false)}
          isRisky
        />
      )}
    </li>
  );
}

const CONSENT = graphql`
  fragment consentRow_consent on Consent {
    databaseId
    version
    ...permissions_consent @relay(mask: false)
    person {
      id
      firstName
      secondName
      lastName
    }
  }
`;
const AS_IT_IS = graphql`
  query consentRowAsItIsQuery($id: ID!) {
    node(id: $id) {
      ...consentRow_consent @alias(as: "consent")
    }
  }
`;
// An answer makes a member or ends one: the list of them is read with it.
const ACCEPT = graphql`
  mutation consentRowAcceptMutation($input: ConsentInput!) {
    acceptConsent(input: $input) {
      consent {
        ...consentRow_consent
        organisation {
          ...organisationMembers_list
        }
      }
    }
  }
`;
const DECLINE = graphql`
  mutation consentRowDeclineMutation($input: ConsentInput!) {
    declineConsent(input: $input) {
      consent {
        ...consentRow_consent
        organisation {
          ...organisationMembers_list
        }
      }
    }
  }
`;
