/** The texts of saved filters in Arabic. */
import type { filters as english } from "../english/filters.ts";

export const filters: typeof english = {
  title: "التصفيات المحفوظة",
  save: "حفظ هذه التصفية",
  rename: "تغيير الاسم",
  remove: "حذف التصفية المحفوظة",
  naming: "اسم التصفية",
  namingExplanation: "تُحفظ في هذا المتصفح، لك وحدك. يُرجى عدم كتابة اسم شخص.",
  name: "تسمية التصفية",
  nobody: "لا أحد بهذا الاسم.",
  several: "اختر واحدًا ممن عُثر عليهم.",
  actionHint: "اكتب بداية كلمة من اسم الإجراء ثم اختره من القائمة.",
  noAction: "لا إجراء بهذا الاسم. لم يُبحث عن شيء: اختر واحدًا من القائمة.",
  fromMoment: (moment: string) => `من ${moment}، إلى أن يُختار يوم.`,
  untilMoment: (moment: string) => `قبل ${moment}، إلى أن يُختار يوم.`,
  today: "اليوم",
  yesterday: "أمس",
  account: "صاحب الحساب",
};
