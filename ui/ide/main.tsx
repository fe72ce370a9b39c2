/** The entry point of the IDE. */
import "./workers";
import "graphiql/style.css";
import "./page.css";
import { createRoot } from "react-dom/client";
import { Ide } from "./ide";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");
createRoot(root).render(<Ide />);
