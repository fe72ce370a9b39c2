/** What is found by the words of a question: where a page answers it, and where the documentation does. */
import { askingPath, stewardPath } from "../organisations/asking";
import { holdsSomewhere, type Viewer } from "../shell/viewer";
import type { Texts } from "../texts/english";
import type { useFindingTexts } from "../texts/finding-texts";
import { ENOUGH } from "./words";

export type FindWords = ReturnType<typeof useFindingTexts>["find"];

/** An act or an answer: where it is, its name, and what else people call it. No two have the same address. */
export type Act = readonly [path: string, name: string, words: string];

/** Return what is said or begun on a page: how a merge is taken back, what is of one's own account. */
export function answersOf(viewer: Viewer, find: FindWords, text: string): readonly Act[] {
  const { roles } = viewer;
  const { acts: words } = find.words;
  const isAdmin = roles.includes("ADMIN");
  const isReviewer = roles.includes("NHS_REVIEWER");
  const isRegistrar = holdsSomewhere(viewer, "REGISTRAR");
  const isSteward = holdsSomewhere(viewer, "STEWARD");
  const undoes = isAdmin || roles.includes("SENIOR_REVIEWER");
  // Few letters are meant for what is usual.
  const isLong = text.trim().length >= ENOUGH;
  const ofReviewers: Act = ["/requests?show=merged", find.whoTakesBack, find.takeBackWords];
  const comments: Act = ["/requests?show=postponed", find.whoReads, find.whoReadsWords];
  // Both are done on the page of the person, whom one finds first.
  const anonymise: Act = ["/persons#anonymise", find.anonymise, find.anonymiseWords];
  const mistakeWords = `${find.correctWords} ${find.twiceWords}`;
  const mistakeOfOthers: Act = ["/persons#mistake", find.mistakeOfOthers, mistakeWords];
  const ofRegistrars: readonly Act[] = [
    ["/records#correct", find.correct, find.correctWords],
    ["/records?only=flagged", find.twice, find.twiceWords],
    ["/records?status=CERTIFIED&order=oldest", find.fees, find.feesWords],
  ];
  const ofAdmins: readonly Act[] = [
    anonymise,
    ["/records?status=ISSUED", find.fees, find.feesWords],
  ];
  const ofPersons: readonly Act[] = [
    ["/my-data#mistake", find.mistake, find.mistakeWords],
    ["/my-data#contacts", find.contacts, find.contactsWords],
    ["/my-data#papers", find.papers, find.papersWords],
  ];
  const ofStewards: readonly Act[] = [
    [stewardPath(viewer, "figures"), find.figures, find.figuresWords],
    [stewardPath(viewer, "staff"), find.staff, find.staffWords],
    [stewardPath(viewer, "invitations"), find.invite, find.inviteWords],
    [stewardPath(viewer, "leave"), find.leave, find.leaveWords],
    [stewardPath(viewer, "consents"), find.consents, find.consentsWords],
  ];
  return [
    ...(isReviewer && !undoes ? [ofReviewers] : []),
    ...(isReviewer && isLong ? [comments] : []),
    ...(isAdmin && isLong ? ofAdmins : []),
    ...(isRegistrar && isLong ? ofRegistrars : []),
    ...((isAdmin || isSteward) && isLong ? [mistakeOfOthers] : []),
    ...(roles.includes("PERSON") ? ofPersons : []),
    ...(isAdmin || isSteward ? [["/plans", find.plans, find.plansWords] as const] : []),
    ...(isSteward ? [[askingPath(viewer), find.ask, find.askWords] as const] : []),
    ...(isSteward && isLong ? ofStewards : []),
    ["/account#address", find.ownAddress, find.ownAddressWords],
    ["/account#sessions", find.ownSessions, find.ownSessionsWords],
    ["/account#second-factor", find.secondFactor, words.secondFactor],
    ["/account#letters", find.ownLetters, words.letters],
    ["/account#steps", find.ownSteps, words.steps],
  ];
}

/** Return what no page does, and the documentation says. */
export function documented({ roles }: Viewer, texts: Texts, find: FindWords): readonly Act[] {
  const ofAdmins: readonly Act[] = [
    ["/docs/operations.md#back-up-and-restore", find.backups, find.backupsWords],
    ["/docs/upgrading.md#install", find.health, find.healthWords],
  ];
  return [
    ...(roles.includes("ADMIN") ? ofAdmins : []),
    ["/docs", texts.shell.documentation, find.words.acts.documentation],
  ];
}
