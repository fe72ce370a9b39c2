/** Who works for an organisation: roles that hold there, given and taken. */
import { useState } from "react";
import { graphql } from "react-relay";
import type {
  organisationStaffQuery,
  organisationStaffQuery$data,
} from "../__generated__/organisationStaffQuery.graphql";
import type { organisationStaffTakeMutation } from "../__generated__/organisationStaffTakeMutation.graphql";
import { useLiveQuery } from "../api/live";
import { useApiMutation, usePageQuery } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { LastDay } from "../components/last-day";
import { RefusalNotice } from "../components/notice";
import { Status } from "../components/status";
import { TrailLink } from "../components/trail-link";
import { useViewer } from "../shell/viewer";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useTexts } from "../texts/texts";
import { GiveRole } from "./give-role";

type Grant = organisationStaffQuery$data["organisationStaff"][number];

interface OrganisationStaffProps {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

/** List the roles; who may give them may take them, but their own. */
export function OrganisationStaff({ id, name, isActive }: OrganisationStaffProps) {
  const { staff: labels } = useOrganisationsTexts();
  const [isGiving, setIsGiving] = useState(false);
  const { organisationStaff: staff } = usePageQuery<organisationStaffQuery>(STAFF, { id });
  useLiveQuery<organisationStaffQuery>(STAFF, { id });
  return (
    <section>
      <h2>{labels.title}</h2>
      <p className="faint">{labels.explanation}</p>
      {staff.length === 0 && <p className="faint">{labels.none}</p>}
      <ul className="rows">
        {staff.map((grant) => (
          <GrantRow key={grant.grantId} grant={grant} organisationId={id} />
        ))}
      </ul>
      {isActive && (
        <div className="actions">
          <Button onPress={() => setIsGiving(true)}>
            <ActIcon of="add" /> {labels.give}
          </Button>
        </div>
      )}
      {isGiving && <GiveRole organisation={{ id, name }} onClose={() => setIsGiving(false)} />}
    </section>
  );
}

function GrantRow({ grant, organisationId }: { grant: Grant; organisationId: string }) {
  const texts = useTexts();
  const { staff: labels } = useOrganisationsTexts();
  const viewer = useViewer();
  const [isTaking, setIsTaking] = useState(false);
  const { perform, isPending, refusal } = useApiMutation<organisationStaffTakeMutation>(TAKE);
  const { colleague, role, client, expiresAt } = grant;
  const take = () => {
    setIsTaking(false);
    const input = { userId: colleague.userId, clientId: client.id, role, organisationId };
    void perform({ input });
  };
  return (
    <li>
      <span className="row-title">
        <bdi>{colleague.displayName}</bdi> <bdi className="faint">{colleague.username}</bdi>
      </span>
      <span className="badge">{texts.roles[role]}</span>
      {colleague.isBlocked && <Status of="BLOCKED">{labels.blocked}</Status>}
      {expiresAt != null && (
        <span>
          {labels.until} <LastDay end={expiresAt} />
        </span>
      )}
      <span className="faint">
        {texts.users.throughClient} {client.name}
      </span>
      <TrailLink row={grant.grantId} />
      {colleague.userId !== viewer.id && (
        <Button
          variant="danger"
          isDisabled={isPending}
          aria-label={`${labels.take}: ${texts.roles[role]}, ${colleague.displayName}`}
          onPress={() => setIsTaking(true)}
        >
          {labels.take}
        </Button>
      )}
      <RefusalNotice refusal={refusal} />
      {isTaking && (
        <ConfirmDialog
          title={labels.takeTitle}
          explanation={labels.takeExplanation(colleague.displayName, texts.roles[role])}
          confirmLabel={labels.take}
          onConfirm={take}
          onCancel={() => setIsTaking(false)}
          isRisky
        />
      )}
    </li>
  );
}

const STAFF = graphql`
  query organisationStaffQuery($id: ID!) {
    organisationStaff(organisationId: $id) {
      grantId
      role
      expiresAt
      colleague {
        userId
        username
        displayName
        isBlocked
      }
      client {
        id
        name
      }
    }
  }
`;
const TAKE = graphql`
  mutation organisationStaffTakeMutation($input: RoleGrantInput!) {
    revokeRole(input: $input) {
      user {
        id
      }
    }
  }
`;
