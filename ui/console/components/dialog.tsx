/** A modal dialog, whose window is loaded at the first touch of a key or the pointer: no page begins with one. */
import { Suspense, use } from "react";
import type { DialogProps } from "./dialog-window";
import { forgetFailures, loadingOnce } from "./later";

/** Load the window of dialogs. */
export const loadDialog = loadingOnce(() => import("./dialog-window"));

// It is there before it is opened, also where the server is out of reach by then.
for (const event of ["pointerover", "pointerdown", "keydown"]) {
  document.addEventListener(event, () => void loadDialog().catch(forgetFailures), { once: true });
}

/** Show a dialog for as long as it is rendered. */
export function Dialog(props: DialogProps) {
  return (
    <Suspense fallback={null}>
      <Window {...props} />
    </Suspense>
  );
}

function Window(props: DialogProps) {
  const { DialogWindow } = use(loadDialog());
  return <DialogWindow {...props} />;
}
