/** The texts of what is sent to whom and what is kept back in Arabic. */
import type { LettersTexts } from "../letters-texts";
import { apart } from "./wording.ts";

export const letters: LettersTexts = {
  kinds: {
    ORGANISATION_CREATED: "إنشاء جهة، إلى مسؤولها الأول",
    TRANSFER_COMPLETED: "انتقال أشخاص إلى هنا، إلى مسؤولي الجهة",
    PERSON_TRANSFERRED: "انتقال شخص إلى هنا، إليه",
    CONSENT_OFFERED: "موافقة تنتظر الرد، إلى مسؤولي الجهة",
    ROLES_CHANGED: "منح أدوار أو سحبها، إلى صاحبها",
    ORGANISATIONS_MERGED: "انضمام جهة أخرى، إلى من يعمل هنا",
    EXPLANATION_DUE: "اقتراب موعد تعليل، إلى من عليه تقديمه",
    FAILURES_DIGEST: "تعذّر تسليم رسائل، إلى من طلب التقرير",
  },
  own: {
    title: "الرسائل إليك",
    explanation:
      "يكتب السجل المدني إلى بريدك الإلكتروني عن هذه الأمور. وما تختاره يُحفظ فورًا. تُرسل الدعوات دائمًا.",
    withoutAddress: "لا يعرف السجل المدني عنوانًا لك، فلا يرسل شيئًا بعد. وما تختاره يسري متى عرفه.",
    toAddress: "من يسجّل عنوانك",
    kinds: {
      ORGANISATION_CREATED: "إنشاء جهة أنت مسؤول عنها",
      TRANSFER_COMPLETED: "انتقال أشخاص إلى جهة أنت مسؤول عنها، أو من جهة تعمل فيها",
      PERSON_TRANSFERRED: "انتقالك إلى جهة أخرى",
      CONSENT_OFFERED: "عرض موافقة تجيب عنها بصفتك مسؤولًا عن الجهة",
      ROLES_CHANGED: "منحك دورًا أو سحبه منك",
      ORGANISATIONS_MERGED: "انضمام جهة لك إلى أخرى",
      EXPLANATION_DUE: "اقتراب موعد تعليل عليك تقديمه بصفتك أمين سجل",
      FAILURES_DIGEST: "تعذّر تسليم رسائل جهة طلبت تقريرها",
    },
    sent: {
      show: "الرسائل التي أُرسلت إليك",
      whereTo:
        "تذهب الرسالة إلى العنوان الذي يحمله الحساب حين تُرسل. ولا يحفظ السجل المدني ذلك العنوان ولا النص.",
      none: "لم تُرسل إليك رسالة، بحسب ما هو محفوظ.",
      others: {
        CUSTODY_BEGUN: "جهة تتصرف نيابة عنك",
        INVITATION: "دعوة إليك",
      },
      statuses: {
        ENQUEUED: "في الانتظار",
        PROCESSING: "يجري إرسالها",
        PROCESSED: "أُرسلت",
        FAILED: "لم تصل",
        DISCARDED: "لم تُرسل",
      },
    },
  },
  organisation: {
    title: "الرسائل",
    lettersExplanation:
      "رسائل عن هذه الجهة نفسها إلى أي شخص. تُرسل الدعوات دائمًا، وكذلك الرسالة إلى من تتصرف نيابة عنه.",
    letters: "الرسائل التي تُرسل",
    digest: "اكتب لي كل يوم عن الرسائل التي تعذّر تسليمها",
    digestExplanation:
      "رسالة واحدة في اليوم على الأكثر عن هذه الجهة وكل ما تحتها، ولا رسالة في يوم لم يتعذّر فيه شيء.",
    failures: "أنواع رسائل لا يذكرها هذا التقرير",
    failuresHint: (example: string) =>
      `نوع واحد في كل سطر مثل ${apart(example)}، والعلامة * تعني أي شيء.`,
    save: "حفظ",
    saved: "تم الحفظ.",
  },
  switches: {
    title: "ما يجري معها",
    explanation: "ما أُوقف ينتظر بترتيبه ويُرسل عند تشغيله من جديد.",
    environments: { PRODUCTION: "يُحتسب", TEST: "للتجربة فقط" },
    features: {
      INBOUND: "معالجة ما يرسله المصدر",
      WEBHOOKS: "إرسال ما يحدث إلى أجهزة هذه الجهة",
      LETTERS: "إرسال الرسائل عن هذه الجهة",
      SYNC: "جلب السجلات من المصدر",
      EXPLANATIONS: "طلب التعليل",
    },
  },
};
