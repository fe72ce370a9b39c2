/** What a closed row of the trail says beside its act: which role was granted, which list was taken, what was changed. */
import { LastDay } from "../components/last-day";
import { useColumnsTexts } from "../texts/columns-texts";
import { useFormats, useTexts } from "../texts/texts";
import { actionText } from "./action-text";

interface TrailDetailProps {
  readonly action: string;
  readonly changeset: unknown;
  readonly previous: unknown;
}

interface TrailTitleProps extends TrailDetailProps {
  /** What a reviewer said by the act, and what came of it then. */
  readonly vote:
    | { readonly decision: string; readonly agreeing: number; readonly isSettled: boolean }
    | null
    | undefined;
}

/** Show it; nothing for acts of which the action says all. */
export function TrailDetail({ action, changeset, previous }: TrailDetailProps) {
  const texts = useTexts();
  const { lists, values, roleEnd, words } = useColumnsTexts();
  const { comma, list: listed } = useFormats();
  const columns = { ...of(previous), ...of(changeset) };
  const roles: Readonly<Record<string, string>> = texts.roles;
  const { role, list } = columns;
  if (action.startsWith("role.") && typeof role === "string") {
    return <span>{roles[role] ?? values[role] ?? role} · </span>;
  }
  if (isOtherEnd({ action, changeset, previous })) {
    return (
      <span>
        {roleEnd.was} <End of={of(previous).expires_at} />
        {comma}
        {roleEnd.now} <End of={of(changeset).expires_at} /> ·{" "}
      </span>
    );
  }
  if (action.endsWith(".updated")) {
    const known: Readonly<Record<string, string>> = words;
    const names = Object.keys(of(changeset)).map((column) => known[column] ?? column);
    return names.length === 0 ? null : <span>{listed(names)} · </span>;
  }
  if (action === "export.created" && typeof list === "string") {
    return <span>{(lists as Readonly<Record<string, string>>)[list] ?? list} · </span>;
  }
  return null;
}

/**
 * Name an act: a role that is held already is not granted, it lasts to another day (rule R4). A vote is not what it
 * votes for: of all who said the same, the last one alone settled the pair.
 */
export function TrailTitle({ vote, ...entry }: TrailTitleProps) {
  const { roleEnd, votes } = useColumnsTexts();
  const texts = useTexts();
  const { number } = useFormats();
  if (isOtherEnd(entry)) return roleEnd.changed;
  const decision = vote?.decision;
  if (decision !== "MERGE" && decision !== "SPLIT" && decision !== "TRASH") {
    return actionText(entry.action, texts);
  }
  const agreeing = number(vote?.agreeing ?? 0);
  const said = texts.decisionMeanings[decision];
  return vote?.isSettled
    ? votes.settling(said, agreeing, votes.settled[decision])
    : votes.open(said, agreeing);
}

/** Return whether an act gave a role that is held another last day. */
export function isOtherEnd({ action, changeset, previous }: TrailDetailProps): boolean {
  return action === "role.granted" && "expires_at" in of(previous) && "expires_at" in of(changeset);
}

/** The last day of a role. */
function End({ of: end }: { of: unknown }) {
  const { roleEnd } = useColumnsTexts();
  return typeof end === "string" ? <LastDay end={end} /> : roleEnd.none;
}

/** Return the columns of a row, none of which is there where it was none. */
function of(columns: unknown): Readonly<Record<string, unknown>> {
  return typeof columns === "object" && columns !== null
    ? (columns as Record<string, unknown>)
    : {};
}
