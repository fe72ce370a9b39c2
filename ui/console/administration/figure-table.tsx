/** Figures below each other, each with its name. */
import type { ReactNode } from "react";

export type Rows = readonly (readonly [name: string, value: ReactNode])[];

/** Show them below a title. */
export function FigureTable({ title, rows }: { title: string; rows: Rows }) {
  return (
    <table className="figure-table">
      <caption>{title}</caption>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <bdi>{value}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
