/** The entry point of the console. */
import "./shell/early-session";
import "./styles/tokens.css";
import "./styles/page.css";
import "./styles/components.css";
import "./styles/loading.css";
import "./styles/lists.css";
import "./styles/shell.css";
import { createRoot } from "react-dom/client";
import { Refusal } from "./api/refusal";
import { guardHistory } from "./components/guarded-history";
import { Console } from "./shell/console";
import { applyStoredLook } from "./shell/look";

applyStoredLook();
guardHistory();
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root, { onRecoverableError: reportUnlessRefusal }).render(<Console />);

/**
 * Report what React met, with its own message, unless it is a refusal.
 *
 * A page whose request was refused throws that as it renders. Where something urgent comes at the same
 * moment React renders it once more without, and reports what it got over; the page shows the refusal
 * when its turn comes.
 */
function reportUnlessRefusal(error: unknown): void {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Refusal)) reportError(cause);
}
