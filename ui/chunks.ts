/** Which modules of the console share a file: many small files take a phone more time than their bytes. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Rolldown } from "vite";

const console = join(import.meta.dirname, "console");

/** What almost every page has; each alone is a few hundred bytes, and a file for each costs more. */
const PARTS = [
  "components/status.tsx",
  "components/moment.tsx",
  "components/empty-state.tsx",
  "components/failed-state.tsx",
  "components/query-boundary.tsx",
  "components/scroll-region.tsx",
  "components/trail-link.tsx",
  "components/act-icon.tsx",
  "components/address.ts",
  "components/durations.ts",
  "components/selection.ts",
  "api/connections.ts",
  "api/all-pages.ts",
  "api/rested.ts",
  "texts/account-texts.ts",
  "texts/charts-texts.ts",
  "texts/desk-texts.ts",
  "texts/filters-texts.ts",
  "texts/judging-texts.ts",
  "texts/merges-texts.ts",
  "texts/organisations-texts.ts",
  "records/details.ts",
  "components/use-draft.ts",
  "review/with-others.ts",
  "review/outdated.tsx",
  "finding/keys-button.tsx",
  "persons/formatting.ts",
  "review/open-requests.ts",
  "records/spans.ts",
  "records/language-names.ts",
  "records/revocation-reason.ts",
  "administration/last-used.tsx",
  "administration/topics.ts",
  "administration/user-filter.ts",
];

/** What each file holds beside what the files before it hold: all that these modules import at once. */
const whole: readonly (readonly [name: string, roots: readonly string[]])[] = [
  ["session", ["shell/early-session.ts"]],
  ["start", ["main.tsx"]],
  ["workplace", ["shell/signed-in.tsx", ...PARTS]],
  ["fields", ["components/fields.tsx", "components/form.tsx"]],
  [
    "lists",
    [
      "components/rows.tsx",
      "components/export-button.tsx",
      "finding/last-searches.tsx",
      "components/load-more.tsx",
      "components/filter-panel.tsx",
    ],
  ],
  [
    "forms",
    ["components/form-dialog.tsx", "components/secret-dialog.tsx", "components/saved-filters.tsx"],
  ],
  ["charts", ["components/bar-chart.tsx", "components/strip.tsx", "components/timeline.tsx"]],
];

/** The libraries have files of their own: they change seldom, and browsers keep them. */
const libraries = [
  {
    name: "react",
    test: /node_modules\/(react|react-dom|scheduler|wouter|use-sync-external-store)\//,
  },
  {
    name: "relay",
    test: /node_modules\/(relay-runtime|react-relay|fbjs|invariant|fast-deep-equal)\//,
  },
];

type Info = Rolldown.ModuleInfo;
type Look = (id: string) => Info | null;

/** Return all that modules import at once, themselves included. */
export function importedBy(roots: readonly string[], look: Look): ReadonlySet<string> {
  const found = new Set(roots);
  for (const id of found) for (const next of look(id)?.importedIds ?? []) found.add(next);
  return found;
}

/** Return the groups for rolldown. */
export function chunkGroups() {
  const gone = whole.flatMap(([, roots]) => roots).filter((it) => !existsSync(join(console, it)));
  if (gone.length > 0) throw new Error(`ui/chunks.ts names what is not there: ${gone.join(", ")}`);
  const known = new Map<string, ReadonlySet<string>>();
  const partsOf = (name: string, roots: readonly string[], look: Look) => {
    const found =
      known.get(name) ??
      importedBy(
        roots.map((it) => join(console, it)),
        look,
      );
    known.set(name, found);
    return found;
  };
  return [
    ...libraries,
    ...whole.map(([name, roots]) => ({
      debugName: name,
      name: (id: string, modules: { getModuleInfo: Look }) =>
        partsOf(name, roots, (it) => modules.getModuleInfo(it)).has(id) ? name : null,
    })),
  ];
}
