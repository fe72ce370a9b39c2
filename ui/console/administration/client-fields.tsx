/** What is asked of a client, whether it is new or known: its name and its scopes. */
import type { ReactNode } from "react";
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
        {offered.map((scope) => (
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
