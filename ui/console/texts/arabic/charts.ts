/** The texts of charts, strips and timelines in Arabic. */
import type { charts as english } from "../english/charts.ts";

export const charts: typeof english = {
  asTable: "عرضها جدولًا",
  arrowKeys: "تنقلك مفاتيح الأسهم من عمود إلى آخر، ويفتح Enter ما يعدّه العمود.",
  day: "اليوم",
};
