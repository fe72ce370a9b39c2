/** The texts of the page where an invitation is accepted, in Arabic. */
import type { InvitationTexts } from "../invitation-texts";

export const invitation: InvitationTexts = {
  title: "أنت مدعو",
  explanation: "اختر كيف تسجل الدخول من الآن.",
  displayName: "اسمك كما يراه الآخرون",
  password: "كلمة المرور، 8 أحرف أو أكثر",
  again: "كلمة المرور مرة أخرى",
  accept: "قبول الدعوة",
  haveAccount: "لدي حساب",
  newAccount: "أنا جديد هنا",
  signedIn: "أنت مسجل الدخول. سيضاف ما دعيت إليه إلى حسابك.",
  done: "قُبلت الدعوة. يظهر ما يمكنك فعله عند تسجيل الدخول مرة أخرى.",
  signIn: "الذهاب إلى تسجيل الدخول",
  noLink: "ينقص هذا العنوان آخر الرابط. افتح الرابط كاملًا كما أُرسل إليك.",
};
