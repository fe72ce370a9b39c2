/** What the search for anything begins: acts of the user's roles, each on the page where it is done. */
import { NEXT_PAIR } from "../review/next-pair";
import { holdsSomewhere, useViewer, type Viewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";
import { useTexts } from "../texts/texts";
import type { Found } from "./found";
import { hasWords } from "./words";

type FindWords = ReturnType<typeof useFindingTexts>["find"];

/** Return the acts whose name has words that begin with what is typed. */
export function useActs(text: string): readonly Found[] {
  const texts = useTexts();
  const { find } = useFindingTexts();
  const viewer = useViewer();
  const { declareTitles } = texts.records;
  const ofReviewers = [[`/review${NEXT_PAIR}`, texts.review.next]] as const;
  const ofRegistrars = [
    ["/declare/birth", declareTitles.BIRTH],
    ["/declare/death", declareTitles.DEATH],
    ["/declare/marriage", declareTitles.MARRIAGE],
    ["/records#number", find.checkCertificate],
  ] as const;
  const ofAdmins = [["/users?add=user", texts.users.add]] as const;
  const acts = [
    ...(viewer.roles.includes("NHS_REVIEWER") ? ofReviewers : []),
    ...(holdsSomewhere(viewer, "REGISTRAR") ? ofRegistrars : []),
    ...(viewer.roles.includes("ADMIN") ? ofAdmins : []),
    ["/account#password", texts.password.change],
  ] as const;
  const takeBack = takingBack(viewer, find);
  // It is done on the page of the person, whom one finds first. One letter is meant for what is usual.
  const anonymise = { path: "/persons", name: find.anonymise, kind: find.page };
  return [
    ...acts
      .map(([path, name]) => ({ path, name, kind: find.does }))
      .filter(({ name }) => hasWords(name, text)),
    ...(takeBack !== null && hasWords(`${takeBack.name} ${find.takeBackWords}`, text)
      ? [takeBack]
      : []),
    ...(viewer.roles.includes("ADMIN") &&
    text.trim().length >= 3 &&
    hasWords(`${anonymise.name} ${find.anonymiseWords}`, text)
      ? [anonymise]
      : []),
    ...answersOf(viewer, find)
      .filter(([, name, words]) => hasWords(`${name} ${words}`, text))
      .map(([path, name]) => ({ path, name, kind: find.page })),
  ];
}

/** Return what people look for of their own: where it is said, its name, and the words for it. */
function answersOf(
  viewer: Viewer,
  find: FindWords,
): readonly (readonly [string, string, string])[] {
  const ofPersons = [
    ["/my-data#mistake", find.mistake, find.mistakeWords],
    ["/my-data#contacts", find.contacts, find.contactsWords],
    ["/my-data#papers", find.papers, find.papersWords],
  ] as const;
  return [
    ...(viewer.roles.includes("PERSON") ? ofPersons : []),
    ["/account#address", find.ownAddress, find.ownAddressWords],
    ["/account#sessions", find.ownSessions, find.ownSessionsWords],
  ];
}

/** Return where a merge is taken back, or for a reviewer who may not, where it is said who does. */
function takingBack(viewer: Viewer, find: FindWords) {
  const { roles } = viewer;
  if (roles.includes("ADMIN") || roles.includes("SENIOR_REVIEWER")) {
    return { path: "/merges?state=standing", name: find.takeBack, kind: find.does };
  }
  if (!roles.includes("NHS_REVIEWER")) return null;
  return { path: "/requests?show=merged", name: find.whoTakesBack, kind: find.page };
}
