/** The proof that an entry of the trail was sealed: checked here, drawn, and saved as a file. */
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { graphql } from "react-relay";
import type { entryProofQuery } from "../__generated__/entryProofQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { CopyableCommand } from "../components/copyable";
import { QueryBoundary } from "../components/query-boundary";
import "../styles/proof.css";
import { useProofTexts } from "../texts/proof-texts";
import { useFormats } from "../texts/texts";
import { checkProof, type InclusionProof, type Outcome, proofFile, stepsOf } from "./inclusion";
import { InclusionPath } from "./inclusion-path";
import { saveAs } from "./saving";
import { PROGRAM, TRAIL_KEY } from "./trail-key";

interface EntryProofProps {
  readonly entry: string;
  /** What the entry is: an act has several, each with a proof of its own. */
  readonly label: string;
}

/** Offer the proof of an entry; it is asked for when somebody wants to see it. */
export default function EntryProof({ entry, label }: EntryProofProps) {
  const texts = useProofTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" aria-expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
        {`${texts.prove}: ${label}`}
      </Button>
      {isOpen && (
        <QueryBoundary>
          <Proof entry={entry} />
        </QueryBoundary>
      )}
    </>
  );
}

function Proof({ entry }: { entry: string }) {
  const texts = useProofTexts();
  const { auditProof: proof } = usePageQuery<entryProofQuery>(
    graphql`
      query entryProofQuery($entry: ID!) {
        auditProof(entryId: $entry) {
          entry {
            databaseId
          }
          leafIndex
          size
          leaf
          leafHash
          hashes
          checkpoint
        }
      }
    `,
    { entry },
  );
  if (proof == null) return <p className="faint">{texts.notSealed}</p>;
  return <Checked proof={proof} name={`entry-${proof.entry.databaseId}.tlog-proof`} />;
}

function Checked({ proof, name }: { proof: InclusionProof; name: string }) {
  const texts = useProofTexts();
  const { number } = useFormats();
  const outcome = useOutcome(proof);
  const steps = stepsOf(proof) ?? [];
  return (
    <div className="proof">
      <p role="status" className={outcome === "proved" ? "proved" : ""}>
        {outcome === null ? texts.checking : texts.states[outcome]}
      </p>
      <p className="faint">
        {texts.place(number(Number(proof.leafIndex) + 1), number(Number(proof.size)))}
      </p>
      <InclusionPath steps={steps} />
      <p className="faint">{texts.explanation}</p>
      <p className="faint">{texts.thisAlone}</p>
      <Button onPress={() => saveAs(name, proofFile(proof))}>
        <Download className="icon" aria-hidden="true" /> {texts.save}
      </Button>{" "}
      <a href="/audit/key" download={TRAIL_KEY}>
        {texts.key}
      </a>
      <p className="faint">{texts.command}</p>
      <CopyableCommand text={`${PROGRAM} audit proof ${name} --key ${TRAIL_KEY}`} />
    </div>
  );
}

/** Return what checking a proof has come to; null while it is computed. */
function useOutcome(proof: InclusionProof): Outcome | null {
  const [checked, setChecked] = useState<{ proof: InclusionProof; outcome: Outcome } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void checkProof(proof).then((outcome) => isCurrent && setChecked({ proof, outcome }));
    return () => {
      isCurrent = false;
    };
  }, [proof]);
  return checked?.proof === proof ? checked.outcome : null;
}
