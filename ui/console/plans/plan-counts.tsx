/** How many things a plan has of each kind, by what becomes of them. */
import { type PlansTexts, usePlansTexts } from "../texts/plans-texts";
import { useFormats } from "../texts/texts";

/** As the API gives them: by noun and action, and how many have which conflict. */
export type Counted = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Show them, one line for each. */
export function PlanCounts({ of, isDone }: { of: unknown; isDone: boolean }) {
  const labels = usePlansTexts();
  const formats = useFormats();
  const counts = of as Counted;
  const nouns = Object.keys(labels.nouns) as (keyof PlansTexts["nouns"])[];
  const actions = Object.keys(labels.actions) as (keyof PlansTexts["actions"])[];
  const rows = nouns.flatMap((noun) =>
    actions.map((action) => ({ noun, action, count: counts[noun]?.[action] ?? 0 })),
  );
  return (
    <section>
      <h2 id="plan-counts">{isDone ? labels.countsDone : labels.counts}</h2>
      <table className="figure-table" aria-labelledby="plan-counts">
        <thead>
          <tr>
            <th scope="col">{labels.noun}</th>
            <th scope="col">{labels.action}</th>
            <th scope="col" className="number">
              {labels.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(({ count }) => count > 0)
            .map(({ noun, action, count }) => (
              <tr key={`${noun} ${action}`}>
                <th scope="row">{labels.nouns[noun]}</th>
                <td>{labels.actions[action]}</td>
                <td className="number">{formats.number(count)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
