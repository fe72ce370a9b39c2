/** Addresses of documents, as the API gives them. */

/** Return an address of ours as this window reaches it, whatever others call us. */
export function ownAddress(address: string): string {
  const { pathname, search } = new URL(address, location.href);
  return pathname + search;
}
