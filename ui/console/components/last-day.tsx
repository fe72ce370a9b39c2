/** The last day of a role: the API has the moment from which on it is none. */
import { Day, Moment } from "./moment";

/** Return the moment at which a day ends where the user is; null without a day. */
export function endOf(day: string): string | null {
  if (day === "") return null;
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}

/** Return the day that ends at a moment where the user is; null where none does. */
export function lastDayBefore(end: string): string | null {
  const moment = new Date(end);
  const isMidnight = moment.getHours() === 0 && moment.getMinutes() === 0;
  if (!isMidnight) return null;
  moment.setDate(moment.getDate() - 1);
  const parts = [moment.getMonth() + 1, moment.getDate()].map((it) => `${it}`.padStart(2, "0"));
  return [`${moment.getFullYear()}`.padStart(4, "0"), ...parts].join("-");
}

/** Show the last day of what ends at a moment, or the moment where that is in the middle of a day. */
export function LastDay({ end }: { end: string }) {
  const day = lastDayBefore(end);
  return day === null ? <Moment at={end} /> : <Day on={day} />;
}
