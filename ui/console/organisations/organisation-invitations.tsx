/** Who is invited to work for an organisation: links that were made, and those that still lead in. */
import { Suspense, useDeferredValue, useState } from "react";
import { graphql } from "react-relay";
import { useSearchParams } from "wouter";
import type {
  organisationInvitationsQuery,
  organisationInvitationsQuery$data,
} from "../__generated__/organisationInvitationsQuery.graphql";
import type { organisationInvitationsWithdrawMutation } from "../__generated__/organisationInvitationsWithdrawMutation.graphql";
import { adviceOn, causeText, causeTexts } from "../administration/message-causes";
import { nodesOf } from "../api/connections";
import { useLiveQuery } from "../api/live";
import { usePageQuery, useSaidMutation } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { Breakable } from "../components/breakable";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { Select } from "../components/fields";
import { LastDay } from "../components/last-day";
import { Moment } from "../components/moment";
import { RefusalNotice } from "../components/notice";
import { SecretDialog } from "../components/secret-dialog";
import { Status } from "../components/status";
import { TrailLink } from "../components/trail-link";
import { sendsLetters } from "../letters/sends-letters";
import { useCausesTexts } from "../texts/causes-texts";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useRunsTexts } from "../texts/runs-texts";
import { useTexts } from "../texts/texts";
import { Invite } from "./invite";

type Edge = NonNullable<organisationInvitationsQuery$data["invitations"]["edges"]>[number];
type Invitation = NonNullable<Edge>["node"];

interface OrganisationInvitationsProps {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

/**
 * List the last twenty with what became of each, or those alone that wait: `?invitations=PENDING`.
 *
 * The link is shown once.
 */
export function OrganisationInvitations({ id, name, isActive }: OrganisationInvitationsProps) {
  const { invitations: labels } = useOrganisationsTexts();
  const [isInviting, setIsInviting] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const [search, setSearch] = useSearchParams();
  const isPending = search.get("invitations") === "PENDING";
  const isPendingAlone = useDeferredValue(isPending);
  const wanted = { id, status: isPendingAlone ? (["PENDING"] as const) : null };
  const query = usePageQuery<organisationInvitationsQuery>(INVITATIONS, wanted);
  useLiveQuery<organisationInvitationsQuery>(INVITATIONS, wanted);
  const invitations = nodesOf(query.invitations.edges);
  return (
    <section>
      <h2>{labels.title}</h2>
      <div className="filters">
        <Select
          label={labels.shown}
          value={isPending ? "PENDING" : ""}
          onChange={(value) => setSearch(value === "" ? {} : { invitations: value })}
          options={{ "": labels.all, PENDING: labels.unanswered }}
        />
      </div>
      {invitations.length === 0 && (
        <p className="faint">{isPending ? labels.noneWaits : labels.none}</p>
      )}
      <ul className="rows">
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
      {isActive && (
        <div className="actions">
          <Button onPress={() => setIsInviting(true)}>
            <ActIcon of="add" /> {labels.invite}
          </Button>
        </div>
      )}
      {isInviting && (
        <Invite
          organisation={{ id, name }}
          onInvited={(url) => {
            setIsInviting(false);
            setLink(url);
          }}
          onClose={() => setIsInviting(false)}
        />
      )}
      {link !== null && (
        <SecretDialog
          title={labels.linkTitle}
          explanation={sendsLetters() ? labels.linkExplanation : labels.linkWithoutLetter}
          secret={link}
          onClose={() => setLink(null)}
        />
      )}
    </section>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const texts = useTexts();
  const { invitations: labels } = useOrganisationsTexts();
  const [isWithdrawing, setIsWithdrawing] = useState(false);
  const withdrawing = useSaidMutation<organisationInvitationsWithdrawMutation>(
    WITHDRAW,
    "invitation.withdrawn",
  );
  const { email, role, status, expiresAt, roleExpiresAt, letterStatus, letterError } = invitation;
  const first = letterError == null ? undefined : adviceOn(letterError)?.first;
  const isAddressed = first !== "mailServer" && first !== "allowed";
  // What somebody has answered, or nobody can any more, needs no letter.
  const lost =
    status === "PENDING" && (letterStatus === "FAILED" || letterStatus === "DISCARDED")
      ? letterStatus
      : null;
  return (
    <li>
      <span className="row-title">
        <bdi>
          <Breakable text={email} />
        </bdi>
      </span>
      <span className="badge">{texts.roles[role]}</span>
      <Status of={status}>{labels.statuses[status]}</Status>
      {status === "PENDING" && (
        <span>
          {labels.until} <Moment at={expiresAt} />
        </span>
      )}
      {roleExpiresAt != null && (
        <span>
          {labels.roleUntil} <LastDay end={roleExpiresAt} />
        </span>
      )}
      {lost !== null && (
        // No fault of anybody where no letter goes out at all.
        <Status of={sendsLetters() ? "FAILED" : "DISCARDED"}>{labels.letter[lost]}</Status>
      )}
      <TrailLink row={invitation.databaseId} />
      {status === "PENDING" && (
        <Button
          variant="danger"
          isDisabled={withdrawing.isPending}
          aria-label={`${labels.withdraw}: ${email}`}
          onPress={() => setIsWithdrawing(true)}
        >
          {labels.withdraw}
        </Button>
      )}
      {lost !== null && (
        <p className="faint">
          {isAddressed ? labels.letterMeans(email) : labels.noLettersMean(email)}{" "}
          {letterError != null && (
            // A row that comes while the link is shown takes nothing away while its texts come.
            <Suspense>
              <LetterCause of={letterError} />
            </Suspense>
          )}
        </p>
      )}
      <RefusalNotice refusal={withdrawing.refusal} />
      {isWithdrawing && (
        <ConfirmDialog
          title={labels.withdrawTitle}
          explanation={labels.withdrawExplanation(email)}
          confirmLabel={labels.withdraw}
          onConfirm={() => {
            setIsWithdrawing(false);
            void withdrawing.perform({ input: { id: invitation.id } });
          }}
          onCancel={() => setIsWithdrawing(false)}
          isRisky
        />
      )}
    </li>
  );
}

function LetterCause({ of }: { of: string }) {
  const texts = useTexts();
  const causes = useCausesTexts();
  const runs = useRunsTexts();
  return <bdi>{causeText(of, causeTexts(causes, texts, runs))}</bdi>;
}

const INVITATIONS = graphql`
  query organisationInvitationsQuery($id: ID!, $status: [InvitationStatus!]) {
    invitations(first: 20, organisationId: $id, status: $status) {
      edges {
        node {
          id
          databaseId
          email
          role
          status
          letterStatus
          letterError
          expiresAt
          roleExpiresAt
        }
      }
    }
  }
`;
const WITHDRAW = graphql`
  mutation organisationInvitationsWithdrawMutation($input: InvitationIdInput!) {
    withdrawInvitation(input: $input) {
      invitation {
        id
        status
      }
    }
  }
`;
