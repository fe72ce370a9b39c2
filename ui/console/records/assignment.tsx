/** Who has taken a declaration, and the buttons that take it and give it back (rule C16). */
import { graphql, useFragment } from "react-relay";
import type { assignment_event$key } from "../__generated__/assignment_event.graphql";
import type { assignmentAssignMutation } from "../__generated__/assignmentAssignMutation.graphql";
import type { assignmentUnassignMutation } from "../__generated__/assignmentUnassignMutation.graphql";
import { Button } from "../components/button";
import { Notice, RefusalNotice } from "../components/notice";
import { useViewer } from "../shell/viewer";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats } from "../texts/texts";
import { useRecordMutation } from "./moved-on";

interface AssignmentProps {
  readonly event: assignment_event$key;
  readonly isRegistrar: boolean;
  /** What was done with the record: whoever took it last has it for a day. */
  readonly history: readonly { readonly action: string; readonly insertedAt: string }[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Say whose it is; an administrator may give back what anybody has taken. */
export function Assignment({ event: key, isRegistrar, history }: AssignmentProps) {
  const { queues: labels } = useDeskTexts();
  const viewer = useViewer();
  const { id, assignee, availableActions } = useFragment(EVENT, key);
  const assign = useRecordMutation<assignmentAssignMutation>(ASSIGN);
  const unassign = useRecordMutation<assignmentUnassignMutation>(UNASSIGN);
  const { time } = useFormats();
  const taken = history.findLast(({ action }) => action.endsWith(".assigned"));
  const until = taken ? time(new Date(Date.parse(taken.insertedAt) + DAY_MS).toISOString()) : "";
  const isMine = assignee != null && assignee.id === viewer.id;
  const mayGiveBack = isMine || viewer.roles.includes("ADMIN");
  return (
    <>
      {assignee != null && (
        <Notice kind="note">
          <p>{isMine ? labels.isYours(until) : labels.isOf(assignee.displayName, until)}</p>
        </Notice>
      )}
      <RefusalNotice refusal={assign.refusal ?? unassign.refusal} />
      <div className="actions no-print">
        {isRegistrar && availableActions.includes("ASSIGN") && (
          <Button
            isDisabled={assign.isPending}
            onPress={() => void assign.perform({ input: { id } })}
          >
            {labels.take}
          </Button>
        )}
        {mayGiveBack && availableActions.includes("UNASSIGN") && (
          <Button
            isDisabled={unassign.isPending}
            onPress={() => void unassign.perform({ input: { id } })}
          >
            {labels.giveBack}
          </Button>
        )}
      </div>
    </>
  );
}

const EVENT = graphql`
  fragment assignment_event on VitalEvent {
    id
    availableActions
    assignee {
      id
      displayName
    }
  }
`;
const ASSIGN = graphql`
  mutation assignmentAssignMutation($input: AssignVitalEventInput!) {
    assignVitalEvent(input: $input) {
      vitalEvent {
        ...assignment_event
        ...recordActions_event
        ...recordHistory_event
        ...versions_event
      }
    }
  }
`;
const UNASSIGN = graphql`
  mutation assignmentUnassignMutation($input: AssignVitalEventInput!) {
    unassignVitalEvent(input: $input) {
      vitalEvent {
        ...assignment_event
        ...recordActions_event
        ...recordHistory_event
        ...versions_event
      }
    }
  }
`;
