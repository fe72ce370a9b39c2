/** The menu of a row's acts while it is open, which is walked by arrow keys and first letters. */
import type { RefObject } from "react";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import type { Act, Beginning } from "./acts";

interface OpenedActsProps {
  readonly label: string;
  readonly acts: readonly Act[];
  /** The button that opened it, below which it stands. */
  readonly from: RefObject<HTMLButtonElement | null>;
  readonly begin: Beginning;
  readonly onClose: () => void;
}

/** Show it; whoever closes it is at the button again. */
export default function OpenedActs({ label, acts, from, begin, onClose }: OpenedActsProps) {
  return (
    <Popover
      className="acts"
      placement="bottom end"
      aria-label={label}
      triggerRef={from}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Menu aria-label={label} autoFocus={begin} onClose={onClose}>
        {acts.map(({ name, onAct, isRisky }) => (
          <MenuItem
            key={name}
            className={isRisky ? "act risky" : "act"}
            textValue={name}
            onAction={onAct}
          >
            {name}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}
