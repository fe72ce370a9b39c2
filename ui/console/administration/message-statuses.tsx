/** By which statuses messages are looked for: one of them, or all that did not arrive. */
import { choiceOf } from "../components/address";
import { Select } from "../components/fields";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/texts";

/** In an address: whatever failed, came back or was given up. */
export const NOT_ARRIVED = "NOT_ARRIVED";

/** With which of the choices all that failed is shown, and may be tried again. */
export const retriesAll: readonly string[] = ["", "FAILED", NOT_ARRIVED];

/** Return what an address chooses; nothing where it is no choice. */
export function messageStatus(asked: string | null, texts: Texts): string {
  return choiceOf(asked, { ...texts.messages.statuses, [NOT_ARRIVED]: "" }, "");
}

/** Return the part of the API's filter. */
export function statusFilter(chosen: string): { readonly status?: readonly string[] } {
  if (chosen === "") return {};
  return { status: chosen === NOT_ARRIVED ? ["FAILED", "DISCARDED"] : [chosen] };
}

interface StatusChoiceProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Offer them. */
export function StatusChoice({ value, onChange }: StatusChoiceProps) {
  const texts = useTexts();
  const deliveries = useDeliveriesTexts();
  const options: Readonly<Record<string, string>> = {
    "": texts.records.any,
    [NOT_ARRIVED]: deliveries.notArrived,
    ...texts.messages.statuses,
  };
  return (
    <Select label={texts.messages.status} value={value} onChange={onChange} options={options} />
  );
}
