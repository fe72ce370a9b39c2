/** The routes of the console: path, roles, and the page, which is loaded when first needed. */
import { type ComponentType, lazy } from "react";
import type { Texts } from "../texts/english";
import type { Role } from "./viewer";

export interface ConsoleRoute {
  readonly path: string;
  /** Whoever holds one of these may see it; null for everybody, with a role or without. */
  readonly roles: readonly Role[] | null;
  readonly page: ComponentType & { readonly load: () => Promise<unknown> };
  /** Its name in the menu; a page without one is linked from another. */
  readonly menu?: keyof Texts["menu"];
}

/** A page that is loaded when it is first shown, or before that by `load`. */
function later(load: () => Promise<{ default: ComponentType }>) {
  return Object.assign(lazy(load), { load });
}

const review = later(() => import("../review/review-page"));
const requests = later(() => import("../review/requests-page"));
const request = later(() => import("../review/request-page"));
const day = later(() => import("../review/my-day-page"));
const disputed = later(() => import("../review/disputed-page"));
const records = later(() => import("../records/records-page"));
const record = later(() => import("../records/record-page"));
const certificate = later(() => import("../records/certificate-page"));
const correct = later(() => import("../records/correct-page"));
const corrections = later(() => import("../records/corrections-page"));
const declare = later(() => import("../records/declare-page"));
const persons = later(() => import("../persons/persons-page"));
const person = later(() => import("../persons/person-page"));
const merges = later(() => import("../merges/merges-page"));
const merge = later(() => import("../merges/merge-page"));
const dashboard = later(() => import("../administration/dashboard-page"));
const statistics = later(() => import("../administration/statistics-page"));
const trail = later(() => import("../administration/trail-page"));
const users = later(() => import("../administration/users-page"));
const clients = later(() => import("../administration/clients-page"));
const templates = later(() => import("../administration/templates-page"));
const webhooks = later(() => import("../administration/webhooks-page"));
const webhook = later(() => import("../administration/webhook-page"));
const messages = later(() => import("../administration/messages-page"));

const account = later(() => import("../account/account-page"));
const parts = later(() => import("../parts/parts-page"));

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
  return path === "/" || routeOf(path) !== undefined;
}

/** Load the page at a path, if there is one, before anybody knows whether they may see it. */
export function preloadPage(path: string): void {
  void routeOf(path)
    ?.page.load()
    .catch(() => null);
}

function routeOf(path: string): ConsoleRoute | undefined {
  const segments = path.replace(/(.)\/$/, "$1").split("/");
  const matches = (pattern: readonly string[]) =>
    pattern.length === segments.length &&
    pattern.every((segment, index) => segment.startsWith(":") || segment === segments[index]);
  return routes.find((route) => matches(route.path.split("/")));
}

/** Return the routes that these roles may see; the first of the menu is their home. */
export function routesFor(held: readonly Role[]): readonly ConsoleRoute[] {
  return routes.filter(({ roles }) => roles?.some((role) => held.includes(role)) ?? true);
}
