/** Who has seen somebody's record, in words for that person: an office or a program, and nobody's name (rule D7). */
import { useReadingsTexts } from "../texts/readings-texts";

interface Reading {
  readonly byMachine: boolean;
  readonly clientName: string | null | undefined;
  readonly organisations: readonly string[];
  readonly roles: readonly string[];
}

/** Return what names whoever made a reading. */
export function useReaderName(): (reading: Reading) => string {
  const { mine } = useReadingsTexts();
  return ({ byMachine, clientName, organisations, roles }) => {
    if (byMachine && clientName != null) return mine.machine(clientName);
    if (organisations.length > 0) return organisations.join(", ");
    return roles.length > 0 ? mine.registry : mine.somebody;
  };
}
