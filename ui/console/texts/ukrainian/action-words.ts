/** What else people call the actions of the trail in Ukrainian: by noun or participle, found by the beginnings of words. */
import type { actionWords as english } from "../english/action-words.ts";

const undo =
  "скасувати скасовано анулювати анульовано відкликати відкликано видалити вилучити недійсний відмінити забрати взяти назад припинити";
const make = "додати новий нова створити почати";
const change = "змінити змінено виправити виправлено оновити редагувати";
const look = "читати переглянути бачити відкрити дивитися";
const no = "відмовити відхилити ні";
const yes = "схвалити прийняти погодити так";
const signin = "увійти вхід сеанс";
const signout = "вийти вихід";
const give = "дати надати дозволити право";
const lock = "заблокувати вимкнути заборонити";
const unlock = "розблокувати дозволити знову";
const merged = "голос одна людина той самий об'єднати дублікат";
const split = "голос дві людини різні не той самий";
const trashed = "голос судити неможливо";
const later = "пізніше відкласти чекати";
const paper = "надрукувати папір підготувати";
const hand = "видати віддати папір надрукувати";
const file = "завантажити файл список зберегти";
const send = "надіслати знову повторити";

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
