/** What a closed row of the trail says beside its act: which role was granted, which list was taken. */
import { LastDay } from "../components/last-day";
import { useColumnsTexts } from "../texts/columns-texts";
import { useTexts } from "../texts/texts";

interface TrailDetailProps {
  readonly action: string;
  readonly changeset: unknown;
  readonly previous: unknown;
}

/** Show it; nothing for acts of which the action says all. */
export function TrailDetail({ action, changeset, previous }: TrailDetailProps) {
  const texts = useTexts();
  const { lists, values } = useColumnsTexts();
  const columns = { ...of(previous), ...of(changeset) };
  const roles: Readonly<Record<string, string>> = texts.roles;
  const { role, list, expires_at: end } = columns;
  if (action.startsWith("role.") && typeof role === "string") {
    return <span>{roles[role] ?? values[role] ?? role} · </span>;
  }
  if (action.startsWith("role.") && typeof end === "string") {
    return (
      <span>
        {texts.users.until} <LastDay end={end} /> ·{" "}
      </span>
    );
  }
  if (action === "export.created" && typeof list === "string") {
    return <span>{(lists as Readonly<Record<string, string>>)[list] ?? list} · </span>;
  }
  return null;
}

/** Return the columns of a row, none of which is there where it was none. */
function of(columns: unknown): Readonly<Record<string, unknown>> {
  return typeof columns === "object" && columns !== null
    ? (columns as Record<string, unknown>)
    : {};
}
