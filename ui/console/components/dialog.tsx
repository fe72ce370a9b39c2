/** A modal dialog: the focus stays in it, Escape closes it, and then the focus returns. */
import type { ReactNode } from "react";
import { Dialog as Content } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Whether it has to be answered, as a confirmation does: no press outside closes it. */
  readonly isAlert?: boolean;
}

/** Show a dialog for as long as it is rendered. */
export function Dialog({ title, onClose, children, isAlert = false }: DialogProps) {
  return (
    <ModalOverlay
      className="backdrop"
      isOpen
      isDismissable={!isAlert}
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      <Modal className="modal">
        <Content role={isAlert ? "alertdialog" : "dialog"} className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </Content>
      </Modal>
    </ModalOverlay>
  );
}
