/** The texts of the keys in Arabic. */
import type { finding as english } from "../english/finding.ts";
import { results } from "./things.ts";
import { apart, counted } from "./wording.ts";

export const finding: typeof english = {
  areEnabled: "الحروف المفردة تعمل في الصفحة",
  areas: { review: "الثنائية", lists: "القائمة", pages: "الانتقال إلى", anywhere: "في كل مكان" },
  find: {
    /** Of a record that was merged into another. */
    gaveWay: "دُمج في سجل آخر",
    title: "البحث عن أي شيء",
    label: "صفحة أو اسم أو رقم",
    results: "النتائج",
    page: "صفحة",
    does: "إجراء",
    checkCertificate: "التحقق من شهادة",
    takeBack: "التراجع عن دمج",
    whoTakesBack: "مَن يتراجع عن الدمج",
    /** What else leads to it. */
    takeBackWords: "تراجع التراجع إلغاء دمج خاطئ",
    mistake: "خطأ في سجلي",
    mistakeWords: "خطأ غلط تصحيح تعديل تغيير اسم تاريخ الميلاد",
    anonymise: "إخفاء هوية شخص: تُفتح صفحته",
    anonymiseWords: "إخفاء هوية نسيان محو حذف إزالة الحق في النسيان بيانات شخص",
    kinds: {
      person: "شخص",
      record: "قيد",
      merge: "عملية دمج",
      webhook: "خطاف ويب",
      organisation: "جهة",
      search: "بحث",
      pair: "ثنائية لديك",
      known: "شخص في ثنائياتك",
    },
    user: "مستخدم",
    trail: "سجل التدقيق",
    act: "ما ترتب على هذا المرجع",
    row: "ما جرى على هذا الصف",
    byId: "ما يحمل هذا المعرّف",
    amongUsers: "بحث بين المستخدمين",
    asking: "جارٍ البحث…",
    nothing: "لا نتائج.",
    ownAlone:
      "لا يجد المراجعون من الأشخاص إلا من هم في ثنائياتهم، ومنها المحسومة. ويُحجب عنهم سواهم كي تقتصر المراجعة على الثنائية نفسها.",
    count: (count: number) => `${counted(count, results)}.`,
  },
  certificate: {
    kind: "شهادة",
    valid: "صالحة",
    notHandedOver: "صالحة، ولم تُسلَّم بعد",
    notValid: "غير صالحة",
    revoked: (time) => `غير صالحة: سُحبت في ${apart(time)}.`,
    replacedBy: (number) => `حلّت محلها ${apart(number)}.`,
    compare:
      "الرقم من أرقام السجل المدني. والورقة أصلية إن قالت ما تقوله هذه الشهادة: افتحها وقارن، أو امسح الرمز المربع على الورقة.",
    life: "من أعدّها وسلّمها وألغاها",
    open: "فتح هذه الشهادة",
    openReplacement: (number) => `فتح ${apart(number)} التي حلّت محلها`,
    none: "لا توجد شهادة كهذه",
    noneMeans:
      "لم يُصدر السجل المدني شهادة بهذا الرقم. قارن الرقم بالورقة، فإن طابقه فلا تقبل الورقة.",
    noneInReach: "لا يحمل أيٌّ من القيود التي تراها هذه الشهادة.",
    askPublicCheck: "التحقق منها بين جميع الشهادات",
  },
  keys: {
    KeyN: "طلب السجلّين التاليين",
    KeyM: "دمج: شخص واحد",
    KeyS: "فصل: شخصان",
    KeyP: "تأجيل",
    KeyT: "استبعاد: لا يصلحان للحكم",
    "1–9": "السبب، أثناء تأكيد القرار",
    KeyZ: "التراجع عن آخر قرار",
    KeyC: "كتابة تعليق",
    Enter: "تأكيد",
    Escape: "إلغاء، أو الخروج من التعليق",
    KeyJ: "السطر التالي",
    KeyK: "السطر السابق",
    KeyO: "فتح السطر، مثل Enter",
    "/": "البحث في هذه القائمة",
    "?": "هذه المساعدة",
    "Ctrl+K": "البحث عن صفحة أو شخص أو قيد",
  },
};
