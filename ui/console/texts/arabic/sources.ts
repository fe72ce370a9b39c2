/** The texts of sources and of syncs with them in Arabic. */
import type { sources as english } from "../english/sources.ts";
import { apart } from "./wording.ts";

export const sources: typeof english = {
  all: "المصادر",
  allExplanation:
    "سجلات في أماكن أخرى قد تكون الجهات مجموعات فيها. من يعتني بجهة يربطها ويزامنها هناك.",
  none: "لا يوجد مصدر بعد.",
  add: "مصدر جديد",
  name: "الاسم",
  protocol: "كيف يُسأل",
  baseUrl: "عنوان واجهته البرمجية",
  baseUrlHint: "الجذر مع مساره، دون استعلام؛ عبر https.",
  access: "كيف يمكن أن يُقرأ",
  accesses: {
    CALLER_TOKEN: "برمز وصول من يزامن",
    AUTHORIZATION_CODE: "من يزامن يسجّل الدخول هناك",
    TOKEN_EXCHANGE: "برمز يُستبدل برمز من يزامن",
    CLIENT_CREDENTIALS: "بعميل للسجل",
  },
  tokenUrl: "العنوان الذي يمنح الرموز",
  clientId: "عميل السجل هناك",
  clientSecret: "سرّه",
  clientSecretHint: "يُحفظ مختومًا ولا يُعرض أبدًا. ومن دونه يوقّع السجل بمفتاح خاص به.",
  title: "المصادر",
  explanation: "من أين تأتي قيود أعضائها.",
  group: "المجموعة",
  test: "تجريبي",
  never: "لم تُزامن قط",
  last: "آخر مزامنة",
  sync: "مزامنة",
  syncTitle: (name: string) => `مزامنة ${apart(name)}`,
  syncExplanation:
    "يُقرأ كل شيء أولًا. ويبقى المسجل كما هو حتى الخطوة الأخيرة، ثم يُستبدل دفعة واحدة.",
  mode: "ما يُقرأ",
  modes: {
    FULL: "كل ما هناك",
    CHANGES: "ما تغيّر منذ آخر مزامنة",
  },
  token: (source: string) => `رمز وصولك إلى ${apart(source)}`,
  tokenHint: "ما لا يحق له قراءته لا يأتي. ويُحفظ مختومًا حتى تنتهي المزامنة.",
  anyToken: "رمز الوصول إلى المصدر",
  resumeTitle: "البدء من جديد؟",
  resumeExplanation: "يُقرأ المصدر من جديد. وإن كان يُقرأ برمز وصول يخصك فأعطه.",
};
