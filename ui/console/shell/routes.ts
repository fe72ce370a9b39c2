/** The routes of the console: path, roles, and the name in the menu. */

import { forgetFailures } from "../components/later";
import type { Texts } from "../texts/english";
import { pages } from "./pages";
import type { Role, Viewer } from "./viewer";

export interface ConsoleRoute {
  readonly path: keyof typeof pages;
  /** Whoever holds one of these may see it; null for everybody, with a role or without. */
  readonly roles: readonly Role[] | null;
  /** Who holds one of these in some organisation alone may see it too. */
  readonly limited?: readonly Role[];
  /** Its name in the menu; a page without one is linked from another. */
  readonly menu?: keyof Texts["menu"];
}

const everybody: readonly Role[] = [
  ...(["NHS_REVIEWER", "SENIOR_REVIEWER", "REGISTRAR", "ADMIN", "STEWARD", "PERSON"] as const),
];

/** Who sees organisations and their persons: everywhere, or where they hold a role. */
const inTree: Pick<ConsoleRoute, "roles" | "limited"> = {
  roles: ["STEWARD", "ADMIN", "REGISTRAR"],
  limited: ["STEWARD", "REGISTRAR"],
};

/** Who registers: everywhere, or where they hold the role. */
const registering: Pick<ConsoleRoute, "roles" | "limited"> = {
  roles: ["REGISTRAR"],
  limited: ["REGISTRAR"],
};

/** Registrars, and stewards, who see those of their organisations without the records. */
const explaining: Pick<ConsoleRoute, "roles" | "limited"> = {
  roles: ["REGISTRAR"],
  limited: ["REGISTRAR", "STEWARD"],
};

/** Who may sync what they lead at a source, and see how far that is. */
const syncing: Pick<ConsoleRoute, "roles" | "limited"> = {
  roles: ["STEWARD", "ADMIN", "REGISTRAR", "PERSON"],
  limited: ["STEWARD", "REGISTRAR"],
};

const routes: readonly ConsoleRoute[] = [
  { path: "/review", roles: ["NHS_REVIEWER"], menu: "review" },
  { path: "/requests", roles: ["NHS_REVIEWER"], menu: "requests" },
  { path: "/requests/:id", roles: ["NHS_REVIEWER"] },
  { path: "/requests/persons/:id", roles: ["NHS_REVIEWER"] },
  { path: "/day", roles: ["NHS_REVIEWER"], menu: "day" },
  { path: "/disputed", roles: ["SENIOR_REVIEWER"], menu: "disputed" },
  { path: "/records", ...registering, menu: "records" },
  // Charts lead administrators to it.
  { path: "/records", roles: ["ADMIN"] },
  { path: "/records/:id", roles: ["REGISTRAR", "ADMIN"], limited: ["REGISTRAR"] },
  { path: "/records/:id/certificates/:certificate", ...registering },
  { path: "/records/:id/correct", ...registering },
  { path: "/corrections", ...registering, menu: "corrections" },
  { path: "/declare", ...registering, menu: "declare" },
  { path: "/declare/:kind", ...registering },
  { path: "/dashboard", roles: ["ADMIN"], menu: "dashboard" },
  { path: "/statistics", roles: ["ADMIN"], menu: "statistics" },
  { path: "/trail", roles: ["ADMIN"], menu: "trail" },
  { path: "/users", roles: ["ADMIN"], menu: "users" },
  { path: "/clients", roles: ["ADMIN"], menu: "clients" },
  { path: "/templates", roles: ["ADMIN"], menu: "templates" },
  { path: "/webhooks", roles: ["ADMIN"], menu: "webhooks" },
  { path: "/webhooks/:id", roles: ["ADMIN"] },
  { path: "/organisations", ...inTree, menu: "organisations" },
  { path: "/organisations/:id", ...inTree },
  // Behind these: the first of a menu is home, and that of stewards is their organisations.
  { path: "/explanations", ...explaining, menu: "explanations" },
  { path: "/runs/:id", ...syncing },
  // Those of their organisations, to stewards, who change none.
  { path: "/sources", roles: ["ADMIN", "STEWARD"], limited: ["STEWARD"], menu: "sources" },
  { path: "/sources/callback", ...syncing },
  { path: "/sources/groups", ...syncing },
  { path: "/plans", roles: ["STEWARD", "ADMIN"], limited: ["STEWARD"] },
  { path: "/plans/:id", roles: ["STEWARD", "ADMIN"], limited: ["STEWARD"] },
  { path: "/persons", ...inTree, menu: "persons" },
  { path: "/persons/:id", ...inTree },
  // Of organisations, to stewards; all of them, to administrators.
  { path: "/messages", roles: ["ADMIN"], limited: ["STEWARD"], menu: "messages" },
  { path: "/merges", roles: ["ADMIN", "SENIOR_REVIEWER"], menu: "merges" },
  { path: "/merges/:id", roles: ["ADMIN", "SENIOR_REVIEWER"] },
  { path: "/my-data", roles: ["PERSON"], menu: "myData" },
  { path: "/account", roles: null },
  { path: "/invitation", roles: null },
  { path: "/console/parts", roles: everybody },
];

/** Return whether there is a page at a path, for whatever role. */
export function isKnownPath(path: string): boolean {
  return path === "/" || routeOf(path) !== undefined;
}

/** Load the page at a path, if there is one, before anybody knows whether they may see it. */
export function preloadPage(path: string): void {
  const route = routeOf(path);
  if (route !== undefined) void pages[route.path].load().catch(forgetFailures);
}

function routeOf(path: string): ConsoleRoute | undefined {
  const segments = path.replace(/(.)\/$/, "$1").split("/");
  const matches = (pattern: readonly string[]) =>
    pattern.length === segments.length &&
    pattern.every((segment, index) => segment.startsWith(":") || segment === segments[index]);
  return routes.find((route) => matches(route.path.split("/")));
}

/** Return whether an address is of one of these routes, and not that of a single thing. */
export function isOfNoThing(location: string, ofViewer: readonly ConsoleRoute[]): boolean {
  const segments = location.split("/");
  return ofViewer.some(({ path }) => {
    const pattern = path.split("/");
    return (
      pattern.length === segments.length &&
      pattern.every((segment, index) => segment === ":kind" || segment === segments[index])
    );
  });
}

/** Return the routes that the viewer may see; the first of the menu is their home. */
export function routesFor({ roles: held, places }: Viewer): readonly ConsoleRoute[] {
  const inSome = places.flatMap(({ roles }) => roles);
  return routes.filter(
    ({ roles, limited }) =>
      (roles?.some((role) => held.includes(role)) ?? true) ||
      limited?.some((role) => inSome.includes(role)),
  );
}
