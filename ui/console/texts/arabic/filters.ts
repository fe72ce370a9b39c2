/** The texts of saved filters in Arabic. */
import type { filters as english } from "../english/filters.ts";
import { actionWords } from "./action-words.ts";

export const filters: typeof english = {
  actionWords,
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
  more: "تصفيات أخرى",
  happened: "هنا ما حدث: كل إجراء مع من قام به وما غيّره.",
  notHere: "ما ليس هنا",
  refused:
    "ما رُفض أو فشل لم يغيّر شيئًا: هو في سجل الخادم، مع من طلبه والمرجع والرمز؛ ولا اسم فيه لمن فشل دخوله: عدد المحاولات الفاشلة ووقتها في صفحة المستخدمين وفي حساب كل مستخدم. يطلب المدقق من المشغّل أسطر field.refused للأيام المعنية أو أسطر مرجع بعينه.",
  readings:
    "من فتح صفحة شخص يظهر هنا، وما قرأته الأنظمة يظهر في تلك الصفحة ضمن من اطّلع على السجل؛ أما من أظهره بحث أو قائمة وما اكتفى أمناء السجل بقراءته فلا يُحفظ في أي مكان.",
};
