/** What the search for anything begins: acts of the user's roles, each on the page where it is done. */
import { NEXT_PAIR } from "../review/next-pair";
import { holdsSomewhere, useViewer, type Viewer } from "../shell/viewer";
import type { Texts } from "../texts/english";
import { useFindingTexts } from "../texts/finding-texts";
import { useTexts } from "../texts/texts";
import { type Act, answersOf, documented, type FindWords } from "./answers";
import type { Found } from "./found";
import { isCalled } from "./words";

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
    ...called(documented(viewer, texts, find), find.documentation).map((it) => ({
      ...it,
      onAct: () => location.assign(it.path),
    })),
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
