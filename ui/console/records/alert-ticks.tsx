/** The ticks by which a registrar says of each alert that it was looked into (rule C8a). */
import type { VitalEventAlert } from "../__generated__/registerFormMutation.graphql";
import { useFieldError } from "../components/field-errors";
import { Checkbox } from "../components/fields";
import { useTexts } from "../texts/texts";
import { TICKS } from "./open-answers";

interface AlertTicksProps {
  readonly alerts: readonly VitalEventAlert[];
  readonly accepted: readonly VitalEventAlert[];
  readonly onChange: (accepted: readonly VitalEventAlert[]) => void;
  readonly instructions: string;
  /** What each says; left out where that is the same of every record. */
  readonly wordsOf?: (alert: VitalEventAlert) => string;
}

/** Show a tick for each alert; nothing where there are none. */
export function AlertTicks(props: AlertTicksProps) {
  const { alerts, accepted, onChange, instructions, wordsOf } = props;
  const texts = useTexts();
  const isSent = useFieldError(TICKS) !== null;
  if (alerts.length === 0) return null;
  return (
    <fieldset data-path={TICKS} tabIndex={-1}>
      <legend data-required>{texts.alerts.title}</legend>
      <p>{instructions}</p>
      {alerts.map((alert) => (
        <Checkbox
          key={alert}
          label={wordsOf?.(alert) ?? texts.alerts.names[alert]}
          isChecked={accepted.includes(alert)}
          isMissing={isSent && !accepted.includes(alert)}
          onChange={(isChecked) =>
            onChange([
              ...accepted.filter((other) => other !== alert),
              ...(isChecked ? [alert] : []),
            ])
          }
        />
      ))}
    </fieldset>
  );
}
