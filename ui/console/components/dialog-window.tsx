/** The window of a dialog: the focus stays in it, Escape closes it, and then the focus returns. */
import { type ReactNode, useEffect } from "react";
import { Dialog as Content } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Whether it has to be answered, as a confirmation does: no press outside closes it. */
  readonly isAlert?: boolean;
  /** Called at Escape instead of closing, where that would lose something. */
  readonly onEscape?: () => void;
}

/** Show a window for as long as it is rendered. */
export function DialogWindow({ title, onClose, children, isAlert = false, onEscape }: DialogProps) {
  return (
    <ModalOverlay
      className="backdrop"
      isOpen
      isDismissable={!isAlert}
      isKeyboardDismissDisabled={onEscape !== undefined}
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      <Modal className="modal">
        <Content role={isAlert ? "alertdialog" : "dialog"} className="dialog">
          {onEscape !== undefined && <EscapeKey onPress={onEscape} />}
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </Content>
      </Modal>
    </ModalOverlay>
  );
}

/** Listens to Escape while the dialog is open. */
function EscapeKey({ onPress }: { onPress: () => void }) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && onPress();
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [onPress]);
  return null;
}
