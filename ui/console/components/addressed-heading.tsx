/** A heading to which an address leads, such as /my-data#mistake. */
import { type ReactNode, useEffect, useRef } from "react";
import { useLocationProperty } from "wouter/use-browser-location";

interface AddressedHeadingProps {
  /** What follows the # in the address. */
  readonly at: string;
  readonly level: 2 | 3;
  readonly children: ReactNode;
}

/** Show it; whoever comes for it has the focus here. */
export function AddressedHeading({ at, level, children }: AddressedHeadingProps) {
  const Heading = `h${level}` as const;
  const heading = useRef<HTMLHeadingElement>(null);
  const hash = useLocationProperty(() => location.hash);
  useEffect(() => {
    if (hash !== `#${at}`) return;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "center" });
    history.replaceState(history.state, "", location.pathname + location.search);
  }, [hash, at]);
  return (
    <Heading tabIndex={-1} ref={heading}>
      {children}
    </Heading>
  );
}
