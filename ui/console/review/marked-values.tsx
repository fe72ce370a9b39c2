/** The values of one of two records, with each letter marked that the other does not have. */
import { Breakable } from "../components/breakable";
import { useTexts } from "../texts/texts";
import { closestValue, diffSegments } from "./text-diff";

interface MarkedValuesProps {
  readonly values: readonly string[];
  /** What letters are compared with; nothing where the values agree. */
  readonly others: readonly string[];
}

/** Show them; several one below the other. */
export function MarkedValues({ values, others }: MarkedValuesProps) {
  const texts = useTexts();
  const [first] = values;
  if (first === undefined) return <span className="faint">{texts.review.missing}</span>;
  if (values.length === 1) return <MarkedValue value={first} others={others} />;
  return (
    <ul>
      {values.map((value, index) => (
        <li key={index}>
          <MarkedValue value={value} others={others} />
        </li>
      ))}
    </ul>
  );
}

function MarkedValue({ value, others }: { value: string; others: readonly string[] }) {
  const other = others.length === 1 ? others[0] : closestValue(value, others);
  if (other === null || other === undefined) {
    return (
      <bdi>
        <Breakable text={value} />
      </bdi>
    );
  }
  return (
    <bdi>
      {diffSegments(value, other).map(({ text, differs }, index) => {
        const Part = differs ? "mark" : "span";
        return (
          <Part key={index}>
            <Breakable text={text} of={value} />
          </Part>
        );
      })}
    </bdi>
  );
}
