/** The texts of charts, strips and timelines in Ukrainian. */
import type { charts as english } from "../english/charts.ts";

export const charts: typeof english = {
  asTable: "Таблицею",
  arrowKeys: "Стрілки ведуть від одного до наступного, Enter відкриває те, що він рахує.",
  day: "День",
};
