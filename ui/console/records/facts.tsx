/** Labelled facts, as a list of terms. */
import { useTexts } from "../texts/texts";
import type { Fact } from "./details";

/** Shows facts; what was not said is left out. */
export function Facts({ of }: { of: readonly Fact[] }) {
  const texts = useTexts();
  const told = of.filter(([, value]) => value !== null && value !== "");
  if (told.length === 0) return <p className="faint">{texts.records.nothingSaid}</p>;
  return (
    <dl className="facts">
      {told.map(([label, value]) => (
        <div key={label} className="fact">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
