/** A page: its title, in the window too, its actions and its content. */
import { createContext, type ReactNode, useEffect, useRef, useState } from "react";
import type { RecentKind } from "../finding/recent";
import { Remembered } from "../finding/remembered";
import { standsElsewhere } from "../shell/focus-recovery";
import { useTexts } from "../texts/texts";
import { SkipLink } from "./skip-link";

/** The place at the end of a page's actions, for what a part of its content offers; null before it is there. */
export const HeadSlot = createContext<Element | null>(null);

interface PageProps {
  readonly title: string;
  /** Actions on the page as a whole, next to its title. */
  readonly actions?: ReactNode;
  /** What it shows, where it is offered again to who has opened it. */
  readonly kind?: RecentKind;
  /** What it says for values of its address, where a search is offered again. */
  readonly words?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

/**
 * Show a page and move the focus to its title, so that a screen reader starts there. Whoever has
 * opened a menu or a dialog while the page was on its way, or has gone on with the Tab key, stays there.
 */
export function Page({ title, actions, kind, words = {}, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [slot, setSlot] = useState<Element | null>(null);
  useEffect(() => {
    document.title = `${title} · Selfsame`;
  }, [title]);
  useEffect(() => {
    const page = heading.current?.closest("article");
    const focused = document.activeElement;
    if (standsElsewhere()) return;
    if (page?.contains(focused) || focused?.closest(":popover-open, [role$=dialog]")) return;
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <article>
      <header className="page-head">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        <SkipLink to="list">{useTexts().lists.skip}</SkipLink>
        {actions !== undefined && (
          <div className="actions">
            {actions}
            <span style={{ display: "contents" }} ref={setSlot} />
          </div>
        )}
      </header>
      {kind !== undefined && <Remembered kind={kind} title={title} words={words} />}
      <HeadSlot value={slot}>{children}</HeadSlot>
    </article>
  );
}
