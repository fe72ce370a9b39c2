/** What can be found at all by whoever looks, said where nothing was. */
import { routesFor } from "../shell/routes";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";

/** Say it, as far as the user's roles go. */
export function Openable() {
  const { opens } = useFindingTexts().find;
  const viewer = useViewer();
  const isAdmin = viewer.roles.includes("ADMIN");
  const paths = routesFor(viewer).map(({ path }) => path);
  const parts: readonly (readonly [isOpened: boolean, words: string])[] = [
    [true, opens.pages],
    [paths.includes("/persons"), opens.persons],
    [isAdmin || holdsSomewhere(viewer, "REGISTRAR"), opens.records],
    [viewer.roles.includes("NHS_REVIEWER"), opens.pairs],
    [paths.includes("/organisations"), opens.organisations],
    [isAdmin, opens.users],
  ];
  const shown = parts.filter(([isOpened]) => isOpened).map(([, words]) => words);
  return (
    <>
      <p>{opens.title}</p>
      <ul>
        {shown.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>
  );
}
