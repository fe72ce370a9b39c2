/** Moments, days and names of people as every page shows them. */
import { fullName } from "../persons/names";
import { useFormats } from "../texts/texts";

/** A day and the time of day, in the user's own time zone. */
export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{useFormats().time(at)}</time>;
}

/** As a moment, by the word for the day where that is today or yesterday. */
export function RecentMoment({ at }: { at: string }) {
  return <time dateTime={at}>{useFormats().recent(at)}</time>;
}

/** A day without a time, as far as it is known: `2001`, `2001-02` or `2001-02-28`. */
export function Day({ on }: { on: string }) {
  return <time dateTime={on}>{useFormats().knownDate(on)}</time>;
}

/** The names of a person, which go the way of their own letters. */
export function PersonName({ of }: { of: Parameters<typeof fullName>[0] }) {
  return <bdi>{fullName(of)}</bdi>;
}
