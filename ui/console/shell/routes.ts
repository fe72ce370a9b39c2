/** The routes of the console: path, roles, and the page, which is loaded when first needed. */
import { type ComponentType, lazy } from "react";
import type { Texts } from "../texts/english";
import type { Role } from "./viewer";

export interface ConsoleRoute {
  readonly path: string;
  /** Whoever holds one of these may see it; null for everybody, with a role or without. */
  readonly roles: readonly Role[] | null;
  readonly page: ComponentType;
  /** Its name in the menu; a page without one is linked from another. */
  readonly menu?: keyof Texts["menu"];
}

const review = lazy(() => import("../review/review-page"));
const requests = lazy(() => import("../review/requests-page"));
const request = lazy(() => import("../review/request-page"));
const day = lazy(() => import("../review/my-day-page"));
const disputed = lazy(() => import("../review/disputed-page"));
const records = lazy(() => import("../records/records-page"));
const record = lazy(() => import("../records/record-page"));
const certificate = lazy(() => import("../records/certificate-page"));
const correct = lazy(() => import("../records/correct-page"));
const corrections = lazy(() => import("../records/corrections-page"));
const declare = lazy(() => import("../records/declare-page"));
const persons = lazy(() => import("../persons/persons-page"));
const person = lazy(() => import("../persons/person-page"));
const merges = lazy(() => import("../merges/merges-page"));
const merge = lazy(() => import("../merges/merge-page"));
const dashboard = lazy(() => import("../administration/dashboard-page"));
const statistics = lazy(() => import("../administration/statistics-page"));
const trail = lazy(() => import("../administration/trail-page"));
const users = lazy(() => import("../administration/users-page"));
const clients = lazy(() => import("../administration/clients-page"));
const templates = lazy(() => import("../administration/templates-page"));
const webhooks = lazy(() => import("../administration/webhooks-page"));
const webhook = lazy(() => import("../administration/webhook-page"));
const messages = lazy(() => import("../administration/messages-page"));

const account = lazy(() => import("../account/account-page"));
const parts = lazy(() => import("../parts/parts-page"));

const everybody: readonly Role[] = [
  ...(["NHS_REVIEWER", "SENIOR_REVIEWER", "REGISTRAR", "ADMIN", "STEWARD", "PERSON"] as const),
];

const routes: readonly ConsoleRoute[] = [
  { path: "/review", roles: ["NHS_REVIEWER"], page: review, menu: "review" },
  { path: "/requests", roles: ["NHS_REVIEWER"], page: requests, menu: "requests" },
  { path: "/requests/:id", roles: ["NHS_REVIEWER"], page: request },
  { path: "/day", roles: ["NHS_REVIEWER"], page: day, menu: "day" },
  { path: "/disputed", roles: ["SENIOR_REVIEWER"], page: disputed, menu: "disputed" },
  { path: "/records", roles: ["REGISTRAR"], page: records, menu: "records" },
  // Charts lead administrators to it.
  { path: "/records", roles: ["ADMIN"], page: records },
  { path: "/records/:id", roles: ["REGISTRAR", "ADMIN"], page: record },
  { path: "/records/:id/certificates/:certificate", roles: ["REGISTRAR"], page: certificate },
  { path: "/records/:id/correct", roles: ["REGISTRAR"], page: correct },
  { path: "/corrections", roles: ["REGISTRAR"], page: corrections, menu: "corrections" },
  { path: "/declare", roles: ["REGISTRAR"], page: declare, menu: "declare" },
  { path: "/declare/:kind", roles: ["REGISTRAR"], page: declare },
  { path: "/dashboard", roles: ["ADMIN"], page: dashboard, menu: "dashboard" },
  { path: "/statistics", roles: ["ADMIN"], page: statistics, menu: "statistics" },
  { path: "/trail", roles: ["ADMIN"], page: trail, menu: "trail" },
  { path: "/users", roles: ["ADMIN"], page: users, menu: "users" },
  { path: "/clients", roles: ["ADMIN"], page: clients, menu: "clients" },
  { path: "/templates", roles: ["ADMIN"], page: templates, menu: "templates" },
  { path: "/webhooks", roles: ["ADMIN"], page: webhooks, menu: "webhooks" },
  { path: "/webhooks/:id", roles: ["ADMIN"], page: webhook },
  { path: "/messages", roles: ["ADMIN"], page: messages, menu: "messages" },
  { path: "/persons", roles: ["REGISTRAR", "ADMIN"], page: persons, menu: "persons" },
  { path: "/persons/:id", roles: ["REGISTRAR", "ADMIN"], page: person },
  { path: "/merges", roles: ["ADMIN", "SENIOR_REVIEWER"], page: merges, menu: "merges" },
  { path: "/merges/:id", roles: ["ADMIN", "SENIOR_REVIEWER"], page: merge },
  { path: "/account", roles: null, page: account },
  { path: "/console/parts", roles: everybody, page: parts },
];

/** Return whether there is a page at a path, for whatever role. */
export function isKnownPath(path: string): boolean {
  const segments = path.replace(/(.)\/$/, "$1").split("/");
  const matches = (pattern: readonly string[]) =>
    pattern.length === segments.length &&
    pattern.every((segment, index) => segment.startsWith(":") || segment === segments[index]);
  return path === "/" || routes.some((route) => matches(route.path.split("/")));
}

/** Return the routes that these roles may see; the first of the menu is their home. */
export function routesFor(held: readonly Role[]): readonly ConsoleRoute[] {
  return routes.filter(({ roles }) => roles?.some((role) => held.includes(role)) ?? true);
}
