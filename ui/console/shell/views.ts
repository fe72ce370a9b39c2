/** The pages there are: whose they are, where they lie, and how each is brought when first needed. */
import { type ComponentType, lazy } from "react";
import type { Texts } from "../texts/english";
import type { Role } from "./viewer";

export interface View {
  readonly path: string;
  /** Who may see it: whoever holds one of these. */
  readonly roles: readonly Role[];
  readonly page: ComponentType;
  /** Its name in the menu; a page without one is reached from another. */
  readonly menu?: keyof Texts["menu"];
}

const review = lazy(() => import("../review/review-page"));
const requests = lazy(() => import("../review/requests-page"));
const request = lazy(() => import("../review/request-page"));
const records = lazy(() => import("../records/records-page"));
const record = lazy(() => import("../records/record-page"));
const certificate = lazy(() => import("../records/certificate-page"));
const declare = lazy(() => import("../records/declare-page"));
const persons = lazy(() => import("../persons/persons-page"));
const person = lazy(() => import("../persons/person-page"));
const dashboard = lazy(() => import("../administration/dashboard-page"));
const trail = lazy(() => import("../administration/trail-page"));
const users = lazy(() => import("../administration/users-page"));
const clients = lazy(() => import("../administration/clients-page"));
const webhooks = lazy(() => import("../administration/webhooks-page"));
const webhook = lazy(() => import("../administration/webhook-page"));
const messages = lazy(() => import("../administration/messages-page"));

const views: readonly View[] = [
  { path: "/review", roles: ["NHS_REVIEWER"], page: review, menu: "review" },
  { path: "/requests", roles: ["NHS_REVIEWER"], page: requests, menu: "requests" },
  { path: "/requests/:id", roles: ["NHS_REVIEWER"], page: request },
  { path: "/records", roles: ["REGISTRAR"], page: records, menu: "records" },
  { path: "/records/:id", roles: ["REGISTRAR"], page: record },
  { path: "/records/:id/certificates/:certificate", roles: ["REGISTRAR"], page: certificate },
  { path: "/declare", roles: ["REGISTRAR"], page: declare, menu: "declare" },
  { path: "/declare/:kind", roles: ["REGISTRAR"], page: declare },
  { path: "/dashboard", roles: ["ADMIN"], page: dashboard, menu: "dashboard" },
  { path: "/trail", roles: ["ADMIN"], page: trail, menu: "trail" },
  { path: "/users", roles: ["ADMIN"], page: users, menu: "users" },
  { path: "/clients", roles: ["ADMIN"], page: clients, menu: "clients" },
  { path: "/webhooks", roles: ["ADMIN"], page: webhooks, menu: "webhooks" },
  { path: "/webhooks/:id", roles: ["ADMIN"], page: webhook },
  { path: "/messages", roles: ["ADMIN"], page: messages, menu: "messages" },
  { path: "/persons", roles: ["REGISTRAR", "ADMIN"], page: persons, menu: "persons" },
  { path: "/persons/:id", roles: ["REGISTRAR", "ADMIN"], page: person },
];

/** Tells whether anybody has a page at an address; one's role may not show it all the same. */
export function isKnown(address: string): boolean {
  const words = address.replace(/(.)\/$/, "$1").split("/");
  const fits = (path: string) =>
    path.split("/").length === words.length &&
    path.split("/").every((word, at) => word.startsWith(":") || word === words[at]);
  return address === "/" || views.some(({ path }) => fits(path));
}

/** Gives the pages that somebody with these roles may see, the first of which is their home. */
export function viewsOf(held: readonly Role[]): readonly View[] {
  return views.filter(({ roles }) => roles.some((role) => held.includes(role)));
}
