/** Who works for an organisation: roles that hold there, given and taken. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { organisationStaffGiveMutation } from "../__generated__/organisationStaffGiveMutation.graphql";
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
import { LastDay, lastDayBefore } from "../components/last-day";
import { RefusalNotice } from "../components/notice";
import { RoleEnd } from "../components/role-end";
import { Status } from "../components/status";
import { TrailLink } from "../components/trail-link";
import { useViewer } from "../shell/viewer";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useFormats, useTexts } from "../texts/texts";
import { GiveRole } from "./give-role";

type Grant = organisationStaffQuery$data["organisationStaff"][number];

interface OrganisationStaffProps {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

/** List the roles; who may give them may say until when, and take them, but their own. */
export function OrganisationStaff({ id, name, isActive }: OrganisationStaffProps) {
  const { staff: labels } = useOrganisationsTexts();
  const [isGiving, setIsGiving] = useState(false);
  const { organisationStaff: staff } = usePageQuery<organisationStaffQuery>(STAFF, { id });
  useLiveQuery<organisationStaffQuery>(STAFF, { id });
  const viewer = useViewer();
  const others = staff.map(({ colleague }) => colleague).filter((it) => it.userId !== viewer.id);
  const working = [...new Map(others.map((it) => [it.username, it])).values()];
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
      {isGiving && (
        <GiveRole organisation={{ id, name }} staff={working} onClose={() => setIsGiving(false)} />
      )}
    </section>
  );
}

function GrantRow({ grant, organisationId }: { grant: Grant; organisationId: string }) {
  const texts = useTexts();
  const formats = useFormats();
  const { staff: labels } = useOrganisationsTexts();
  const viewer = useViewer();
  const [asked, setAsked] = useState<"take" | "until" | null>(null);
  const { perform, isPending, refusal } = useApiMutation<organisationStaffTakeMutation>(TAKE);
  const until = useApiMutation<organisationStaffGiveMutation>(GIVE);
  const close = () => setAsked(null);
  const { colleague, role, client, expiresAt } = grant;
  const input = { userId: colleague.userId, clientId: client.id, role, organisationId };
  const held = `${texts.roles[role]}, ${colleague.displayName}`;
  const take = () => {
    close();
    void perform({ input });
  };
  const said = (moment: string | null) => {
    if (moment === null) return null;
    const day = lastDayBefore(moment);
    return day === null ? formats.time(moment) : formats.day(day);
  };
  async function end(endsAt: string | null) {
    if ((await until.perform({ input: { ...input, expiresAt: endsAt } })) !== null) close();
  }
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
      <span className="faint">{texts.users.throughClient(client.name)}</span>
      <TrailLink row={grant.grantId} />
      {colleague.userId !== viewer.id && (
        <>
          <Button aria-label={`${labels.setEnd}: ${held}`} onPress={() => setAsked("until")}>
            {labels.setEnd}
          </Button>
          <Button
            variant="danger"
            isDisabled={isPending}
            aria-label={`${labels.take}: ${held}`}
            onPress={() => setAsked("take")}
          >
            {labels.take}
          </Button>
        </>
      )}
      <RefusalNotice refusal={refusal} />
      {asked === "until" && (
        <RoleEnd
          title={`${labels.setEnd}: ${held}`}
          explanation={labels.holdsUntil(said(expiresAt ?? null))}
          label={labels.expires}
          hintOf={(day) => labels.willHold(day === "" ? null : formats.day(day))}
          submitLabel={texts.users.save}
          until={expiresAt ?? null}
          isPending={until.isPending}
          refusal={until.refusal}
          onSave={(endsAt) => void end(endsAt)}
          onClose={close}
        />
      )}
      {asked === "take" && (
        <ConfirmDialog
          title={labels.takeTitle}
          explanation={labels.takeExplanation(colleague.displayName, texts.roles[role])}
          confirmLabel={labels.take}
          onConfirm={take}
          onCancel={close}
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
const GIVE = graphql`
  mutation organisationStaffGiveMutation($input: RoleGrantInput!) {
    grantRole(input: $input) {
      user {
        id
      }
    }
  }
`;
