/** The dialog that removes a member, and says beforehand what that ends for this very person. */
import { graphql, useLazyLoadQuery } from "react-relay";
import type { removeMemberMutation } from "../__generated__/removeMemberMutation.graphql";
import type { removeMemberQuery } from "../__generated__/removeMemberQuery.graphql";
import { useApiMutation } from "../api/queries";
import { ReasonForm } from "../components/reason-form";
import { fullName } from "../persons/names";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useFormats } from "../texts/texts";

/** A membership, by its id, of somebody whom the viewer sees. */
export interface Removable {
  readonly id: string;
  readonly person: Parameters<typeof fullName>[0] & { readonly id: string };
}

interface RemoveMemberProps {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly membership: Removable;
  readonly onRemoved: (what: string) => void;
  readonly onClose: () => void;
}

/** Ask for the reason; what was said is asked for anew each time. */
export function RemoveMember({ organisation, membership, onRemoved, onClose }: RemoveMemberProps) {
  const { members: labels } = useOrganisationsTexts();
  const { number, list } = useFormats();
  const { person } = membership;
  const who = fullName(person);
  const options = { fetchPolicy: "network-only" } as const;
  const { node } = useLazyLoadQuery<removeMemberQuery>(QUERY, { id: membership.id }, options);
  const { perform, isPending, refusal } = useApiMutation<removeMemberMutation>(REMOVE);
  const removal = node?.removal;
  const ending =
    removal == null
      ? []
      : (["memberships", "consents", "roles"] as const)
          .filter((kind) => removal[kind] > 0)
          .map((kind) => labels.ending[kind](number(removal[kind])));
  async function remove(reason: string) {
    const input = { organisationId: organisation.id, personId: person.id, reason };
    const removed = (await perform({ input }))?.removeMember;
    if (removed == null) return;
    onClose();
    const record = removed.record ?? "STAYS";
    const said = [
      labels.removed(who),
      ending.length === 0 ? "" : labels.ended(organisation.name, list(ending)),
      sees(record),
      own(record),
      labels.record[record](who),
    ];
    onRemoved(said.filter((line) => line !== "").join(" "));
  }
  /** Who sees them then; of a record that leaves, its own sentence says that nobody does. */
  function sees(record: keyof typeof labels.record): string {
    const seen = removal?.isSeenAfterwards === true ? "seen" : "unseen";
    return record === "LEAVES" ? "" : labels.afterwards[seen](organisation.name, who);
  }
  const own = (record: keyof typeof labels.record) =>
    record === "LEAVES" ? "" : labels.afterwards.own(organisation.name, who);
  return (
    <ReasonForm
      title={labels.removeTitle(who)}
      explanation={labels.removeExplanation(who)}
      confirmLabel={labels.removeNow}
      hint={labels.reasonHint}
      isPending={isPending}
      refusal={refusal}
      onSubmit={(reason) => void remove(reason)}
      onClose={onClose}
      isRisky
    >
      {removal != null && (
        <ul>
          {ending.length > 0 && <li>{labels.ends(organisation.name, list(ending))}</li>}
          {removal.record !== "LEAVES" && (
            <>
              <li>{sees(removal.record)}</li>
              <li>{own(removal.record)}</li>
              {removal.memberships > 0 && <li>{labels.isListed}</li>}
            </>
          )}
          <li>
            {removal.record === "STAYS" ? (
              labels.record.STAYS(who)
            ) : (
              <strong>{labels.record[removal.record](who)}</strong>
            )}
          </li>
        </ul>
      )}
    </ReasonForm>
  );
}

const QUERY = graphql`
  query removeMemberQuery($id: ID!) {
    node(id: $id) {
      ... on Membership {
        removal {
          memberships
          consents
          roles
          record
          isSeenAfterwards
        }
      }
    }
  }
`;
const REMOVE = graphql`
  mutation removeMemberMutation($input: RemoveMemberInput!) {
    removeMember(input: $input) {
      deletedId
      record
    }
  }
`;
