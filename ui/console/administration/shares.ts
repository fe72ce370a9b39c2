/** How agreement is written: with how much it is of, and not at all where that is too little. */
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats } from "../texts/texts";

/** Below so many decisions an agreement says nothing. */
const ENOUGH = 20;

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

/** Return the class of a cell by how deep its colour is; none where there is too little to say it by. */
export function heatOf(share: Figure, of: number): string {
  if (share == null || of < ENOUGH) return "";
  return `heat-${Math.min(4, Math.floor(share * 5))}`;
}
