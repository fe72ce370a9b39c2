/** The pages of the console by their paths, each loaded when it is first needed; the build reads this file (`ui/preloads.ts`). */
import { type ComponentType, createElement, use } from "react";
import { loadingOnce } from "../components/later";

/** A page that is loaded when it is first shown, or before that by `load`. */
function later(load: () => Promise<{ default: ComponentType }>) {
  const loaded = loadingOnce(load);
  return Object.assign(() => createElement(use(loaded()).default), { load: loaded });
}

export const pages = {
  "/review": later(() => import("../review/review-page")),
  "/requests": later(() => import("../review/requests-page")),
  "/requests/:id": later(() => import("../review/request-page")),
  "/requests/persons/:id": later(() => import("../review/known-person-page")),
  "/day": later(() => import("../review/my-day-page")),
  "/disputed": later(() => import("../review/disputed-page")),
  "/records": later(() => import("../records/records-page")),
  "/records/:id": later(() => import("../records/record-page")),
  "/records/:id/certificates/:certificate": later(() => import("../records/certificate-page")),
  "/records/:id/correct": later(() => import("../records/correct-page")),
  "/corrections": later(() => import("../records/corrections-page")),
  "/explanations": later(() => import("../explanations/explanations-page")),
  "/declare": later(() => import("../records/declare-page")),
  "/declare/:kind": later(() => import("../records/declare-page")),
  "/dashboard": later(() => import("../administration/dashboard-page")),
  "/statistics": later(() => import("../administration/statistics-page")),
  "/trail": later(() => import("../administration/trail-page")),
  "/users": later(() => import("../administration/users-page")),
  "/clients": later(() => import("../administration/clients-page")),
  "/templates": later(() => import("../administration/templates-page")),
  "/sources": later(() => import("../administration/sources-page")),
  "/sources/callback": later(() => import("../organisations/sources-callback-page")),
  "/sources/groups": later(() => import("../organisations/own-groups-page")),
  "/webhooks": later(() => import("../administration/webhooks-page")),
  "/webhooks/:id": later(() => import("../administration/webhook-page")),
  "/messages": later(() => import("../administration/messages-page")),
  "/persons": later(() => import("../persons/persons-page")),
  "/persons/:id": later(() => import("../persons/person-page")),
  "/organisations": later(() => import("../organisations/organisations-page")),
  "/organisations/:id": later(() => import("../organisations/organisation-page")),
  "/runs/:id": later(() => import("../runs/run-page")),
  "/plans": later(() => import("../plans/plans-page")),
  "/plans/:id": later(() => import("../plans/plan-page")),
  "/my-data": later(() => import("../my-data/my-data-page")),
  "/merges": later(() => import("../merges/merges-page")),
  "/merges/:id": later(() => import("../merges/merge-page")),
  "/account": later(() => import("../account/account-page")),
  "/invitation": later(() => import("../invitation/invitation-page")),
  "/console/parts": later(() => import("../parts/parts-page")),
} as const;
