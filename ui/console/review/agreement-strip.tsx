/** How two records agree at a glance: one mark for each field, always in the same order. */
import type { comparison_pair$data } from "../__generated__/comparison_pair.graphql";
import { useJudgingTexts } from "../texts/judging-texts";
import { useTexts } from "../texts/texts";

export type Agreement = comparison_pair$data["comparison"][number]["agreement"];

/** Signs, for those to whom colours say nothing. */
const MARKS: Readonly<Record<Agreement, string>> = {
  EXACT: "=",
  CLOSE: "≈",
  DIFFERENT: "≠",
  MISSING: "–",
};

interface AgreementStripProps {
  readonly rows: readonly { readonly field: string; readonly agreement: Agreement }[];
}

/** Show a mark for each field. */
export function AgreementStrip({ rows }: AgreementStripProps) {
  const texts = useTexts();
  const judging = useJudgingTexts();
  const names = texts.fields as Readonly<Record<string, string>>;
  return (
    <ul className="agreement-strip" aria-label={judging.atAGlance}>
      {rows.map(({ field, agreement }) => {
        const words = `${names[field] ?? field}: ${texts.agreements[agreement]}`;
        return (
          <li key={field} className={`agreement ${agreement.toLowerCase()}`} title={words}>
            <span className="visually-hidden">{words}</span>
            <span aria-hidden="true">
              <b>{MARKS[agreement]}</b> <span className="name">{names[field] ?? field}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
