/** The entry point of the console. */
import "./styles/tokens.css";
import "./styles/page.css";
import "./styles/components.css";
import "./styles/lists.css";
import { createRoot } from "react-dom/client";
import { guardHistory } from "./components/guarded-history";
import { Console } from "./shell/console";
import { applyStoredLook } from "./shell/look";

applyStoredLook();
guardHistory();
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root).render(<Console />);
