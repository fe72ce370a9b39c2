/** The person whom the record of a form has made or marked: nobody who only resembles somebody on it. */
import { createContext } from "react";

/** The person's id; null where there is none. */
export const OwnPerson = createContext<string | null>(null);
