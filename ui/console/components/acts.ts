/** What may be done with a row, as its menu has it. */

export interface Act {
  readonly name: string;
  readonly onAct: () => void;
  /** Whether it takes something away. */
  readonly isRisky?: boolean;
}

/** Where the menu begins, by the key that opens it. */
export type Beginning = "first" | "last";
