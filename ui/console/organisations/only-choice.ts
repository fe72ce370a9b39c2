/** What is found by its name, and alone has that name, need not be chosen once more. */
import { useEffect } from "react";

/** Choose the one that is found, where there is one alone and nothing is chosen. */
export function useOnlyChoice<Choice>(
  choices: readonly Choice[],
  isOpen: boolean,
  onChoose: (choice: Choice) => void,
): void {
  const only = choices.length === 1 ? choices[0] : undefined;
  useEffect(() => {
    if (isOpen && only !== undefined) onChoose(only);
  });
}
