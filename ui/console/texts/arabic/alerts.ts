/** The texts of alerts, and of whom a death is about, in Arabic. */
import type { alerts as english } from "../english/alerts.ts";
import { apart } from "./wording.ts";

export const alerts: typeof english = {
  title: "قبل التسجيل",
  accepted: "قُبل عند التسجيل",
  unanswered: "لم يره المكتب الذي سجّله",
  names: {
    SPOUSE_IS_DECEASED: "يبدو أن أحد طرفي الزواج متوفى.",
    SPOUSE_IS_MARRIED: "يبدو أن أحد الطرفين متزوج من قبل من شخص على قيد الحياة.",
    PERSON_NOT_FOUND:
      "لا يطابق أي شخص في السجل المدني. تُسجَّل الوفاة، ولا يؤشَّر على سجل أي شخص بأنه متوفى.",
    NUMBER_IS_HELD_BY_ANOTHER: "هذا الرقم الوطني لشخص يحمل اسمًا آخر.",
    PERSON_IS_DEAD_ALREADY: "وفاة هذا الشخص مسجَّلة من قبل. يبقى تاريخ الوفاة المسجَّل كما هو.",
  },
  /** Of a death that is not registered yet. */
  willMarkNobody: "لا يطابق أي شخص في السجل المدني: لن يؤشَّر على سجل أي شخص بأنه متوفى.",
  isChosenThen: "ويمكن لمن يسجّلها أن يختار شخصًا من السجل.",
  isMarried: (who: string) => `يبدو أن ${apart(who)} في زواج قائم بالفعل مع شخص على قيد الحياة.`,
  seeMarriage: "عرض ذلك الزواج",
  instructions: "يُرجى تعليم كل بند للمتابعة: إقرارًا بالتحقق منه.",
  onRecordAs: "في السجل باسم",
  person: "شخص في السجل المدني",
  whom: "مَن المتوفى من المسجَّلين؟",
  byNumber: "الشخص الذي له هذا الرقم الوطني والاسم وتاريخ الميلاد",
  find: "البحث عن الشخص بالاسم أو الرقم الوطني",
  found: "الأشخاص الذين عُثر عليهم",
  deadSince: "متوفى منذ",
  mergedInto: "حلّ محله",
};
