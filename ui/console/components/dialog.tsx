/** A modal dialog, whose window is loaded at the first touch of a key or the pointer: no page begins with one. */
import { Suspense, use } from "react";
import type { DialogProps } from "./dialog-window";

let loading: Promise<typeof import("./dialog-window")> | null = null;

/** Load the window; what did not come is asked for again. */
function load() {
  loading ??= import("./dialog-window").catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

// It is there before it is opened, also where the server is out of reach by then.
for (const event of ["pointerover", "pointerdown", "keydown"]) {
  document.addEventListener(event, () => void load().catch(() => null), { once: true });
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
  const { DialogWindow } = use(load());
  return <DialogWindow {...props} />;
}
