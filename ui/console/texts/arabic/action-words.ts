/** What else people call the actions of the trail in Arabic: by noun or participle, found by the beginnings of words. */
import type { actionWords as english } from "../english/action-words.ts";

const undo = "إلغاء ألغى إبطال أبطل سحب حذف محو شطب فسخ تراجع استرجاع إزالة إنهاء";
const make = "إضافة جديد إنشاء بدء";
const change = "تغيير تعديل تصحيح تحديث إصلاح";
const look = "قراءة رؤية فتح اطلاع عرض نظر";
const no = "رفض رد لا";
const yes = "موافقة قبول تأكيد نعم";
const signin = "دخول تسجيل";
const signout = "خروج";
const give = "إعطاء منح سماح حق صلاحية";
const lock = "حظر قفل تعطيل منع";
const unlock = "رفع السماح مجددًا";
const merged = "صوت شخص واحد نفسه جمع مكرر";
const split = "صوت شخصان مختلف ليس نفسه";
const trashed = "صوت لا يصلح للحكم";
const later = "لاحقًا إرجاء انتظار";
const paper = "طباعة ورقة تحضير";
const hand = "تسليم إعطاء ورقة طباعة";
const file = "تنزيل ملف قائمة حفظ";
const send = "إرسال مجددًا مرة أخرى";

export const actionWords: typeof english = {
  annulled: undo,
  annulment_requested: undo,
  revoked: undo,
  withdrawn: undo,
  correction_withdrawn: undo,
  request_withdrawn: undo,
  cancelled: undo,
  discarded: undo,
  deleted: undo,
  removed: undo,
  purged: undo,
  erased: undo,
  ended: undo,
  custody_ended: undo,
  retired: undo,
  archived: undo,
  trashed,
  unmerge: undo,
  unassigned: undo,
  created: make,
  declared: make,
  started: make,
  requested: make,
  begun: make,
  updated: change,
  changed: change,
  amended: change,
  corrected: change,
  correction_requested: change,
  viewed: look,
  shown: look,
  declined: no,
  rejected: no,
  refused: no,
  correction_rejected: no,
  request_declined: no,
  accepted: yes,
  approved: yes,
  confirmed: yes,
  agreed: yes,
  granted: give,
  blocked: lock,
  muted: lock,
  letters_muted: lock,
  switched: lock,
  switched_off: lock,
  unblocked: unlock,
  merged: merged,
  split: split,
  postponed: later,
  certified: paper,
  issued: hand,
  export: file,
  downloaded: file,
  retried: send,
  redelivered: send,
  session: `${signin} ${signout}`,
};
