/** What the viewer has to do with an organisation in a list: they lead it, or work there. */
import { useViewer } from "../shell/viewer";
import { useOrganisationsTexts } from "../texts/organisations-texts";

/** Say it of the very organisation in which a role of theirs holds; of others nothing. */
export function Standing({ of }: { of: { readonly id: string } }) {
  const labels = useOrganisationsTexts();
  const roles = useViewer().places.find(({ id }) => id === of.id)?.roles ?? [];
  if (roles.length === 0) return null;
  return <span className="badge">{roles.includes("STEWARD") ? labels.led : labels.works}</span>;
}
