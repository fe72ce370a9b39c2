/** Why the product proposed a pair (rule H6), for administrators: its weight, and what each field gave to it. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { mergeEvidenceQuery } from "../__generated__/mergeEvidenceQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { QueryBoundary } from "../components/query-boundary";
import { useFieldName } from "../persons/record-values";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useTexts } from "../texts/texts";

interface MergeEvidenceProps {
  readonly candidateId: string;
  readonly isWeighed: boolean;
}

/** Offer it with a warning: whoever reads it does not review the pair. Where there is none, say so. */
export function MergeEvidence({ candidateId, isWeighed }: MergeEvidenceProps) {
  const { evidence: labels } = useMergesTexts();
  const [isWanted, setIsWanted] = useState(false);
  if (!isWeighed) return <p className="faint">{labels.none}</p>;
  return (
    <details>
      <summary>{labels.title}</summary>
      <p>{labels.warning}</p>
      {isWanted ? (
        <QueryBoundary>
          <Evidence candidateId={candidateId} />
        </QueryBoundary>
      ) : (
        <Button onPress={() => setIsWanted(true)}>{labels.read}</Button>
      )}
    </details>
  );
}

function Evidence({ candidateId }: { candidateId: string }) {
  const texts = useTexts();
  const { evidence: labels } = useMergesTexts();
  const formats = useFormats();
  const fieldName = useFieldName();
  const corrections: Readonly<Record<string, string>> = labels.corrections;
  const { mergeCandidateEvidence: evidence } = usePageQuery<mergeEvidenceQuery>(EVIDENCE, {
    id: candidateId,
  });
  if (evidence == null) return <p>{labels.none}</p>;
  const weight = (value: string) => formats.number(Math.round(Number(value) * 100) / 100);
  const rows = [
    ...evidence.fields.map((row) => ({ ...row, name: fieldName(row.field) })),
    ...evidence.corrections.map((row) => ({
      ...row,
      name: `${fieldName(row.field)}: ${corrections[row.correction ?? ""] ?? row.correction}`,
    })),
  ];
  return (
    <>
      <p>
        {labels.weighed(weight(evidence.weight), labels.bands[evidence.band as "CERTAIN"])}{" "}
        {labels.by(evidence.model, formats.time(evidence.scoredAt))}{" "}
        {labels.keys(formats.list(evidence.keys))} {labels.rounds(evidence.rounds)}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.review.field}</th>
            <th scope="col">{texts.review.agreement}</th>
            <th scope="col">{labels.weight}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              <th scope="row">{row.name}</th>
              <td>{texts.agreements[row.agreement as "EXACT"]}</td>
              <td>{weight(row.weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const EVIDENCE = graphql`
  query mergeEvidenceQuery($id: ID!) {
    mergeCandidateEvidence(mergeCandidateId: $id) {
      weight
      band
      model
      keys
      scoredAt
      rounds
      fields {
        field
        agreement
        weight
      }
      corrections {
        field
        correction
        agreement
        weight
      }
    }
  }
`;
