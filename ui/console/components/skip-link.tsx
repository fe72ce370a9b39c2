/** Links for the keyboard, shown when they have the focus, past what stands before the content or the list. */

interface SkipLinkProps {
  /** The id of the element to go to. */
  readonly to: "content" | "list";
  readonly children: string;
}

/** Move the focus there; the address stays, since a new one would count as leaving the page. */
export function SkipLink({ to, children }: SkipLinkProps) {
  return (
    <a
      className={`skip-link to-${to}`}
      href={`#${to}`}
      onClick={(event) => {
        event.preventDefault();
        const target = document.getElementById(to);
        target?.setAttribute("tabindex", "-1");
        target?.focus();
        target?.scrollIntoView({ block: "start" });
      }}
    >
      {children}
    </a>
  );
}
