/** The selects for the language, the theme and the density. */
import { languages } from "../texts/languages";
import { useLanguage } from "../texts/texts";
import { type Choice, useLook } from "./look";

/** Each by its own name. */
const LANGUAGES: Readonly<Record<string, string>> = Object.fromEntries(
  [...languages.values()].map(({ code, name }) => [code, name]),
);

/** Show the selects that every page has, signed in or not. */
export function Preferences() {
  const { language, setLanguage, texts } = useLanguage();
  const [theme, setTheme] = useLook("theme");
  return (
    <>
      <Select
        name="language"
        label={texts.shell.language}
        options={LANGUAGES}
        value={language}
        onChange={setLanguage}
      />
      <Select
        name="theme"
        label={texts.shell.theme}
        options={texts.themes}
        value={theme}
        onChange={setTheme}
      />
    </>
  );
}

/** Show the select for the room that rows and controls take. */
export function DensitySelect() {
  const { texts } = useLanguage();
  const [density, setDensity] = useLook("density");
  const options: Record<Choice<"density">, string> = texts.densities;
  return (
    <Select
      name="density"
      label={texts.shell.density}
      options={options}
      value={density}
      onChange={setDensity}
    />
  );
}

interface SelectProps<Value extends string> {
  readonly name: string;
  readonly label: string;
  readonly options: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

function Select<Value extends string>({ label, options, onChange, ...select }: SelectProps<Value>) {
  return (
    <label className="preference">
      {label}
      <select {...select} onChange={(event) => onChange(event.target.value as Value)}>
        {(Object.entries(options) as [Value, string][]).map(([value, name]) => (
          <option key={value} value={value} lang={select.name === "language" ? value : undefined}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
