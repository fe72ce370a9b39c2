/** What users are looked for by. */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Return whether something is an id as the trail shows it. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Return the API's filter of what was typed: an id as the trail shows it, or words of a name; null without any. */
export function userFilter(typed: string) {
  const text = typed.trim();
  if (text === "") return null;
  return isUuid(text) ? { databaseId: text } : { name: text };
}
