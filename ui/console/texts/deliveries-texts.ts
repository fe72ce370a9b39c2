/** The texts of what is delivered, loaded with the first list of messages or webhooks. */
import type { deliveries } from "./english/deliveries";
import { laterTexts } from "./later-texts";

export type DeliveriesTexts = typeof deliveries;

export const useDeliveriesTexts = laterTexts(
  import.meta.glob<DeliveriesTexts>("./*/deliveries.ts", { import: "deliveries" }),
);
