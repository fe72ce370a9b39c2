/** The things that Arabic texts count, in each number. */
import type { Counted } from "./wording.ts";

const NOTHING = "لا شيء";

export const attempts: Counted = {
  zero: "لا محاولات",
  one: "محاولة واحدة",
  two: "محاولتان",
  few: "محاولات",
  many: "محاولة",
  other: "محاولة",
};
export const changes: Counted = {
  zero: NOTHING,
  one: "تغيير واحد",
  two: "تغييران",
  few: "تغييرات",
  many: "تغييرًا",
  other: "تغيير",
};
export const days: Counted = {
  zero: "أقل من يوم",
  one: "يوم واحد",
  two: "يومان",
  few: "أيام",
  many: "يومًا",
  other: "يوم",
};
/** What is on record of a birth, a death or a marriage. */
export const entries: Counted = {
  zero: "لا قيود",
  one: "قيد واحد",
  two: "قيدان",
  few: "قيود",
  many: "قيدًا",
  other: "قيد",
};
export const events: Counted = {
  zero: NOTHING,
  one: "واقعة واحدة",
  two: "واقعتان",
  few: "وقائع",
  many: "واقعة",
  other: "واقعة",
};
export const pairs: Counted = {
  zero: NOTHING,
  one: "ثنائية واحدة",
  two: "ثنائيتان",
  few: "ثنائيات",
  many: "ثنائية",
  other: "ثنائية",
};
export const records: Counted = {
  zero: NOTHING,
  one: "سجل واحد",
  two: "سجلّان",
  few: "سجلات",
  many: "سجلًا",
  other: "سجل",
};
export const recordsOfOne: Counted = {
  zero: "لا سجلات قد تكون لشخص واحد",
  one: "سجل واحد قد يكون للشخص نفسه",
  two: "سجلّان قد يكونان لشخص واحد",
  few: "سجلات قد تكون لشخص واحد",
  many: "سجلًا قد تكون لشخص واحد",
  other: "سجل قد تكون لشخص واحد",
};
export const requests: Counted = {
  zero: NOTHING,
  one: "طلب واحد",
  two: "طلبان",
  few: "طلبات",
  many: "طلبًا",
  other: "طلب",
};
export const results: Counted = {
  zero: "لا نتائج",
  one: "نتيجة واحدة",
  two: "نتيجتان",
  few: "نتائج",
  many: "نتيجة",
  other: "نتيجة",
};
export const rounds: Counted = {
  zero: NOTHING,
  one: "جولة واحدة",
  two: "جولتان",
  few: "جولات",
  many: "جولة",
  other: "جولة",
};
/** After a word that takes the genitive. */
export const failedMessages: Counted = {
  zero: NOTHING,
  one: "رسالة فاشلة واحدة",
  two: "رسالتين فاشلتين",
  few: "رسائل فاشلة",
  many: "رسالة فاشلة",
  other: "رسالة فاشلة",
};
