/** The button "…" of a row and the menu that it opens, which is walked by arrow keys and first letters. */
import "../styles/acts.css";
import { Ellipsis } from "lucide-react";
import { Button as Pressable } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

export interface Act {
  readonly name: string;
  readonly onAct: () => void;
  /** Whether it takes something away. */
  readonly isRisky?: boolean;
}

interface ActsMenuProps {
  /** What the button is called. */
  readonly label: string;
  readonly acts: readonly Act[];
}

/** Show the button; an act begins once the menu is closed, and the focus is on the button again. */
export function ActsMenu({ label, acts }: ActsMenuProps) {
  return (
    <MenuTrigger>
      <Pressable className="button quiet" aria-label={label}>
        <Ellipsis className="icon" aria-hidden="true" />
      </Pressable>
      <Popover className="acts" placement="bottom end">
        <Menu aria-label={label}>
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
    </MenuTrigger>
  );
}
