/** The field of a date that need not be known to the day: a day, or a year with or without a month. */
import "../styles/records.css";
import { useState } from "react";
import { Checkbox, Select, TextField } from "../components/fields";
import { localesOf } from "../texts/languages";
import { useLanguage } from "../texts/texts";
import { knownPath } from "./days";
import { tickPath, type Values } from "./form-values";

interface KnownDateFieldProps {
  readonly label: string;
  /** The path of the day in the input; what is known of it instead has its own beside it. */
  readonly path: string;
  readonly values: Values;
  readonly onChange: (changes: Values) => void;
  readonly isRequired?: boolean;
}

/** Ask for a day; where it is not known, for the year and the month. */
export function KnownDateField(props: KnownDateFieldProps) {
  const { label, path, values, onChange, isRequired = false } = props;
  const { texts, language } = useLanguage();
  const day = values[path] ?? "";
  const known = values[knownPath(path)] ?? "";
  const [wasPartial] = useState(known !== "");
  const tick = values[tickPath(path)];
  const isPartial = tick === undefined ? wasPartial : tick !== "";
  const [year = "", month = ""] = known.split("-");

  function setPartial(partial: boolean) {
    // What was typed of the day stays as far as it may be known; half a year is none.
    const kept = partial && /^\d{4}-\d{2}-/.test(day) ? day.slice(0, 7) : "";
    onChange({ [path]: "", [knownPath(path)]: kept, [tickPath(path)]: partial ? "yes" : "" });
  }
  function setKnown(nextYear: string, nextMonth: string) {
    onChange({ [knownPath(path)]: nextMonth === "" ? nextYear : `${nextYear}-${nextMonth}` });
  }

  return (
    <div className="known-date">
      {isPartial || known !== "" ? (
        <div className="parts">
          <TextField
            label={`${label}: ${texts.records.year}`}
            value={year}
            onChange={(value) => setKnown(value.replaceAll(/\D/g, ""), month)}
            path={path}
            inputMode="numeric"
            maxLength={4}
            isRequired={isRequired}
          />
          <Select
            label={texts.records.month}
            value={month}
            onChange={(value) => setKnown(year, value)}
            options={{ "": "—", ...monthsOf(language) }}
          />
        </div>
      ) : (
        <TextField
          label={label}
          value={day}
          onChange={(value) => onChange({ [path]: value })}
          path={path}
          type="date"
          isRequired={isRequired}
        />
      )}
      <Checkbox
        label={texts.records.dayIsNotKnown}
        isChecked={isPartial || known !== ""}
        onChange={setPartial}
      />
    </div>
  );
}

const MONTHS = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];

/** Return the names of the months by their numbers. */
function monthsOf(language: string): Readonly<Record<string, string>> {
  const name = new Intl.DateTimeFormat(localesOf(language), { month: "long", timeZone: "UTC" });
  return Object.fromEntries(
    MONTHS.map((month) => [month, name.format(new Date(`2001-${month}-01`))]),
  );
}
