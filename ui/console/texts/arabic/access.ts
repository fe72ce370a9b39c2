/** The texts of the forms by which somebody, or a machine, is let in, in Arabic. */
import type { access as english } from "../english/access.ts";
import { apart } from "./wording.ts";

export const access: typeof english = {
  place: {
    title: "أين يسري الدور",
    everywhere: "في كل مكان",
    inOrganisation: "في جهة واحدة وما تحتها",
    isEverywhere: "يسري هذا الدور في كل مكان: لا يُقصر على جهة إلا دورا أمين السجل ومسؤول الجهة.",
    find: "أي جهة",
    legend: "ما عُثر عليه",
    isMissing: "يُرجى اختيار الجهة التي يسري فيها الدور.",
  },
  user: {
    made: (name) => `أُضيف المستخدم ${apart(name)}.`,
    isWithoutRole: "لا دور له بعد: يُرجى تصحيح الخطأ والضغط مرة أخرى، أو الإغلاق ومنح الدور لاحقًا.",
    withRole: (role) => `مُنح: ${apart(role)}`,
    show: "إظهار كلمة المرور",
    hide: "إخفاء كلمة المرور",
    makeUp: "إنشاء كلمة عشوائية",
    madeUpHint: "أُنشئت عشوائيًا، وتُعرض مرة أخيرة بعد إضافة المستخدم: وعندها تُسلَّم إليه.",
    passwordTitle: "كلمة المرور التي أُنشئت",
    passwordExplanation: (name) =>
      `لا تُعرض إلا هذه المرة، ولا تُحفظ في أي سجل. يُرجى إبلاغها إلى ${apart(name)}، ويمكن اختيار غيرها في صفحة الحساب.`,
  },
  client: {
    setsHint: "الضغط يحدد ما يلزم لمثل هذا النظام، ويبقى غيره كما هو.",
    sets: {
      declares: "بوابة تبلّغ وتتلقى الأحداث",
      portal: "مثلها مع الشهادات",
      follows: "نظام يتابع الأحداث",
    },
    purposes: {
      "person:read": "لمعرفة هل الشخص مقيّد.",
      "vital_event:read": "لرؤية ما آل إليه ما بلّغ عنه، والقيود المسجلة.",
      "birth:declare": "لبوابة الوالدين أو المستشفى.",
      "death:declare": "لبوابة الأقارب أو المستشفى.",
      "marriage:declare": "لبوابة الأزواج.",
      "vital_event:correct": "لتصحيح ما بلّغ عنه إذا وافق أمين السجل.",
      "vital_event:certify": "لإعداد الشهادات.",
      "vital_event:issue": "لتسليم الشهادات مع دفع رسومها.",
      "webhook:write": "لتلقي الأحداث: ينشئ خطافات ويب خاصة به، ويُرسَل إليه ما يجوز له قراءته.",
      "event:read": "لجلب الأحداث واحدًا بعد الآخر، لمن ليس له عنوان خاص.",
      "organisation:read": "لرؤية المكاتب والمستشفيات والمجموعات.",
      "explanation:read": "لرؤية ما يسأل عنه الناس بشأن الرفض.",
    },
  },
  webhook: {
    owner: "لأي تطبيق",
    ofConsole: "هذه الواجهة",
    ofClient: "يُرسَل إلى النظام ما يجوز له قراءته، وإلى هذه الواجهة كل ما طُلب.",
    ofPrograms: `تُنشأ خطافات النظام في صفحة خطافات الويب، أو ينشئها برنامجه بالأمر ${apart("createWebhook")} ورمز الدخول الخاص به.`,
    guide: "كيف يفعل البرنامج ذلك",
    clientIsMade: (name) =>
      `أُضيف التطبيق ${apart(name)}. إن كان يجب أن تُرسَل إليه الأحداث فأضف له خطاف ويب.`,
    tryIt: "أُضيف خطاف الويب. ويُعرف هل يجيب عنوانه بإرسال حدث اختباري.",
    goTo: "إلى خطاف الويب",
    allOf: (noun) => `${noun}: كلها`,
  },
};
