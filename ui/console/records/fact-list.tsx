/** Facts with their labels, as a description list. */
import "../styles/records.css";
import { Breakable } from "../components/breakable";
import { useTexts } from "../texts/texts";
import type { Fact } from "./details";

/** Show the facts that have a value. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  const texts = useTexts();
  const present = facts.filter(([, value]) => value !== null && value !== "");
  if (present.length === 0) return <p className="faint">{texts.records.noFacts}</p>;
  return (
    <dl className="facts">
      {present.map(([label, value]) => (
        <div key={label} className="fact">
          <dt>{label}</dt>
          <dd>
            <bdi>{value !== null && <Breakable text={value} />}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
