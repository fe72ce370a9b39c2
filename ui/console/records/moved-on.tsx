/** What the page of a record does when somebody else was faster: it shows the record as it is now. */
import { createContext, type ReactNode, use, useCallback, useState } from "react";
import { fetchQuery, type GraphQLTaggedNode, useRelayEnvironment } from "react-relay";
import type { MutationParameters, OperationType } from "relay-runtime";
import { type ApiMutation, useApiMutation } from "../api/queries";
import type { Refusal } from "../api/refusal";
import { Notice } from "../components/notice";
import { useFormats, useTexts } from "../texts/texts";

/** How the API says so; a refusal with another message tells the status for a reason of its own. */
const MOVED = "Action is not available in this status";

/** How it says that somebody else has taken the record meanwhile (rule C16). */
const TAKEN = "Record is assigned to another registrar";

/** Takes a refusal that tells where the record stands; returns whether it was one. */
type Report = (refusal: Refusal) => boolean;

const ReportContext = createContext<Report>(() => false);
export const MovedOnProvider = ReportContext.Provider;

/** Return a mutation on the record of the page, which learns where the record has moved on. */
export function useRecordMutation<Operation extends MutationParameters>(
  mutation: GraphQLTaggedNode,
): ApiMutation<Operation> {
  return useApiMutation<Operation>(mutation, use(ReportContext));
}

interface MovedOn {
  /** How often it has moved on: what is open about the record as it was is closed then. */
  readonly times: number;
  /** The refusal that told of it last, until somebody acts again. */
  readonly refusal: Refusal | null;
  readonly report: Report;
}

/** Fetch the record again whenever a refusal tells its status, or that it was taken (C1, C16). */
export function useMovedOn(record: GraphQLTaggedNode, id: string): MovedOn {
  const environment = useRelayEnvironment();
  const [state, setState] = useState<{ times: number; refusal: Refusal | null }>({
    times: 0,
    refusal: null,
  });
  const report = useCallback(
    (refusal: Refusal) => {
      const isTaken = refusal.message === TAKEN;
      if (typeof refusal.details.status !== "string" && !isTaken) return false;
      const movedOn = () => setState(({ times }) => ({ times: times + 1, refusal }));
      fetchQuery<OperationType>(environment, record, { id }).subscribe({
        complete: movedOn,
        error: movedOn,
      });
      return true;
    },
    [environment, record, id],
  );
  return { ...state, report };
}

interface MovedOnNoticeProps {
  readonly refusal: Refusal | null;
  readonly lastStep:
    | {
        readonly action: string;
        readonly actorName: string | null | undefined;
        readonly insertedAt: string;
      }
    | undefined;
  /** Where the record is to be seen as it is now. */
  readonly children: ReactNode;
}

/** Say in a sentence that the record has moved on, by whom, and that what was asked was not done. */
export function MovedOnNotice({ refusal, lastStep, children }: MovedOnNoticeProps) {
  const texts = useTexts();
  const formats = useFormats();
  if (refusal === null) return null;
  const messages: Readonly<Record<string, string>> = texts.errors.messages;
  const participles: Readonly<Record<string, string>> = texts.participles;
  const hasMoved = refusal.message === MOVED || refusal.message === TAKEN;
  return (
    <Notice kind="error">
      <p>
        {messages[refusal.message] ?? refusal.message}{" "}
        {hasMoved &&
          lastStep &&
          texts.records.movedOn(
            participles[lastStep.action.split(".")[1] ?? ""] ?? lastStep.action,
            lastStep.actorName ?? texts.trail.system,
            formats.time(lastStep.insertedAt),
          )}{" "}
        {hasMoved && children}
      </p>
    </Notice>
  );
}
