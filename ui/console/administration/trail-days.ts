/** The days that the trail is asked for: whole ones where the user is, though the API asks for moments. */

/** Return the first moment of a day; what is no day as it is, so that the server refuses it. */
export function startOf(day: string): string {
  const start = new Date(`${day}T00:00`);
  return Number.isNaN(start.getTime()) ? day : start.toISOString();
}

/** Return the moment before which a day is. */
export function endOf(day: string): string {
  const start = new Date(`${day}T00:00`);
  if (Number.isNaN(start.getTime())) return day;
  // Not 24 hours: some days have 23 or 25.
  return new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1).toISOString();
}

/** Return the day of a moment; nothing if it is none. */
export function dayOf(moment: string): string {
  const time = new Date(moment);
  if (Number.isNaN(time.getTime())) return "";
  const parts = [time.getMonth() + 1, time.getDate()].map((part) => String(part).padStart(2, "0"));
  return [String(time.getFullYear()).padStart(4, "0"), ...parts].join("-");
}

/** Return the last day with a moment before this one. */
export function lastDayBefore(moment: string): string {
  return dayOf(new Date(Date.parse(moment) - 1).toString());
}

/** Return whether a day begins at this moment: addresses may name any. */
export function isStartOfDay(moment: string): boolean {
  const day = dayOf(moment);
  return day === "" || Date.parse(startOf(day)) === Date.parse(moment);
}
