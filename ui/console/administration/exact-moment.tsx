/** Moments to the second: what happened within one minute has an order. */
import { localesOf } from "../texts/languages";
import { useLanguage } from "../texts/texts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** A day and the time of day with its seconds, in the user's own time zone. */
export function ExactMoment({ at }: { at: string }) {
  const { language } = useLanguage();
  return <time dateTime={at}>{formatOf(language).format(new Date(at))}</time>;
}

function formatOf(language: string): Intl.DateTimeFormat {
  const known = formats.get(language);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(localesOf(language), {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(language, format);
  return format;
}
