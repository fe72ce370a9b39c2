/** What a demo's sign-in page offers to those who have no account: the accounts of the demo. */
import { Button } from "../parts/button";
import { useTexts } from "../texts/texts";
import type { Role } from "./viewer";

/** The accounts as the server names them in the page's head: `ada:ADMIN bo:REGISTRAR`. */
const named = document.querySelector<HTMLMetaElement>("meta[name=demo-accounts]")?.content ?? "";
const accounts = named.split(" ").map((account) => account.split(":"));

/** In the order of a visit: somebody decides, somebody registers, somebody sees both. */
const roles: readonly Role[] = ["NHS_REVIEWER", "REGISTRAR", "ADMIN"];

interface DemoProps {
  readonly isDisabled: boolean;
  readonly onChoose: (name: string) => void;
}

/** Lets a visitor in by one press; nothing where this is no demo. */
export function Demo({ isDisabled, onChoose }: DemoProps) {
  const texts = useTexts();
  if (named === "") return null;
  return (
    <section className="sheet demo" aria-labelledby="demo">
      <h2 id="demo">{texts.demo.title}</h2>
      <p>{texts.demo.words}</p>
      <ul>
        {roles.map((role) => {
          const names = accounts.flatMap(([name, held]) => (name && held === role ? [name] : []));
          const [first] = names;
          return (
            first !== undefined && (
              <li key={role}>
                <Button isDisabled={isDisabled} onPress={() => onChoose(first)}>
                  {texts.roles[role]}
                </Button>
                <span>{texts.demo.roles[role]}</span>
                <span className="faint">{names.join(", ")}</span>
              </li>
            )
          );
        })}
      </ul>
      <p className="faint">{texts.demo.passwords}</p>
    </section>
  );
}
