/** The dialog that opens anything: a page of the menu, and what the registry knows. */
import "../styles/finding.css";
import { useLayoutEffect, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { TextField } from "react-aria-components/TextField";
import { useLocation } from "wouter";
import { signedInUser } from "../api/session";
import { Dialog } from "../components/dialog";
import { routesFor } from "../shell/routes";
import { useViewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";
import { useFormats, useTexts } from "../texts/texts";
import { useActs } from "./acts";
import type { Found } from "./found";
import { Openable } from "./openable";
import { pageKeys } from "./page-keys";
import { openedBefore } from "./recent";
import { useRegistry } from "./registry";
import { useSettings } from "./settings";
import { takeTyped } from "./typed-meanwhile";
import { isCalled, matchedParts } from "./words";

const MOST_RECENT = 6;

/** Show it; as long as nothing is typed, what was opened last comes first. */
export default function Finder({ onClose }: { onClose: () => void }) {
  const { find } = useFindingTexts();
  const { comma } = useFormats();
  const [, navigate] = useLocation();
  const [text, setText] = useState("");
  useLayoutEffect(() => setText(takeTyped()), []);
  const registry = useRegistry(text.trim());
  const recent = useRecent();
  const found = [
    ...(text === "" ? recent : []),
    ...usePages(text),
    ...useActs(text),
    ...useSettings(text),
    ...registry.found,
  ];
  const isOwnAlone = useIsOwnAlone();
  const isNothing = found.length === 0 && !registry.isAsking;
  return (
    <Dialog title={find.title} onClose={onClose}>
      <Autocomplete inputValue={text} onInputChange={setText}>
        <TextField className="field" type="search" autoFocus autoComplete="off">
          <Label>{isOwnAlone ? find.labelOwn : find.label}</Label>
          <Input />
        </TextField>
        <ListBox
          aria-label={find.results}
          className="found"
          items={found}
          onAction={(path) => {
            onClose();
            const { onAct } = found.find((it) => it.path === path) ?? {};
            if (onAct === undefined) navigate(String(path));
            else onAct();
          }}
        >
          {({ path, name, kind, matched }) => (
            <ListBoxItem id={path} textValue={[name, kind, matched].filter(Boolean).join(", ")}>
              <bdi>
                <Matched text={name} typed={text} />
              </bdi>{" "}
              <span className="faint">
                <Matched text={kind} typed={text} />
                {matched !== undefined && (
                  <>
                    {comma}
                    <mark>{matched}</mark>
                  </>
                )}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
      <div role="status" className="faint">
        {isNothing ? (
          <>
            <p>{find.nothing}</p>
            <Openable />
          </>
        ) : registry.isAsking ? (
          find.asking
        ) : (
          find.count(found.length)
        )}
      </div>
      {isOwnAlone && <p className="faint">{find.ownAlone}</p>}
    </Dialog>
  );
}

/** A text in which what was typed is marked. */
function Matched({ text, typed }: { text: string; typed: string }) {
  return matchedParts(text, typed).map(({ part, isMatched }, index) =>
    isMatched ? <mark key={index}>{part}</mark> : part,
  );
}

/** Return whether somebody reviews, and no other role shows them all persons: a name of their own pairs is all they find. */
function useIsOwnAlone(): boolean {
  const viewer = useViewer();
  const seesPersons = routesFor(viewer).some(({ path }) => path === "/persons");
  return !seesPersons && viewer.roles.includes("NHS_REVIEWER");
}

/** Return what the user opened or searched for last in this tab. */
function useRecent(): readonly Found[] {
  const { find } = useFindingTexts();
  return openedBefore(signedInUser())
    .slice(0, MOST_RECENT)
    .map(({ path, name, kind }) => ({ path, name, kind: find.kinds[kind] }));
}

/** Return the pages of the menu that are called so, by their names or by what is done there. */
function usePages(text: string): readonly Found[] {
  const texts = useTexts();
  const { find } = useFindingTexts();
  const viewer = useViewer();
  return pageKeys(viewer)
    .filter(({ menu }) => isCalled(texts.menu[menu], find.words.pages[menu], text))
    .map(({ menu, path }) => ({ path, name: texts.menu[menu], kind: find.page }));
}
