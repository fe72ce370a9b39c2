/** The texts of alerts, and of whom a death is about, in Arabic. */
import type { alerts as english } from "../english/alerts.ts";

export const alerts: typeof english = {
  title: "قبل التسجيل",
  accepted: "قُبل عند التسجيل",
  unanswered: "لم يره المكتب الذي سجّله",
  names: {
    SPOUSE_IS_DECEASED: "يبدو أن أحد طرفي الزواج متوفى.",
    SPOUSE_IS_MARRIED: "يبدو أن أحد الطرفين متزوج من قبل من شخص على قيد الحياة.",
    PERSON_NOT_FOUND: "لا أحد في السجل هو المتوفى يقينًا: لا تؤشَّر هذه الوفاة على أحد.",
    NUMBER_IS_HELD_BY_ANOTHER: "هذا الرقم الوطني لشخص يحمل اسمًا آخر.",
    PERSON_IS_DEAD_ALREADY: "وفاة هذا الشخص مسجَّلة من قبل. يبقى تاريخ الوفاة المسجَّل كما هو.",
  },
  instructions: "يُرجى تعليم كل بند من هذه البنود إقرارًا بالتحقق منه وبالتسجيل مع ذلك.",
  person: "شخص في السجل",
  whom: "على مَن تؤشَّر هذه الوفاة",
  byNumber: "الشخص الوحيد الذي له هذا الرقم الوطني والاسم وتاريخ الميلاد",
  nobody: "لا أحد في السجل",
  find: "البحث عن الشخص بالاسم أو الرقم الوطني",
  found: "الأشخاص الذين عُثر عليهم",
  deadSince: "متوفى منذ",
  mergedInto: "حلّ محله",
};
