/** One entry of the audit trail: who, what, when, and how the row was before and after. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { trailEntry_entry$key } from "../__generated__/trailEntry_entry.graphql";
import { ScrollRegion } from "../parts/scroll-region";
import type { Texts } from "../texts/english";
import { useFormats, useTexts } from "../texts/texts";

type Words = Readonly<Record<string, string>>;
type Columns = Readonly<Record<string, unknown>>;

/** Shows an entry; the difference opens below it. */
export function TrailEntry({ entry }: { entry: trailEntry_entry$key }) {
  const texts = useTexts();
  const formats = useFormats();
  const told = useFragment(
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
    entry,
  );
  const nouns: Words = texts.trail.nouns;
  const through = told.client?.name;
  const actor = told.actor?.displayName ?? (told.actorId === null ? texts.trail.system : through);
  return (
    <li>
      <details>
        <summary>
          <strong>{wordsFor(told.action, texts)}</strong> <code>{told.action}</code> ·{" "}
          {actor ?? told.actorId}
          {told.actor && through !== undefined && <span className="faint"> ({through})</span>} ·{" "}
          {nouns[told.resource] ?? told.resource} ·{" "}
          <time dateTime={told.insertedAt}>{formats.time(told.insertedAt)}</time>
        </summary>
        <Difference before={told.previous as Columns | null} after={told.changeset as Columns} />
        <div className="actions">
          <Link href={`/trail?resourceId=${told.resourceId}`}>{texts.trail.ofRow}</Link>
          <Link href={`/trail?correlationId=${told.correlationId}`}>{texts.trail.ofRequest}</Link>
          {told.actorId !== null && (
            <Link href={`/trail?actorId=${told.actorId}`}>{texts.trail.ofActor}</Link>
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
              <td>{before === null ? "" : <del>{written(before[column])}</del>}</td>
              <td>
                <ins>{written(after[column])}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Reads an action as people would: `birth.registered` as "Birth: registered". */
function wordsFor(action: string, texts: Texts): string {
  const [noun = "", participle = ""] = action.split(".");
  const nouns: Words = texts.trail.nouns;
  const did: Words = texts.did;
  return `${nouns[noun] ?? noun}: ${did[participle] ?? participle}`;
}

function written(value: unknown): string {
  if (value === null || value === undefined) return "—";
  return typeof value === "string" ? value : JSON.stringify(value);
}
