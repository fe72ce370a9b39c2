/** In which order reviewers stand beside each other, and how deep the colour of their agreement is. */

/** Below so many decisions an agreement says nothing. */
export const ENOUGH = 20;

interface Agreement {
  readonly user: { readonly id: string };
  readonly otherUser: { readonly id: string };
  readonly candidates: number;
  readonly percentAgreement: number;
}

/** Return the users, first whoever disagrees most with somebody; those without enough decisions stand last. */
export function mostDisagreeingFirst(pairs: readonly Agreement[]): readonly string[] {
  const least = new Map<string, number>();
  for (const { user, otherUser, candidates, percentAgreement } of pairs) {
    // None is said to agree less than fully by too few decisions.
    const share = candidates < ENOUGH ? 2 : percentAgreement;
    for (const { id } of [user, otherUser]) least.set(id, Math.min(least.get(id) ?? 2, share));
  }
  return [...least].toSorted(([, one], [, other]) => one - other).map(([id]) => id);
}

/** Return the two who agree least among those with enough decisions, or among all where none has enough. */
export function mostDisagreeing<Pair extends Agreement>(pairs: readonly Pair[]): Pair | undefined {
  const said = pairs.filter(({ candidates }) => candidates >= ENOUGH);
  return (said.length > 0 ? said : pairs).toSorted(
    (one, other) =>
      one.percentAgreement - other.percentAgreement || other.candidates - one.candidates,
  )[0];
}

/** Return the colour of a share among all that are shown: the least agreement is the palest, the most the deepest. */
export function shadeOf(pairs: readonly Agreement[]): (pair: Agreement) => string | undefined {
  const said = pairs.filter(({ candidates }) => candidates >= ENOUGH);
  const shares = said.map(({ percentAgreement }) => percentAgreement);
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  return (pair) => {
    if (pair.candidates < ENOUGH) return undefined;
    const depth = most === least ? 1 : (pair.percentAgreement - least) / (most - least);
    return colourOf(depth);
  };
}

/** Return a colour between the palest, at 0, and the deepest, at 1. */
export function colourOf(depth: number): string {
  return `color-mix(in oklab, var(--heat-4) ${Math.round(100 * depth)}%, var(--heat-0))`;
}
