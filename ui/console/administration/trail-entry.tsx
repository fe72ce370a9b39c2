/** One entry of the audit trail: who, what, when, and the row before and after. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { trailEntry_entry$key } from "../__generated__/trailEntry_entry.graphql";
import { ScrollRegion } from "../components/scroll-region";
import type { Texts } from "../texts/english";
import { useFormats, useTexts } from "../texts/texts";

type TextsByName = Readonly<Record<string, string>>;
type Columns = Readonly<Record<string, unknown>>;

/** Show an entry; the difference expands below it. */
export function TrailEntry({ entry: key }: { entry: trailEntry_entry$key }) {
  const texts = useTexts();
  const formats = useFormats();
  const entry = useFragment(
    graphql`
      fragment trailEntry_entry on AuditEntry {
        action
        resource
        resourceId
        actorId
        actor {
          displayName
        }
        client {
          name
        }
        changeset
        previous
        correlationId
        insertedAt
      }
    `,
    key,
  );
  const nouns: TextsByName = texts.trail.nouns;
  const clientName = entry.client?.name;
  const actor =
    entry.actor?.displayName ?? (entry.actorId === null ? texts.trail.system : clientName);
  return (
    <li>
      <details>
        <summary>
          <strong>{actionText(entry.action, texts)}</strong> <code>{entry.action}</code> ·{" "}
          {actor ?? entry.actorId}
          {entry.actor && clientName !== undefined && (
            <span className="faint"> ({clientName})</span>
          )}{" "}
          · {nouns[entry.resource] ?? entry.resource} ·{" "}
          <time dateTime={entry.insertedAt}>{formats.time(entry.insertedAt)}</time>
        </summary>
        <Difference before={entry.previous as Columns | null} after={entry.changeset as Columns} />
        <div className="actions">
          <Link href={`/trail?resourceId=${entry.resourceId}`}>{texts.trail.ofRow}</Link>
          <Link href={`/trail?correlationId=${entry.correlationId}`}>{texts.trail.ofRequest}</Link>
          {entry.actorId !== null && (
            <Link href={`/trail?actorId=${entry.actorId}`}>{texts.trail.ofActor}</Link>
          )}
        </div>
      </details>
    </li>
  );
}

function Difference({ before, after }: { before: Columns | null; after: Columns }) {
  const texts = useTexts();
  const columns = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])];
  return (
    <ScrollRegion label={texts.trail.details}>
      <table className="diff">
        <thead>
          <tr>
            <th>{texts.trail.column}</th>
            <th>{texts.trail.before}</th>
            <th>{texts.trail.after}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column}>
              <th scope="row">{column}</th>
              <td>{before === null ? "" : <del>{textOf(before[column])}</del>}</td>
              <td>
                <ins>{textOf(after[column])}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Return the text of an action: "Birth: registered" for `birth.registered`. */
function actionText(action: string, texts: Texts): string {
  const [noun = "", participle = ""] = action.split(".");
  const nouns: TextsByName = texts.trail.nouns;
  const participles: TextsByName = texts.participles;
  return `${nouns[noun] ?? noun}: ${participles[participle] ?? participle}`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "—";
  return typeof value === "string" ? value : JSON.stringify(value);
}
