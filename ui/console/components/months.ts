/** Periods of days, written as the API has them; a day begins at midnight in UTC. */

export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Return the day so many days before another. */
export function dayBefore(day: Date, days: number): string {
  return new Date(day.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}

/** Return the first day of the month of a day, and that day. */
export function thisMonth(day: Date): Days {
  const to = dayBefore(day, 0);
  return { from: `${to.slice(0, 7)}-01`, to };
}

/** Return the first and the last day of the month before the one of a day. */
export function lastMonth(day: Date): Days {
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  const at = (date: number) => dayBefore(new Date(date), 0);
  return { from: at(Date.UTC(year, month - 1, 1)), to: at(Date.UTC(year, month, 0)) };
}
