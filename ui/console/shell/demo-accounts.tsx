/** The accounts that the sign-in page of a demo offers. */
import { NativeButton } from "../components/native-controls";
import { useFormats, useTexts } from "../texts/texts";
import type { Role } from "./viewer";

/** The accounts, which the server writes into the page's head: `ada:ADMIN bo:REGISTRAR`. */
const content = document.querySelector<HTMLMetaElement>("meta[name=demo-accounts]")?.content ?? "";
const accounts = content.split(" ").map((account) => account.split(":"));

/** In the order of a tour: a reviewer decides, a registrar registers, an administrator sees both. */
const roles: readonly Role[] = [
  "NHS_REVIEWER",
  "SENIOR_REVIEWER",
  "REGISTRAR",
  "ADMIN",
  "STEWARD",
  "PERSON",
];

interface DemoAccountsProps {
  readonly isDisabled: boolean;
  readonly onChoose: (name: string) => void;
}

/** Sign a visitor in with one press; nothing where this is no demo. */
export function DemoAccounts({ isDisabled, onChoose }: DemoAccountsProps) {
  const texts = useTexts();
  const { list } = useFormats();
  if (content === "") return null;
  return (
    <section className="sheet demo" aria-labelledby="demo">
      <h2 id="demo">{texts.demo.title}</h2>
      <p>{texts.demo.explanation}</p>
      <ul>
        {roles.map((role) => {
          const names = accounts.flatMap(([name, accountRole]) =>
            name && accountRole === role ? [name] : [],
          );
          const [first] = names;
          return (
            first !== undefined && (
              <li key={role}>
                <NativeButton isDisabled={isDisabled} onPress={() => onChoose(first)}>
                  {texts.roles[role]}
                </NativeButton>
                <span>{texts.roleChoice.may[role]}</span>
                <span className="faint">{list(names)}</span>
              </li>
            )
          );
        })}
      </ul>
      <p className="faint">{texts.demo.passwords}</p>
    </section>
  );
}
