/** The dialog that loads a template of certificates from files (rule C12). */
import { useEffect, useMemo, useState } from "react";
import { graphql } from "react-relay";
import type { newTemplateMutation } from "../__generated__/newTemplateMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Refusal } from "../api/refusal";
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { Select, TextField } from "../components/fields";
import { FileField } from "../components/file-field";
import { FormDialog } from "../components/form-dialog";
import { Notice } from "../components/notice";
import { Paper } from "../records/paper";
import { withMadeUpValues } from "../records/paper-example";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { namedFamilies } from "./named-families";
import { type FontFile, fontOf, savePage } from "./template-files";

/** What a request has room for, besides the rest of it: 1 MiB in all. */
const MOST_CHARACTERS = 1_000_000;

type Kind = "BIRTH" | "DEATH" | "MARRIAGE";
/** What was chosen is looked at before anything else. */
const bringIntoView = (it: HTMLElement | null) => it?.scrollIntoView({ block: "start" });
const NO_FONTS: LoadedTemplate["fonts"] = [];

/** A version of a template. */
interface LoadedTemplate {
  readonly name: string;
  readonly isActive: boolean;
  readonly kind: Kind;
  readonly language: string;
  readonly version: number;
  readonly svg: string;
  readonly fonts: readonly { readonly family: string; readonly url: string }[];
}

interface NewTemplateProps {
  /** All that were ever loaded, the oldest first. */
  readonly all: readonly LoadedTemplate[];
  /** The one whose next version is loaded; a template that is new, where there is none. */
  readonly changed?: LoadedTemplate | null;
  /** What that one is called. */
  readonly title?: string | undefined;
  readonly onClose: () => void;
  readonly onLoaded: () => void;
}

/** Ask for its name, kind, language, the SVG and its fonts; ask again before it replaces another. */
export function NewTemplate({ all, changed = null, title, onClose, onLoaded }: NewTemplateProps) {
  const texts = useTexts();
  const { list } = useFormats();
  const say = useSay();
  const { templates: labels, certificates: desk } = useDeskTexts();
  const [name, setName] = useState(changed?.name ?? "");
  const [kind, setKind] = useState<Kind | "">(changed?.kind ?? "");
  const [language, setLanguage] = useState(changed?.language ?? "");
  const [svg, setSvg] = useState("");
  const [fonts, setFonts] = useState<readonly FontFile[]>([]);
  const [missing, setMissing] = useState<Refusal | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [reads, setReads] = useState(0);
  const { perform, isPending, refusal } = useApiMutation<newTemplateMutation>(CREATE);
  const size = svg.length + fonts.reduce((sum, { file }) => sum + file.length, 0);
  const isTooLarge = size > MOST_CHARACTERS;

  const tag = language.trim();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is changed is looked at anew.
  useEffect(() => setMissing(null), [name, kind, language, svg, fonts]);
  const versions = all.filter(
    (it) =>
      it.name === name.trim() &&
      it.kind === kind &&
      it.language.toLowerCase() === tag.toLowerCase(),
  );
  const replaced = versions.find(({ isActive }) => isActive);
  // Without fonts of its own it is set in those of the version before it.
  const former = versions.at(-1);
  const ownFonts = fonts.length > 0 || former === undefined ? fonts : former.fonts;
  const preview = useMemo(
    () => withMadeUpValues(svg, tag, labels.example),
    [svg, tag, labels.example],
  );
  const families = new Set(ownFonts.map(({ family }) => family));

  /** Let nothing be sent before what was chosen is read: it would be what was chosen before. */
  async function read(reading: Promise<void> | undefined) {
    setReads((count) => count + 1);
    try {
      await reading;
    } finally {
      setReads((count) => count - 1);
    }
  }
  function submit() {
    const blank = Object.entries({ name, kind, language: tag, svg }).filter(([, it]) => !it.trim());
    const faults = [
      ...blank.map(([path]) => ({ path: [path], rule: "required", message: "required" })),
      ...missingFonts(),
    ];
    setMissing(faults.length === 0 ? null : Refusal.ofForm(faults));
    if (faults.length > 0 || isTooLarge) return;
    if (replaced === undefined) void load();
    else setIsAsking(true);
  }
  function missingFonts() {
    if (families.size === 0) return [{ path: ["fonts"], rule: "required", message: "required" }];
    return namedFamilies(svg)
      .filter((family) => !families.has(family))
      .map((it) => ({ path: ["fonts"], rule: "font_given", message: labels.missingFont(it) }));
  }
  async function load() {
    if (kind === "") return;
    const input = { name, kind, language: tag, svg, fonts };
    const loaded = (await perform({ input }))?.createCertificateTemplate?.certificateTemplate;
    if (loaded == null) return;
    onLoaded();
    say({ text: labels.nowInUse(String(loaded.version), loaded.name) });
  }

  const identity = (
    <>
      <TextField
        label={labels.name}
        value={name}
        onChange={setName}
        path="name"
        maxLength={64}
        isRequired
        autoFocus={changed === null}
      />
      <Select
        label={texts.records.kind}
        value={kind}
        onChange={setKind}
        path="kind"
        options={{ "": "—", ...texts.records.kinds }}
        isRequired
      />
      <TextField
        label={labels.language}
        hint={labels.languageHint}
        value={language}
        onChange={setLanguage}
        path="language"
        isRequired
      />
    </>
  );
  return (
    <FormDialog
      title={changed === null ? labels.add : labels.changeTitle(title ?? changed.name)}
      explanation={labels.addExplanation}
      submitLabel={changed === null ? labels.add : labels.load}
      isPending={isPending || reads > 0}
      refusal={missing ?? (refusal === null ? null : inWords(refusal, labels.faults))}
      onSubmit={submit}
      onClose={onClose}
    >
      {changed !== null && <Steps template={changed} />}
      {changed === null && identity}
      <FileField
        label={labels.svg}
        path="svg"
        accept=".svg,image/svg+xml"
        onChoose={([file]) => void read(file?.text().then(setSvg))}
      />
      {svg !== "" && (
        <details open ref={bringIntoView}>
          <summary>{desk.preview}</summary>
          <p className="faint">{labels.madeUp}</p>
          <Paper
            svg={preview}
            fonts={former?.fonts ?? NO_FONTS}
            label={desk.preview}
            mark={labels.template}
          />
        </details>
      )}
      <FileField
        label={labels.fonts}
        hint={
          former === undefined
            ? labels.fontsHint
            : labels.fontsStay(String(former.version), list([...familiesOf(former)]))
        }
        isRequired={former === undefined}
        path="fonts"
        accept=".ttf,.otf"
        isMultiple
        onChoose={(files) => void read(Promise.all(files.map(fontOf)).then(setFonts))}
      />
      {fonts.map((font, index) => (
        <TextField
          key={index}
          label={labels.family(String(index + 1))}
          value={font.family}
          onChange={(family) => setFonts(fonts.with(index, { ...font, family }))}
          path={`fonts.${index}.family`}
          isRequired
        />
      ))}
      {changed !== null && identity}
      {replaced !== undefined && (
        <Notice kind="note">
          <p>{labels.replacesInUse(String(replaced.version))}</p>
        </Notice>
      )}
      {isAsking && replaced !== undefined && (
        <ConfirmDialog
          title={labels.replaceTitle}
          explanation={labels.replaces(String(replaced.version))}
          confirmLabel={labels.replace(String(replaced.version))}
          onConfirm={() => {
            setIsAsking(false);
            void load();
          }}
          onCancel={() => setIsAsking(false)}
          isRisky
        />
      )}
      {isTooLarge && (
        <Notice kind="error">
          <p>{labels.tooLarge}</p>
        </Notice>
      )}
    </FormDialog>
  );
}

/** Say how a text is changed, and offer the page to be saved. */
function Steps({ template }: { readonly template: LoadedTemplate }) {
  const { templates: labels } = useDeskTexts();
  return (
    <>
      <ol>
        {labels.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className="actions">
        <Button onPress={() => savePage(template)} autoFocus>
          {labels.download}
        </Button>
      </div>
    </>
  );
}

function familiesOf({ fonts }: LoadedTemplate): ReadonlySet<string> {
  return new Set(fonts.map(({ family }) => family));
}

/** Say of each fault of the page what it is about: the server's own words are precise, and English. */
function inWords(refusal: Refusal, faults: Readonly<Record<string, string>>): Refusal {
  const violations = refusal.violations.map((violation) => {
    const { path, rule, message } = violation;
    if (path[0] !== "svg" || faults[rule] === undefined) return violation;
    return { path, rule: `svg_${rule}`, message: `${faults[rule]}: ${message}` };
  });
  return new Refusal({
    message: refusal.message,
    extensions: { ...refusal.details, code: refusal.code, violations },
  });
}

const CREATE = graphql`
  mutation newTemplateMutation($input: CreateCertificateTemplateInput!) {
    createCertificateTemplate(input: $input) {
      certificateTemplate {
        id
        name
        version
      }
    }
  }
`;
