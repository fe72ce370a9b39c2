/** Return the moment at which a day ends where the user is; null without a day. */
export function endOf(day: string): string | null {
  if (day === "") return null;
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}
