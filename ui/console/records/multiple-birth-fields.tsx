/** The fields of a birth of several children: how many there were, and which one this is. */
import { Checkbox, FieldGroup, Select } from "../components/fields";
import { useDeskTexts } from "../texts/desk-texts";
import type { Values } from "./form-values";

const OF = "multipleBirth.of";
const ORDER = "multipleBirth.order";
/** What is sent where nothing is chosen: the server says at its field that it cannot be. */
const NOT_CHOSEN = "0";
const MOST = 9;

interface MultipleBirthFieldsProps {
  readonly values: Values;
  readonly onChange: (changes: Values) => void;
}

/** Ask whether there were several, and only then for the numbers. */
export function MultipleBirthFields({ values, onChange }: MultipleBirthFieldsProps) {
  const declaring = useDeskTexts().declaring;
  const of = values[OF] ?? "";
  const order = values[ORDER] ?? "";
  const isMultiple = of !== "" || order !== "";
  const none = { [NOT_CHOSEN]: "—" };
  return (
    <FieldGroup title={declaring.multipleBirth} path="multipleBirth">
      <Checkbox
        label={declaring.isMultiple}
        isChecked={isMultiple}
        onChange={(isChecked) => {
          const chosen = isChecked ? NOT_CHOSEN : "";
          onChange({ [OF]: chosen, [ORDER]: chosen });
        }}
      />
      {isMultiple && (
        <>
          <Select
            label={declaring.of}
            path={OF}
            value={of}
            onChange={(next) => {
              const isStillThere = Number(order) <= Number(next);
              onChange({ [OF]: next, [ORDER]: isStillThere ? order : NOT_CHOSEN });
            }}
            options={{ ...none, ...numbers(2, MOST) }}
            isRequired
          />
          <Select
            label={declaring.order}
            path={ORDER}
            value={order}
            onChange={(next) => onChange({ [ORDER]: next })}
            options={{ ...none, ...numbers(1, Number(of) || MOST) }}
            isRequired
          />
        </>
      )}
    </FieldGroup>
  );
}

function numbers(first: number, last: number): Record<string, string> {
  const count = Math.max(0, last - first + 1);
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`${first + at}`, `${first + at}`]),
  );
}
