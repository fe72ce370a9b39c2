/** The part of a record's page for what somebody wants changed in it. */
import { graphql, useFragment } from "react-relay";
import type { recordCorrections_event$key } from "../__generated__/recordCorrections_event.graphql";
import { OpenCorrection } from "./open-correction";

interface RecordCorrectionsProps {
  readonly event: recordCorrections_event$key;
  readonly isRegistrar: boolean;
}

/** Show what is open; there is one at most. */
export function RecordCorrections({ event: key, isRegistrar }: RecordCorrectionsProps) {
  const { corrections, certificates } = useFragment(EVENT, key);
  const hasCertificates = certificates.some(({ revokedAt }) => revokedAt == null);
  const open = corrections.filter(({ status }) => status === "REQUESTED");
  return open.map((correction) => (
    <OpenCorrection
      key={correction.id}
      correction={correction}
      hasCertificates={hasCertificates}
      isRegistrar={isRegistrar}
    />
  ));
}

const EVENT = graphql`
  fragment recordCorrections_event on VitalEvent {
    certificates {
      id
      revokedAt
    }
    corrections {
      id
      status
      ...openCorrection_correction
    }
  }
`;
