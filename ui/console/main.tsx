/** Where the console's page starts. */
import "./styles/page.css";
import "./styles/parts.css";
import "./styles/lists.css";
import "./styles/pictures.css";
import { createRoot } from "react-dom/client";
import { Console } from "./shell/console";
import { applyRememberedTheme } from "./shell/theme";

applyRememberedTheme();
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root).render(<Console />);
