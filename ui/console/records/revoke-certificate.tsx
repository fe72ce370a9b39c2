/** The dialog that revokes a certificate, which it names. */
import { graphql } from "react-relay";
import type { revokeCertificateMutation } from "../__generated__/revokeCertificateMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Moment } from "../components/moment";
import { ReasonForm } from "../components/reason-form";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";

interface RevokeCertificateProps {
  readonly of: { readonly serialNumber: string; readonly certifiedAt: string };
  /** Called once it is revoked: the record may have another status. */
  readonly onRevoked: () => void;
  readonly onClose: () => void;
}

/** Ask why. */
export function RevokeCertificate({ of: certificate, onRevoked, onClose }: RevokeCertificateProps) {
  const labels = useTexts().records;
  const { timeline } = useDeskTexts();
  const { comma } = useFormats();
  const { perform, isPending, refusal } = useApiMutation<revokeCertificateMutation>(REVOKE);
  const { serialNumber, certifiedAt } = certificate;
  async function revoke(reason: string) {
    if ((await perform({ input: { serialNumber, reason } })) === null) return;
    onClose();
    onRevoked();
  }
  return (
    <ReasonForm
      title={timeline.revokeTitle}
      explanation={timeline.revokeExplanation}
      confirmLabel={timeline.revoke}
      refusal={refusal}
      isPending={isPending}
      onSubmit={(reason) => void revoke(reason)}
      onClose={onClose}
      isRisky
    >
      <p>
        <code>{serialNumber}</code>
        {comma}
        {labels.certifiedAt} <Moment at={certifiedAt} />
      </p>
    </ReasonForm>
  );
}

const REVOKE = graphql`
  mutation revokeCertificateMutation($input: RevokeCertificateInput!) {
    revokeCertificate(input: $input) {
      certificate {
        id
        revokedAt
        revocationReason
        revokerName
      }
    }
  }
`;
