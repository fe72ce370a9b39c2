/** What is asked of a client, whether it is new or known: its name and its scopes. */
import { type ReactNode, useState } from "react";
import { Button } from "../components/button";
import { Checkbox, FieldGroup, TextField } from "../components/fields";
import { withItem } from "../components/selection";
import { useAccessTexts } from "../texts/access-texts";
import { useTexts } from "../texts/texts";
import { scopeLabel, scopeSets } from "./scopes";

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
  const { client: labels } = useAccessTexts();
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
      <div className="actions">
        {Object.entries(scopeSets).map(([name, scopes]) => (
          <Button
            key={name}
            onPress={() =>
              onChange({ ...terms, selected: new Set([...terms.selected, ...scopes]) })
            }
          >
            {labels.sets[name as keyof typeof scopeSets]}
          </Button>
        ))}
      </div>
      <p className="faint">{labels.setsHint}</p>
      <FieldGroup title={texts.clients.scopes} path="scopes">
        {first.map((scope) => (
          <div key={scope}>
            <Checkbox
              label={scopeLabel(scope, texts)}
              isChecked={terms.selected.has(scope)}
              onChange={(isChecked) =>
                onChange({ ...terms, selected: withItem(terms.selected, scope, isChecked) })
              }
            />
            {labels.purposes[scope] !== undefined && (
              <p className="faint">{labels.purposes[scope]}</p>
            )}
          </div>
        ))}
      </FieldGroup>
    </>
  );
}
