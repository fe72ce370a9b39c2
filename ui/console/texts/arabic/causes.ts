/** The texts of what messages are, why one did not arrive and what helps in Arabic. */
import type { causes as english } from "../english/causes.ts";
import { apart } from "./wording.ts";

export const causes: typeof english = {
  kinds: {
    "run.sync": "مزامنة مع مصدر",
    "run.erasure": "محو جهة",
    "run.transfer": "نقل أشخاص",
    "run.organisation_merge": "دمج جهتين",
    "run.organisation_move": "تغيير موضع جهة في الشجرة",
    "inbound.explanation": "من مصدر: طلب تعليل",
    "inbound.organisation": "من مصدر: تغيّرت جهة",
    "inbound.unknown": "من مصدر: نوع غير معروف هنا",
    "letter.organisation_created": "رسالة: أُنشئت جهة",
    "letter.transfer_completed": "رسالة: نُقل أشخاص",
    "letter.person_transferred": "رسالة إلى شخص: نُقل",
    "letter.consent_offered": "رسالة: موافقة تنتظر الرد",
    "letter.roles_changed": "رسالة: مُنحت أدوار أو سُحبت",
    "letter.custody_begun": "رسالة: وُضع تحت رعاية",
    "letter.organisations_merged": "رسالة: دُمجت جهات",
    "letter.invitation": "رسالة: دعوة",
    "letter.explanation_due": "رسالة: اقترب موعد تعليل",
    "letter.failures_digest": "رسالة: تقرير ما تعذّر تسليمه",
    "digest.mail": "التقرير اليومي لما فشل، بالبريد",
    "digest.webhook": "التقرير اليومي لما فشل، إلى خطاف ويب",
    "webhook.test": "حدث اختباري",
  },
  why: {
    "Whoever it is for is gone or has no address": "لم يعد المتلقي موجودًا أو لا عنوان له",
    "What it is about is over": "انتهى ما تتحدث عنه",
    "Its address is not among those that SELFSAME_LETTERS_ALLOWED lists":
      "ليس العنوان من العناوين التي يُسمح بمراسلتها",
    "No mail server is set": "لم يُضبط خادم بريد",
    "Mail to its address came back before": "رجع البريد المرسل إلى هذا العنوان من قبل",
    "Whoever it is for gets no letters of its kind": "لا يتلقى صاحبها رسائل من هذا النوع",
    "Its organisation sends no letters of its kind": "لا ترسل الجهة رسائل من هذا النوع",
    "Every delivery failed for days: the webhook is switched off":
      "فشل كل إرسال أيامًا، فأُوقف خطاف الويب",
    "The receiver answered 410: the webhook is switched off":
      "أجاب المتلقي بالرمز 410، فأُوقف خطاف الويب",
    "The webhook was switched off": "أُوقف خطاف الويب",
    "The client may not read the record any more": "لم يعد يحق للتطبيق الاطلاع على القيد",
    "The webhook was deleted": "حُذف خطاف الويب",
    "The organisation was erased": "مُحيت الجهة",
    "The source was retired": "أُوقف استخدام المصدر",
    "Its next step was discarded": "تُجوهلت خطوته التالية",
    "No key of this installation opens the secret: make a new secret":
      "لا يفتح أي مفتاح في هذا السجل المدني السر",
    "Interrupted: the worker was lost": "انقطعت: فُقدت عملية التنفيذ",
    "It is not known whether it was taken": "لا يُعرف هل قُبلت",
    "The mail server cannot be reached": "تعذّر الوصول إلى خادم البريد",
    "The certificate of the mail server is not valid": "شهادة خادم البريد غير صالحة",
    "The mail server takes no password": "لا يقبل خادم البريد كلمة مرور",
    "The mail server takes no password that is not ASCII":
      "لا يقبل خادم البريد إلا كلمة مرور بأحرف لاتينية",
    "The address is in a private network": "العنوان في شبكة خاصة",
    "The certificate is not valid": "الشهادة غير صالحة",
    "No connection": "لا اتصال",
  },
  answered: (status: string) => `الإجابة: ${apart(status)}`,
  mailAnswered: (code: string) => `أجاب خادم البريد ${apart(code)}`,
  cameBack: (code: string) => `رجع البريد: ${apart(code)}`,
  silent: (seconds: string) => `لا إجابة خلال ${apart(seconds)} ثانية`,
  unsent: (name: string) => `تعذّر الإرسال (${apart(name)})`,
  now: "ما يمنعها الآن:",
  first: {
    token: "ستنتهي محاولة أخرى إلى الأمر نفسه. يُرجى إعطاء رمز وصول جديد حيث توقفت المزامنة.",
    secret:
      "السبب من عندنا: لا يفتح أي مفتاح في هذا السجل المدني سر خطاف الويب. يُرجى إنشاء سر جديد وإعطاؤه للمتلقي؛ وعندئذ يمكن إعادة المحاولة هنا.",
    switchOn:
      "لا يُرسل شيء إلى هناك: خطاف الويب متوقف. يُرجى تشغيله؛ وعندئذ يمكن إعادة المحاولة هنا.",
    sendAnew: "ستنتهي محاولة أخرى إلى الأمر نفسه. على من أرسلها تصحيحها وإرسالها من جديد.",
    otherLink: "ستنتهي محاولة أخرى إلى الأمر نفسه. على من أرسلها إرسالها عبر الارتباط المحتسب.",
    mailServer: "لا تصل رسالة إلى أحد حتى يضبط القائمون على هذا السجل المدني خادم بريد.",
    address: "يُرجى التحقق من العنوان أولًا: محاولة أخرى إليه تنتهي إلى الأمر نفسه.",
    allowed: "يقرر القائمون على هذا السجل المدني إلى أي العناوين تُرسل الرسائل.",
    letters: "أوقفت الجهة رسائل هذا النوع.",
    maybeTaken: "لعلها وصلت، فيتلقاها صاحبها مرة ثانية.",
  },
  /** Where a failed message cannot go before its webhook is put right. */
  toWebhook: { secret: "إلى خطاف الويب لإنشاء سر جديد", switchOn: "إلى خطاف الويب لتشغيله" },
  to: {
    run: "إلى المزامنة",
    webhook: "إلى خطاف الويب",
    sources: "إلى الارتباطات بالمصادر",
    letters: "إلى الرسائل التي تُرسل",
  },
};
