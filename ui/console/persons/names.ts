/** Names of people, who may have a first name, a last name or both. */

export interface Named {
  readonly firstName: string | null | undefined;
  readonly secondName?: string | null | undefined;
  readonly lastName: string | null | undefined;
}

/** Return the names on one line, as far as there are any. */
export function fullName({ firstName, secondName, lastName }: Named): string {
  return [firstName, secondName, lastName].filter(Boolean).join(" ");
}
