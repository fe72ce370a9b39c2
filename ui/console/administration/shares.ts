/** How agreement is written: with how much it is of, and not at all where that is too little. */
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats } from "../texts/texts";
import { ENOUGH } from "./agreement-order";

export const NONE = "–";

type Figure = number | null | undefined;

/** Return what writes a share or a kappa with its n. */
export function useShare() {
  const { statistics: labels } = useMergesTexts();
  const formats = useFormats();
  const write = (value: Figure, of: number, text: (value: number) => string) => {
    const shown = value == null || of < ENOUGH ? NONE : text(value);
    return labels.withCount(shown, formats.number(of));
  };
  return {
    percent: (value: Figure, of: number) =>
      write(value, of, (share) => `${formats.number(Math.round(100 * share))} %`),
    kappa: (value: Figure, of: number) =>
      write(value, of, (kappa) => formats.number(Math.round(100 * kappa) / 100)),
  };
}
