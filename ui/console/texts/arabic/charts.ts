/** The texts of charts, strips and timelines in Arabic. */
import type { charts as english } from "../english/charts.ts";

export const charts: typeof english = {
  asTable: "عرضها جدولًا",
  arrowKeys: "تنقلك مفاتيح الأسهم من عمود إلى آخر، ويفتح Enter ما يعدّه العمود.",
  day: "اليوم",
  age: "العمر",
  ages: {
    today: "اليوم",
    between: (from, to) => `من ${from} إلى ${to} يوم`,
    older: (from) => `${from} يومًا فأكثر`,
    shortly: (days) => `${days} ي`,
  },
  waiting: {
    pairs: "الأزواج المنتظرة بحسب العمر",
    records: "السجلات المنتظرة بحسب عمر التصريح",
    nothing: "لا شيء في الانتظار.",
    series: {
      pairs: "أزواج قيد المراجعة",
      toRegister: "للتسجيل",
      toCertify: "للتصديق من جديد",
      toIssue: "للتسليم",
    },
  },
  funnel: {
    title: "من التصريح إلى الشهادة",
    explanation:
      "ممّا صُرّح به في هذه المدة: إلى أين وصل حتى الآن، وفي كم يومًا بلغ نصفُه كل خطوة بعد سابقتها.",
    step: "الخطوة",
    records: "السجلات",
    share: "النسبة",
    medianDays: "وسيط الأيام",
    within: (days) => `النصف خلال ${days} يوم`,
    inAll: (days) => `نصف ما سُلّم استغرق ${days} يوم على الأكثر إجمالًا.`,
    stopped: (count) => `المرفوض والمؤرشف والملغى: ${count}.`,
    none: "لم يُصرَّح بشيء في هذه المدة.",
  },
  deliveries: {
    title: "آخر عمليات التسليم",
    none: "لم يُرسل شيء بعد.",
    one: "عملية تسليم واحدة",
    all: "كل عمليات التسليم",
    gone: "لم تعد هذه العملية محفوظة.",
  },
};
