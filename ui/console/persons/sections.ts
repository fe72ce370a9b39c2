/** Sections of a page that have an address: what stands behind # names one. */

/** Bring a section into view where the address names it. */
export function showAddressed(section: HTMLElement | null): void {
  if (section !== null && location.hash === `#${section.id}`) section.scrollIntoView();
}
