/** The texts of what is delivered, to whom, and what is tried again in Arabic. */
import type { DeliveriesTexts } from "../deliveries-texts.ts";
import { failedMessages } from "./things.ts";
import { apart, counted } from "./wording.ts";

export const deliveries: DeliveriesTexts = {
  needsSecret:
    "ما يوقف الإرسال الآن: لا يفتح أي مفتاح في هذا السجل المدني سر خطاف الويب هذا. السبب من عندنا. يُرجى إنشاء سر جديد وإعطاؤه للمتلقي؛ ويعود عندئذ زر «إعادة المحاولة». أما ما فشل قبل ذلك فله أسبابه، وسبب كل رسالة بجانبها.",
  triedLater: "يمكن إعادة محاولة ما فشل متى كان لخطاف الويب سر جديد.",
  newSecret: {
    lost: "يُعرض هذه المرة فقط. أعطه للمتلقي قبل إعادة أي محاولة: فما يُوقَّع به يُرفض حتى يكون السر عند المتلقي.",
    other: "يُعرض هذه المرة فقط. أعطه للمتلقي خلال يوم: فالسر القديم يوقّع معه حتى ذلك الحين.",
    reminder:
      "السر جديد. أعطه للمتلقي أولًا، ثم أعد محاولة ما فشل: فكل رسالة تُرفض حتى يكون السر عند المتلقي.",
  },
  troubles: { secret: "يحتاج إلى سر جديد", failing: "الرسائل لا تصل" },
  rotateLost: "أعطِ السر الجديد للمتلقي: فالسر الحالي لا يمكن فتحه هنا، ولم يعد يوقّع شيئًا.",
  all: "الكل",
  lists: "الرسائل",
  notArrivedTab: "ما لم يصل",
  ofRecord: "ما أُرسل عن هذا القيد في صفحة",
  ofOneRecord: "الرسائل التي تخص قيدًا واحدًا.",
  tested: (url) => `الحدث الاختباري في طريقه إلى ${apart(url)}، وصفحة خطاف الويب تبيّن هل وصل.`,
  paused: "موقوف مؤقتًا",
  switchedOff: (name: string) =>
    `لا يُرسل شيء الآن: خطافات الويب متوقفة لدى ${apart(name)}. ينتظر ما يحدث، ويُرسل بترتيبه عند تشغيلها.`,
  explanationsOff: (name: string) => `ينتظر ما يخص طلبات التعليل: ذلك متوقف لدى ${apart(name)}.`,
  toSwitches: "إلى المفاتيح",
  to: "إلى",
  invited: "إلى من دُعي",
  toWhichWebhook: "خطاف الويب",
  notArrived: "كل ما لم يصل",
  discard: {
    title: "تجاهل هذه الرسالة؟",
    ofWebhook:
      "لن تُعاد محاولتها أبدًا. تبقى في القائمة متجاهَلة، ويمكن إرسالها من هناك إلى خطاف الويب مرة أخرى.",
    ofLetter: "لن تُعاد محاولتها أبدًا. تبقى في القائمة متجاهَلة.",
  },
  retryAll: {
    act: "إعادة محاولة كل الفاشلة",
    title: "إعادة محاولة كل الرسائل الفاشلة؟",
    explanation:
      "تُرسَل من جديد كل الرسائل الفاشلة المطابقة للتصفية، من الأقدم. والمتلقي الذي لديه رسالة منها يتلقاها مرة أخرى بالمعرّف نفسه.",
    titleOf: (count: number, orMore: string, url: string) =>
      orMore === ""
        ? `إعادة محاولة ${counted(count, failedMessages)} إلى ${apart(url)}؟`
        : `إعادة محاولة الرسائل الفاشلة إلى ${apart(url)}؟ عددها ${apart(`${count}${orMore}`)}.`,
    explanationOf:
      "تُرسَل من جديد، من الأقدم. والمتلقي الذي لديه رسالة منها يتلقاها مرة أخرى بالمعرّف نفسه.",
    progress: (done: number, total: number) =>
      `أُعيدت المحاولة: ${apart(done)} من ${apart(total)}. ويظهر هنا هل تصل.`,
  },
};
