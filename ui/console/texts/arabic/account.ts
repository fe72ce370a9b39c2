/** The texts of the page of one's own account in Arabic. */
import type { account as english } from "../english/account.ts";
import { apart } from "./wording.ts";

export const account: typeof english = {
  secondFactor: {
    title: "العامل الثاني",
    explanation:
      "مع العامل الثاني لا يدخل أحد بكلمة مرورك وحدها: يعرض تطبيق مصادقة على هاتفك رمزًا يُطلب أيضًا.",
    setUp: "إعداد عامل ثانٍ",
    needsAuthenticator: "يلزم تطبيق مصادقة: تطبيق على هاتفك يعرض رموزًا مدة كل منها نصف دقيقة.",
    begin: "متابعة",
    scan: "يُرجى مسح هذا بتطبيق المصادقة.",
    qr: "رمز QR فيه سر العامل الثاني",
    typeInstead: "أو كتابة هذا السر فيه:",
    firstCode: "الرمز الذي يعرضه الآن",
    confirm: "إعداد",
    saveCodes: "حفظ في ملف",
    recoveryTitle: "رموز ليوم يضيع فيه الهاتف",
    recoveryExplanation:
      "كل رمز منها يُدخلك مرة واحدة بدل الرمز المعتاد. لا تُعرض إلا هذه المرة: يُرجى طباعتها أو كتابتها وحفظها بعيدًا عن الهاتف.",
    done: "تم إعداد العامل الثاني.",
    removed: "تمت إزالة العامل الثاني.",
    renew: "رموز استرداد جديدة",
    renewExplanation: "تحلّ عشرة رموز جديدة محلّ ما بقي: لا يُدخلك أيّ من السابقة بعد ذلك.",
    renewed: "لديك رموز استرداد جديدة؛ انتهت السابقة.",
    isSetUp: "مُعدّ",
    codesLeft: "رموز الاسترداد المتبقية",
    remove: "إزالة العامل الثاني",
    take: "إزالة العامل الثاني",
    takeExplanation: (name: string) =>
      `يخرج ${apart(name)} من كل مكان، ويدخل بكلمة المرور وحدها إلى أن يُعدّ عامل آخر. يُرجى التأكد من أن ${apart(name)} هو من يطلب ذلك.`,
    code: "رمز، أو رمز استرداد",
    askedFor: "كلمة المرور صحيحة. يُرجى كتابة الرمز الذي يعرضه تطبيق المصادقة.",
    nextCode: "تم الإعداد. يُرجى انتظار الرمز التالي في تطبيق المصادقة وكتابته.",
    mustSetUp: "يحتاج دورك إلى عامل ثانٍ. للمتابعة يلزم إعداده.",
    wrong: "الرمز غير صحيح، أو استُعمل من قبل. يُرجى انتظار الرمز التالي.",
    wrongPasswordOrCode: "كلمة المرور أو الرمز غير صحيح، أو استُعمل الرمز من قبل.",
    back: "الدخول باسم آخر",
  },
  sessions: {
    title: "أماكن دخولك",
    explanation:
      "تنتهي الجلسة من نفسها بعد اثنتي عشرة ساعة من الدخول. الجلسة التي لا تعرفها هي لشخص آخر: يلزم إنهاؤها واختيار كلمة مرور أخرى.",
    current: "هذه الجلسة",
    unknownBrowser: "متصفح غير معروف",
    on: (browser: string, system: string | null) =>
      system === null
        ? `${apart(browser)}، والنظام غير معروف`
        : `${apart(browser)} على ${apart(system)}`,
    started: "الدخول",
    lastUsed: "آخر استعمال",
    through: (client) => `عبر ${apart(client)}`,
    end: "إنهاء",
    endOthers: "إنهاء كل الجلسات الأخرى",
    endOthersExplanation: "يلزم الدخول من جديد في كل المتصفحات الأخرى؛ أما هذا فيبقى.",
    ended: (count) => `الجلسات التي أُنهيت: ${apart(count)}.`,
    none: "لا جلسة مفتوحة: كان الدخول برمز وصول.",
  },
};
