/** What else people call the actions of the trail in English: by noun or participle, found by the beginnings of words. */
const undo = "void cancel annul revoke withdraw delete invalidate undo remove end take back";
const make = "add new make create begin";
const change = "change edit modify update correct fix amend";
const look = "read see open view look show";
const no = "refuse reject deny decline no";
const yes = "approve accept agree confirm yes";
const signin = "sign in sign-in login log";
const signout = "sign out sign-out logout log out";
const give = "give allow grant right permission";
const lock = "lock ban disable suspend block";
const unlock = "unlock enable allow again";
const merged = "vote same one person join duplicate";
const split = "vote different two people not the same";
const trashed = "vote unfit cannot be judged";
const later = "later put off defer wait";
const paper = "print paper prepare";
const hand = "hand over give print paper";
const file = "download csv file list saved";
const send = "send resend again retry";

export const actionWords = {
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
