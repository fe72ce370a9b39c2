/** What the search for anything begins: acts of the user's roles, each on the page where it is done. */
import { askingPath } from "../organisations/asking";
import { NEXT_PAIR } from "../review/next-pair";
import { holdsSomewhere, useViewer, type Viewer } from "../shell/viewer";
import type { Texts } from "../texts/english";
import { useFindingTexts } from "../texts/finding-texts";
import { useTexts } from "../texts/texts";
import type { Found } from "./found";
import { ENOUGH, isCalled } from "./words";

type FindWords = ReturnType<typeof useFindingTexts>["find"];

/** An act: where it is done, its name, and what else people call it. */
type Act = readonly [path: string, name: string, words: string];

/** Return the acts that are called so. */
export function useActs(text: string): readonly Found[] {
  const texts = useTexts();
  const { find } = useFindingTexts();
  const viewer = useViewer();
  const called = (acts: readonly Act[], kind: string) =>
    acts
      .filter(([, name, words]) => isCalled(name, words, text))
      .map(([path, name]) => ({ path, name, kind }));
  return [
    ...called(actsOf(viewer, texts, find), find.does),
    ...called(answersOf(viewer, find, text), find.page),
  ];
}

/** Return what the user may do. */
function actsOf(viewer: Viewer, texts: Texts, find: FindWords): readonly Act[] {
  const { roles } = viewer;
  const { acts: words } = find.words;
  const { declareTitles } = texts.records;
  const ofReviewers: readonly Act[] = [[`/review${NEXT_PAIR}`, texts.review.next, words.next]];
  const ofRegistrars: readonly Act[] = [
    ["/declare/birth", declareTitles.BIRTH, words.birth],
    ["/declare/death", declareTitles.DEATH, words.death],
    ["/declare/marriage", declareTitles.MARRIAGE, words.marriage],
    ["/records#number", find.checkCertificate, words.certificate],
  ];
  const ofAdmins: readonly Act[] = [
    ["/users?add=user", texts.users.add, words.user],
    ["/clients?add=client", texts.clients.add, words.client],
    ["/webhooks?add=webhook", texts.webhooks.add, words.webhook],
    ["/templates?add=template", find.addTemplate, words.template],
  ];
  const undoes = roles.includes("ADMIN") || roles.includes("SENIOR_REVIEWER");
  const takeBack: Act = ["/merges?state=standing", find.takeBack, find.takeBackWords];
  return [
    ...(roles.includes("NHS_REVIEWER") ? ofReviewers : []),
    ...(holdsSomewhere(viewer, "REGISTRAR") ? ofRegistrars : []),
    ...(roles.includes("ADMIN") ? ofAdmins : []),
    ["/account#password", texts.password.change, words.password],
    ...(undoes ? [takeBack] : []),
  ];
}

/** Return what is said or begun on a page: how a merge is taken back, what is of one's own account. */
function answersOf(viewer: Viewer, find: FindWords, text: string): readonly Act[] {
  const { roles } = viewer;
  const { acts: words } = find.words;
  const isAdmin = roles.includes("ADMIN");
  const undoes = isAdmin || roles.includes("SENIOR_REVIEWER");
  const ofReviewers: Act = ["/requests?show=merged", find.whoTakesBack, find.takeBackWords];
  const comments: Act = ["/requests?show=postponed", find.whoReads, find.whoReadsWords];
  // It is done on the page of the person, whom one finds first. No two have the same address.
  const ofAdmins: Act = ["/persons#anonymise", find.anonymise, find.anonymiseWords];
  const ofPersons: readonly Act[] = [
    ["/my-data#mistake", find.mistake, find.mistakeWords],
    ["/my-data#contacts", find.contacts, find.contactsWords],
    ["/my-data#papers", find.papers, find.papersWords],
  ];
  const ofKeepers = ["/plans", find.plans, find.plansWords] as const;
  const ofStewards = [askingPath(viewer), find.ask, find.askWords] as const;
  const keeps = isAdmin || holdsSomewhere(viewer, "STEWARD");
  return [
    ...(roles.includes("NHS_REVIEWER") && !undoes ? [ofReviewers] : []),
    ...(roles.includes("NHS_REVIEWER") && text.trim().length >= ENOUGH ? [comments] : []),
    // Few letters are meant for what is usual.
    ...(isAdmin && text.trim().length >= ENOUGH ? [ofAdmins] : []),
    ...(roles.includes("PERSON") ? ofPersons : []),
    ...(keeps ? [ofKeepers] : []),
    ...(holdsSomewhere(viewer, "STEWARD") ? [ofStewards] : []),
    ["/account#address", find.ownAddress, find.ownAddressWords],
    ["/account#sessions", find.ownSessions, find.ownSessionsWords],
    ["/account#second-factor", find.secondFactor, words.secondFactor],
    ["/account#letters", find.ownLetters, words.letters],
    ["/account#steps", find.ownSteps, words.steps],
  ];
}
