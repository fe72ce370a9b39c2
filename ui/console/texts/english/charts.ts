/** The texts of charts, strips and timelines in English. */
export const charts = {
  asTable: "As a table",
  arrowKeys: "Arrow keys go from one to the next, Enter opens what it counts.",
  day: "Day",
};
