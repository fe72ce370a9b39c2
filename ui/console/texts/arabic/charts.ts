/** The texts of charts, strips and timelines in Arabic. */
import type { charts as english } from "../english/charts.ts";
import { apart } from "./wording.ts";

export const charts: typeof english = {
  asTable: "عرضها جدولًا",
  tooFew: "أقل من أن يُعرض",
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
    pairs: "الثنائيات المنتظِرة بحسب العمر",
    records: "القيود المنتظِرة بحسب عمر البلاغ",
    nothing: "لا شيء في الانتظار.",
    series: {
      pairs: "ثنائيات قيد المراجعة",
      toRegister: "للتسجيل",
      toCertify: "لإعداد شهادة جديدة",
      toIssue: "للتسليم",
    },
  },
  funnel: {
    title: "من البلاغ إلى الشهادة",
    explanations: {
      DECLARED:
        "ممّا بُلّغ عنه في هذه المدة: إلى أين وصل حتى الآن، وفي أي مدة بلغ نصفُه كل خطوة بعد سابقتها.",
      EVENT: "ممّا وقع في هذه المدة: إلى أين وصل حتى الآن، وفي أي مدة بلغ نصفُه كل خطوة بعد سابقتها.",
      REGISTERED:
        "ممّا سُجّل لأول مرة في هذه المدة: إلى أين وصل حتى الآن، وفي أي مدة بلغ نصفُه كل خطوة بعد سابقتها.",
    },
    all: "الكل",
    by: "العدّ بحسب",
    days: {
      DECLARED: "يوم البلاغ",
      EVENT: "يوم الواقعة",
      REGISTERED: "يوم التسجيل",
    },
    step: "الخطوة",
    records: "القيود",
    share: "النسبة",
    medianTime: "وسيط المدة",
    within: (time) => `النصف خلال ${time}`,
    inAll: (time) => `نصف ما سُلّم استغرق ${time} على الأكثر إجمالًا.`,
    stopped: (count) => `المرفوض والمؤرشف والمُبطَل: ${count}.`,
    none: "لا شيء في هذه المدة.",
  },
  places: {
    titles: {
      BIRTH: "المواليد بحسب المكان والمكتب والمنطقة",
      DEATH: "الوفيات بحسب المكان والمكتب والمنطقة",
      MARRIAGE: "عقود الزواج بحسب المكان والمكتب والمنطقة",
    },
    explanations: {
      DECLARED: (from, to) => `ما بُلّغ عنه من ${from} إلى ${to}.`,
      EVENT: (from, to) => `ما وقع من ${from} إلى ${to}.`,
      REGISTERED: (from, to) => `ما سُجّل لأول مرة من ${from} إلى ${to}.`,
    },
    means: {
      places: "يُذكر المكان كما كُتب في البلاغات.",
      offices: "المكتب هو الجهة التي بُلّغ لها، وبجانبه الجهة التي يتبعها.",
    },
    group: "العدّ لكل",
    groups: { places: "مكان", offices: "مكتب ومنطقته" },
    file: "تنزيل ملف (CSV)",
    registered: "المسجَّل",
    declared: "كل ما بُلّغ عنه",
    noOffice: "بُلّغ عنه دون مكتب",
    noName: "مكتب بلا اسم",
    others: "كل الأماكن الأخرى",
    more: (count) => `عرض ${count} أخرى`,
  },
  organisation: {
    title: "الأرقام",
    explanation:
      "أرقام هذه الجهة نفسها في نهاية كل شهر واليوم. لا تُعرض الأعداد الصغيرة ولا ما قد يكشفها.",
    month: "الشهر",
    year: "سنة الميلاد",
    members: "الأعضاء بحسب الجنس",
    ages: (day) => `الأعضاء بحسب سنة الميلاد، ${day}`,
    moves: "من انضم ومن غادر",
    joined: "انضموا",
    left: "غادروا",
    involvements: "ما بُلّغ عنه هنا",
    count: "الأعضاء",
    allTooFew: "ما هو موجود أقل من أن يُعرض.",
    noneYet: "لا أرقام بعد.",
    none: "لا شيء في هذه الأشهر.",
  },
  deliveries: {
    legend: "آخر عمليات التسليم، والأحدث في الآخر:",
    title: "آخر عمليات التسليم",
    none: "لم يُرسل شيء بعد.",
    one: "عملية تسليم واحدة",
    all: "كل عمليات التسليم",
    gone: "لم تعد هذه العملية محفوظة.",
  },
  certificate: {
    title: (number) => `تاريخ الشهادة ${apart(number)}`,
    made: "أُعدّت",
    handedOver: "سُلّمت",
    to: (who) => `إلى ${apart(who)}`,
    revoked: "أُلغيت",
    replaced: "حلّت محلها شهادة لاحقة",
    valid: "سارية.",
    waits: "سارية، ولم تُسلَّم بعد.",
    notValid: "لم تعد سارية: فقد أُلغيت.",
    none: (number) => `لا توجد شهادة برقم ${apart(number)}.`,
    notWritten:
      "لا يُسجَّل من فتح ملف PDF أو طبعه، ولا من تحقق منها برمز QR. وفي الأسفل كل ما جرى على قيدها.",
  },
  person: {
    title: "التسلسل الزمني",
    gaveWay: (name) => `أُدمج ${apart(name)} في هذا السجل`,
    wasMerged: (name) => `أُدمج في سجل ${apart(name)}`,
    takenBack: (what) => `تم التراجع: ${what}`,
    version: (version, fields) => `الإصدار ${version}: ${fields}`,
  },
};
