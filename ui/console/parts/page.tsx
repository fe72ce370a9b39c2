/** A page: its title in the window and at its head, where reading starts. */
import { type ReactNode, useEffect, useRef } from "react";

interface PageProps {
  readonly title: string;
  /** What can be done with the page as a whole, beside its title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Shows a page and moves the focus to its title, so that a screen reader begins there. */
export function Page({ title, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Selfsame`;
  }, [title]);
  useEffect(() => {
    const page = heading.current?.closest("article");
    if (!page?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <article className="page">
      <header className="page-head">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {actions !== undefined && <div className="actions">{actions}</div>}
      </header>
      {children}
    </article>
  );
}
