/** What is asked of a client, whether it is new or known: its name and its scopes. */
import { type ReactNode, useState } from "react";
import { Checkbox, FieldGroup, TextField } from "../components/fields";
import { withItem } from "../components/selection";
import { useTexts } from "../texts/texts";
import { scopeLabel } from "./scopes";

export interface ClientTerms {
  readonly name: string;
  readonly selected: ReadonlySet<string>;
}

interface ClientFieldsProps {
  readonly terms: ClientTerms;
  readonly onChange: (terms: ClientTerms) => void;
  readonly offered: readonly string[];
  /** What stands between the name and the scopes. */
  readonly children?: ReactNode;
}

/** Ask for a name and for some of the scopes that are offered. */
export function ClientFields({ terms, onChange, offered, children }: ClientFieldsProps) {
  const texts = useTexts();
  // What is chosen when the form opens comes first, and stays there; the rest stands by what it is about.
  const [chosen] = useState(terms.selected);
  const first = offered.toSorted(
    (one, other) => Number(chosen.has(other)) - Number(chosen.has(one)) || one.localeCompare(other),
  );
  return (
    <>
      <TextField
        label={texts.clients.name}
        value={terms.name}
        onChange={(name) => onChange({ ...terms, name })}
        path="name"
        isRequired
        autoFocus
      />
      {children}
      <FieldGroup title={texts.clients.scopes} path="scopes">
        {first.map((scope) => (
          <Checkbox
            key={scope}
            label={scopeLabel(scope, texts)}
            isChecked={terms.selected.has(scope)}
            onChange={(isChecked) =>
              onChange({ ...terms, selected: withItem(terms.selected, scope, isChecked) })
            }
          />
        ))}
      </FieldGroup>
    </>
  );
}
