/** The dialog that registers a declaration: its alerts are answered, a death gets its person. */
import { lazy, Suspense, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { registerForm_event$key } from "../__generated__/registerForm_event.graphql";
import type {
  registerFormMutation,
  VitalEventAlert,
} from "../__generated__/registerFormMutation.graphql";
import { ErrorBoundary } from "../components/error-boundary";
import { FormDialog } from "../components/form-dialog";
import { fullName } from "../persons/names";
import { useTexts } from "../texts/texts";
import { AlertTicks } from "./alert-ticks";
import { useAlertWords } from "./alert-words";
import { useRecordMutation } from "./moved-on";
import { NOT_FOUND, openAnswers, useNamedAnswers } from "./open-answers";
import { PersonChoice, type PersonFound } from "./person-choice";
import { type Known, useSimilarPersons } from "./similar-persons";
import { Spouses } from "./spouses";

const SimilarRecords = lazy(async () => ({
  default: (await import("./resembling")).SimilarRecords,
}));

const NOBODY: Known = {
  firstName: null,
  secondName: null,
  lastName: null,
  birthDateKnown: null,
  nationalId: null,
};

interface RegisterFormProps {
  readonly event: registerForm_event$key;
  readonly onClose: () => void;
  readonly onRegistered: () => void;
}

/** Ask for what is needed; what has come up meanwhile is told by the refusal, and asked then. */
export function RegisterForm({ event: key, onClose, onRegistered }: RegisterFormProps) {
  const texts = useTexts();
  const event = useFragment(EVENT, key);
  const { perform, isPending, refusal } = useRecordMutation<registerFormMutation>(REGISTER);
  const [accepted, setAccepted] = useState<readonly VitalEventAlert[]>([]);
  const [person, setPerson] = useState<PersonFound | null>(null);
  // That nobody is known is said by choosing nobody, and is not asked once more.
  const [isNobody, setIsNobody] = useState(false);
  const wordsOf = useAlertWords(event);
  const unanswered = refusal?.details.alerts;
  const isUnknown = alertsToAnswer(event.alerts, null, unanswered).includes(NOT_FOUND);
  const asked = alertsToAnswer(event.alerts, person, unanswered);
  const alerts = asked.filter((alert) => alert !== NOT_FOUND);
  const { details } = event;
  const deceased = details.__typename === "Death" ? details.deceased : null;
  const child = details.__typename === "Birth" ? details.child : null;
  const answered = asked.filter((alert) =>
    alert === NOT_FOUND ? isNobody : accepted.includes(alert),
  );
  const open = asked.filter((alert) => !answered.includes(alert));
  const isDeath = deceased !== null;
  const named = useNamedAnswers(refusal, isDeath);
  const similar = useSimilarPersons(deceased ?? child ?? NOBODY, 0);

  async function register() {
    const input = {
      id: event.id,
      acceptedAlerts: answered,
      ...(person === null ? {} : { personId: person.id }),
    };
    if ((await perform({ input })) !== null) onRegistered();
  }

  return (
    <FormDialog
      title={texts.records.registerTitle}
      explanation={texts.records.registerExplanation}
      submitLabel={texts.records.actionLabels.REGISTER}
      isPending={isPending}
      refusal={named}
      lacks={openAnswers(open, isDeath)}
      onSubmit={() => void register()}
      onClose={onClose}
      isAlert
    >
      {deceased !== null && <Spouses event={event} isAside />}
      {deceased !== null && (
        <PersonChoice
          legend={texts.alerts.whom}
          nobody={isUnknown ? texts.alerts.willMarkNobody : texts.alerts.byNumber}
          similar={similar ?? []}
          initial={deceased.nationalId ?? fullName(deceased)}
          chosen={person}
          isOpen={isUnknown && !isNobody}
          isRequired
          onChoose={(chosen) => {
            setPerson(chosen);
            setIsNobody(chosen === null && isUnknown);
          }}
        />
      )}
      {child !== null && (
        <div className="similar">
          <ErrorBoundary fallback={() => null}>
            <Suspense>
              <SimilarRecords found={similar} />
            </Suspense>
          </ErrorBoundary>
        </div>
      )}
      <AlertTicks
        alerts={alerts}
        wordsOf={wordsOf}
        accepted={accepted}
        onChange={setAccepted}
        instructions={texts.alerts.instructions}
      />
    </FormDialog>
  );
}

/** Return what needs an answer, with what the server has added; a person who is chosen is found. */
function alertsToAnswer(
  alerts: readonly string[],
  person: PersonFound | null,
  unanswered: unknown,
): readonly VitalEventAlert[] {
  const ofPerson: readonly string[] = [NOT_FOUND, "PERSON_IS_DEAD_ALREADY"];
  const known = person === null ? alerts : alerts.filter((alert) => !ofPerson.includes(alert));
  const more = Array.isArray(unanswered) ? (unanswered as readonly string[]) : [];
  const stillAsked = person === null ? more : more.filter((alert) => alert !== ofPerson[0]);
  const isDead = (person?.masterPerson ?? person)?.deathDateKnown != null;
  const dead = isDead ? ofPerson.slice(1) : [];
  return [...new Set([...known, ...dead, ...stillAsked])] as VitalEventAlert[];
}

const EVENT = graphql`
  fragment registerForm_event on VitalEvent {
    id
    alerts
    ...alertWords_event
    ...spouses_event
    details {
      __typename
      ... on Birth {
        child {
          firstName
          secondName
          lastName
          birthDateKnown
          nationalId
        }
      }
      ... on Death {
        deceased {
          firstName
          secondName
          lastName
          birthDateKnown
          nationalId
        }
      }
    }
  }
`;
const REGISTER = graphql`
  mutation registerFormMutation($input: RegisterVitalEventInput!) {
    registerVitalEvent(input: $input) {
      vitalEvent {
        registrationNumber
        ...alerts_event
        ...registerForm_event
        ...recordActions_event
        ...recordHistory_event
        ...versions_event
      }
    }
  }
`;
