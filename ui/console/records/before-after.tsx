/** What a record says beside what it said before, or would say: each difference is marked. */
import "../styles/records.css";
import { useState } from "react";
import { Button } from "../components/button";
import { ScrollRegion } from "../components/scroll-region";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { type Details, type Section, sectionsOfDetails } from "./details";

interface BeforeAfterProps {
  readonly title: string;
  readonly before: Details;
  readonly after: Details;
  readonly beforeLabel: string;
  readonly afterLabel: string;
  /** Whether what is the same on both sides is left out, and not merely folded. */
  readonly changesOnly?: boolean;
}

interface Row {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Show both sides, field by field. */
export function BeforeAfter(props: BeforeAfterProps) {
  const texts = useTexts();
  const formats = useFormats();
  const { corrections: labels } = useDeskTexts();
  const language = { texts, ...formats, namesApart: true };
  const before = sectionsOfDetails(props.before, language);
  const after = sectionsOfDetails(props.after, language);
  const [isWhole, setIsWhole] = useState(false);
  const titles = [...new Set([...before, ...after].map(({ title }) => title))];
  const all = titles.map((title) => {
    return { title, rows: rowsOf(factsOf(before, title), factsOf(after, title)) };
  });
  const groups = isWhole
    ? all
    : all.map(({ title, rows }) => ({ title, rows: rows.filter(isChanged) }));
  const same = all.flatMap(({ rows }) => rows).filter((row) => !isChanged(row)).length;
  return (
    <>
      <ScrollRegion label={props.title}>
        <table className="before-after">
          <thead>
            <tr>
              <th scope="col">{labels.field}</th>
              <th scope="col">{props.beforeLabel}</th>
              <th scope="col">{props.afterLabel}</th>
            </tr>
          </thead>
          {groups
            .filter(({ rows }) => rows.length > 0)
            .map(({ title, rows }) => (
              <tbody key={title}>
                <tr>
                  <th scope="rowgroup" colSpan={3}>
                    {title}
                  </th>
                </tr>
                {rows.map((row) => (
                  <tr key={row.label} className={isChanged(row) ? "changed" : undefined}>
                    <th scope="row">
                      {row.label}
                      {isChanged(row) && (
                        <span className="visually-hidden"> ({labels.isChanged})</span>
                      )}
                    </th>
                    <Cell value={row.before} isMarked={isChanged(row)} />
                    <Cell value={row.after} isMarked={isChanged(row)} />
                  </tr>
                ))}
              </tbody>
            ))}
        </table>
      </ScrollRegion>
      {props.changesOnly !== true && same > 0 && (
        <Button variant="quiet" aria-expanded={isWhole} onPress={() => setIsWhole(!isWhole)}>
          {labels.unchanged(same)}
        </Button>
      )}
    </>
  );
}

function Cell({ value, isMarked }: { value: string; isMarked: boolean }) {
  const shown = <bdi>{value === "" ? "—" : value}</bdi>;
  return <td>{isMarked ? <mark>{shown}</mark> : shown}</td>;
}

function isChanged({ before, after }: Row): boolean {
  return before !== after;
}

function factsOf(sections: readonly Section[], title: string): ReadonlyMap<string, string> {
  const facts = sections.find((section) => section.title === title)?.facts ?? [];
  return new Map(facts.map(([label, value]) => [label, (value ?? "").normalize()]));
}

/** Return the rows that have a value on either side. */
function rowsOf(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Row[] {
  const labels = [...new Set([...before.keys(), ...after.keys()])];
  return labels
    .map((label) => ({
      label,
      before: before.get(label) ?? "",
      after: after.get(label) ?? "",
    }))
    .filter((row) => row.before !== "" || row.after !== "");
}
