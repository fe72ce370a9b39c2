/** Asks to resume the session while the rest of the console is still on its way. */
import { resume } from "../api/session";

void resume();
