/** One's own data as a page to read and to print, with all that the file for programs has. */
import { actionText } from "../administration/action-text";
import { lastingFirst } from "../organisations/lasting-first";
import { fullName } from "../persons/names";
import { useFieldName, useRecordValues } from "../persons/record-values";
import { languages } from "../texts/languages";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useReadingsTexts } from "../texts/readings-texts";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import { inForceFirst } from "./in-force-first";
import type { OwnData } from "./own-data";
import { type PrintedSection, printedPage } from "./printed-page";
import { useReaderName } from "./reader-name";

type Held = NonNullable<OwnData["held"]>;

/** Return what makes the page, in the language of the console. */
export function usePrintedData(): (data: OwnData) => string {
  const { language } = useLanguage();
  const { file } = useReadingsTexts();
  const { time } = useFormats();
  const sectionsOf = useHeld();
  const seen = useSeen();
  return ({ held, seenBy }) =>
    printedPage({
      language,
      direction: languages.get(language)?.direction ?? "ltr",
      title: held == null ? file.heading : `${file.heading}: ${fullName(held)}`,
      subtitle: file.made(time(new Date().toISOString())),
      sections: [...(held == null ? [] : sectionsOf(held)), seen(seenBy)],
    });
}

/** Return what lists the record, where its person belongs, and what organisations may do. */
function useHeld(): (held: Held) => readonly PrintedSection[] {
  const texts = useTexts();
  const { file } = useReadingsTexts();
  const { mine, permissions, consentStatuses, erased } = useOrganisationsTexts();
  const { day, time, list } = useFormats();
  const valuesOf = useRecordValues();
  const nameOf = useFieldName();
  const allowed = (of: Held["consents"][number]["permissions"]) =>
    list(of.map((it) => permissions[it]));
  const endedOf = (before: Held["consents"]): PrintedSection => ({
    title: file.endedConsents,
    note: file.endedMeans,
    heads: [file.organisation, texts.records.status, file.since],
    rows: before.map(({ organisation, status, updatedAt }) => [
      organisation.name ?? erased,
      status === "DECLINED" ? mine.declinedByIt : consentStatuses[status],
      time(updatedAt),
    ]),
  });
  return (held) => {
    const { live, before } = inForceFirst(held.consents);
    return [
      {
        title: mine.record,
        facts: [
          ...Object.entries({ ...valuesOf(held), gender: [texts.genders[held.gender]] }).map(
            ([field, values]) => [nameOf(field), values] as const,
          ),
          [file.recordId, [held.databaseId]],
        ],
      },
      {
        title: mine.memberships,
        heads: [file.organisation, file.title, file.from, file.until],
        rows: lastingFirst(held.memberships).map(({ organisation, title, startedOn, endedOn }) => [
          organisation.name ?? erased,
          title ?? "",
          startedOn == null ? "" : day(startedOn),
          endedOn == null ? "" : day(endedOn),
        ]),
        none: mine.noMemberships,
      },
      {
        title: mine.consents,
        note: mine.consentsExplanation,
        heads: [file.organisation, texts.records.status, file.since, file.allows, file.alsoOffered],
        rows: live.map(({ organisation, status, updatedAt, permissions: may, offered }) => {
          // What is offered alone allows nothing yet.
          const isInForce = status === "ACCEPTED";
          const more = isInForce ? (offered ?? []).filter((it) => !may.includes(it)) : may;
          return [
            organisation.name ?? erased,
            isInForce ? consentStatuses[status] : mine.waitsFor,
            time(updatedAt),
            isInForce ? allowed(may) : "",
            allowed(more),
          ];
        }),
        none: mine.noConsents,
      },
      ...(before.length === 0 ? [] : [endedOf(before)]),
    ];
  };
}

/** Return what lists who has seen the record. */
function useSeen(): (readings: OwnData["seenBy"]) => PrintedSection {
  const texts = useTexts();
  const { mine, why, none, file } = useReadingsTexts();
  const { time, list } = useFormats();
  const nameOf = useReaderName();
  return (readings) => ({
    title: mine.title,
    note: mine.notInIt,
    heads: [file.when, file.who, file.as, file.how],
    rows: readings.map((reading) => [
      time(reading.readAt),
      nameOf(reading),
      list(reading.roles.map((role) => texts.roles[role])),
      why[reading.action] ?? actionText(reading.action, texts),
    ]),
    none,
  });
}
