/** The button that saves what the registry has of a person, and who has seen it, as one file. */
import { Download } from "lucide-react";
import { lazy, useState } from "react";
import { Button } from "../components/button";
import { QueryBoundary } from "../components/query-boundary";
import { useOrganisationsTexts } from "../texts/organisations-texts";

const OwnDataChoice = lazy(() => import("./own-data-choice"));

/** Show it; whether to read or for a program is asked then. */
export function OwnDataFile() {
  const { mine } = useOrganisationsTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setIsOpen(true)}>
        <Download className="icon" aria-hidden="true" /> {mine.file}
      </Button>
      {isOpen && (
        <QueryBoundary>
          <OwnDataChoice onClose={() => setIsOpen(false)} />
        </QueryBoundary>
      )}
    </>
  );
}
