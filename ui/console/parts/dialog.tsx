/** A dialog over the page: focus stays in it, Escape leaves it, and then returns to where it was. */
import type { ReactNode } from "react";
import { Dialog as Content } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Whether it asks something that has to be answered, as a confirmation does. */
  readonly asks?: boolean;
}

/** Shows a dialog for as long as it is rendered. */
export function Dialog({ title, onClose, children, asks = false }: DialogProps) {
  return (
    <ModalOverlay
      className="backdrop"
      isOpen
      isDismissable={!asks}
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      <Modal className="modal">
        <Content role={asks ? "alertdialog" : "dialog"} className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </Content>
      </Modal>
    </ModalOverlay>
  );
}
