/** The values of one of two records, with each letter, or each part of a date, marked that the other does not have. */
import { Breakable } from "../components/breakable";
import { useTexts } from "../texts/texts";
import { closestValue, datePartSegments, diffSegments } from "./text-diff";

interface MarkedValuesProps {
  readonly values: readonly string[];
  /** What letters are compared with; nothing where the values agree. */
  readonly others: readonly string[];
  readonly areDates: boolean;
}

/** Show them; several one below the other. */
export function MarkedValues({ values, others, areDates }: MarkedValuesProps) {
  const texts = useTexts();
  const [first] = values;
  if (first === undefined) return <span className="faint">{texts.review.missing}</span>;
  if (values.length === 1) {
    return <MarkedValue value={first} others={others} isDate={areDates} />;
  }
  return (
    <ul>
      {values.map((value, index) => (
        <li key={index}>
          <MarkedValue value={value} others={others} isDate={areDates} />
        </li>
      ))}
    </ul>
  );
}

interface MarkedValueProps {
  readonly value: string;
  readonly others: readonly string[];
  readonly isDate: boolean;
}

function MarkedValue({ value, others, isDate }: MarkedValueProps) {
  const other = others.length === 1 ? others[0] : closestValue(value, others);
  if (other === null || other === undefined) {
    return (
      <bdi>
        <Breakable text={value} />
      </bdi>
    );
  }
  const segments = isDate ? datePartSegments : diffSegments;
  return (
    <bdi>
      {segments(value, other).map(({ text, differs }, index) => {
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
