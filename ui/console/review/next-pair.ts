/** The address at which the page of the review asks for the next pair by itself. */

/** What stands behind the page's own address then. */
export const NEXT_PAIR = "#next";
