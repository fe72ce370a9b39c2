/** Why two records were put together, and what tells two of the same name apart, in words. */
import { useJudgingTexts } from "../texts/judging-texts";
import { useLanguage, useTexts } from "../texts/texts";
import type { Agreement } from "./agreement-strip";
import { slipBetween } from "./slips";

/** One field of both records, as the comparison shows it. */
export interface ComparedField {
  readonly field: string;
  readonly agreement: Agreement;
  readonly isSwapped: boolean;
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** Say which fields agree, nearly agree and differ; nothing where both say nothing. */
export function WhyPaired({ rows }: { rows: readonly ComparedField[] }) {
  const names = useTexts().fields as Readonly<Record<string, string>>;
  const { whyPaired: why } = useJudgingTexts();
  const { language } = useLanguage();
  const all = new Intl.ListFormat(language, { type: "conjunction" });
  const list = (fields: readonly string[]) => all.format(fields);
  const nouns: Readonly<Record<string, string>> = why.nouns;
  const nameOf = ({ field }: ComparedField) =>
    nouns[field] ?? (names[field] ?? field).toLocaleLowerCase(language);
  const withSlip = (row: ComparedField) => {
    const slip = slipOf(row);
    return slip === null ? nameOf(row) : `${nameOf(row)} (${why.slips[slip]})`;
  };
  const of = (agreement: Agreement) => rows.filter((row) => row.agreement === agreement);
  const [exact, close, different] = [of("EXACT"), of("CLOSE"), of("DIFFERENT")];
  const speakFor = [
    ...(exact.length === 0 ? [] : [why.agree(list(exact.map(nameOf)), exact.length)]),
    ...(close.length === 0 ? [] : [why.nearlyAgree(list(close.map(withSlip)), close.length)]),
  ];
  if (exact.length + close.length === 0) return null;
  return (
    <p className="why-paired">
      {why.because} {speakFor.join("; ")}.
      {different.length > 0 && (
        <>
          {" "}
          {why.against} {why.differ(list(different.map(withSlip)), different.length)}.
        </>
      )}
    </p>
  );
}

function slipOf({ isSwapped, left, right }: ComparedField) {
  if (isSwapped) return "NAMES_SWAPPED" as const;
  const [value, other] = [left[0], right[0]];
  if (left.length !== 1 || right.length !== 1) return null;
  return value === undefined || other === undefined ? null : slipBetween(value, other);
}

/** Names alone do not tell these apart: what does best comes first. */
const TELLING = ["birthDate", "nationalId", "taxId", "documents", "phones", "addresses", "email"];

/** Return the field that tells two records of the same name apart; undefined where none does. */
export function tellingField<Row extends ComparedField>(rows: readonly Row[]): Row | undefined {
  return rows
    .filter((row) => TELLING.includes(row.field) && row.left.join() !== row.right.join())
    .toSorted((one, other) => TELLING.indexOf(one.field) - TELLING.indexOf(other.field))
    .toSorted((one, other) => Number(isHalf(one)) - Number(isHalf(other)))[0];
}

function isHalf({ left, right }: ComparedField): boolean {
  return left.length === 0 || right.length === 0;
}
