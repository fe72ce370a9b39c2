/** The ticks by which a registrar says of each alert that it was looked into (rule C8a). */
import type { VitalEventAlert } from "../__generated__/registerFormMutation.graphql";
import type { Refusal } from "../api/refusal";
import { Checkbox } from "../components/fields";
import { ALERTS } from "../components/notice";
import { useTexts } from "../texts/texts";

interface AlertTicksProps {
  readonly alerts: readonly VitalEventAlert[];
  readonly accepted: readonly VitalEventAlert[];
  readonly onChange: (accepted: readonly VitalEventAlert[]) => void;
  readonly instructions: string;
  /** The refusal of the form around, which may be for want of ticks. */
  readonly refusal: Refusal | null;
}

/** Show a tick for each alert; nothing where there are none. */
export function AlertTicks(props: AlertTicksProps) {
  const { alerts, accepted, onChange, instructions, refusal } = props;
  const texts = useTexts();
  const isSent = refusal?.message === ALERTS;
  if (alerts.length === 0) return null;
  return (
    <fieldset>
      <legend>{texts.alerts.title}</legend>
      <p>{instructions}</p>
      {alerts.map((alert) => (
        <Checkbox
          key={alert}
          label={texts.alerts.names[alert]}
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
