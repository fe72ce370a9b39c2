/** The dialog with the link by which somebody with a user offers to become a member. */
import { Copyable } from "../components/copyable";
import { Dialog } from "../components/dialog";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useTexts } from "../texts/texts";

interface AskMemberProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** Say how a member comes to be, and show the link to send. */
export default function AskMember({ name, onClose }: AskMemberProps) {
  const texts = useTexts();
  const { members: labels } = useOrganisationsTexts();
  const link = `${location.origin}/my-data?offer=${encodeURIComponent(name)}`;
  return (
    <Dialog title={labels.ask} onClose={onClose}>
      <p>{labels.askExplanation(name)}</p>
      <Copyable text={link} done={texts.shell.close} onClose={onClose} />
    </Dialog>
  );
}
