/** The confirmation for what every page may ask, loaded when it is needed: it is large. */
import { type ComponentProps, lazy, Suspense } from "react";
import type { ConfirmDialog as Dialog } from "./confirm-dialog";

const load = () => import("./confirm-dialog");
const ConfirmDialog = lazy(async () => ({ default: (await load()).ConfirmDialog }));

/** Load it now, for it may be asked for soon, when the server may be out of reach. */
export function preloadConfirmDialog(): void {
  void load().catch(() => null);
}

/** Ask as ConfirmDialog does. */
export function ConfirmDialogLater(props: ComponentProps<typeof Dialog>) {
  return (
    <Suspense fallback={null}>
      <ConfirmDialog {...props} />
    </Suspense>
  );
}
