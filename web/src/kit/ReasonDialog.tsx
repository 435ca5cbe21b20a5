import { Button, Group, type MantineColor, Modal, Stack, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useKitWords } from "./words";

interface ReasonDialogProps {
  title: string;
  /** What the field of the reason is called, and who will read it. */
  label: string;
  help: string;
  /** What the button that does it says. */
  submit: string;
  color?: MantineColor;
  /** What the button that does nothing says, where "Cancel" could be taken for the act. */
  back?: string;
  /** As few characters as the server takes. */
  least?: number;
  complaint?: string | null;
  isRunning: boolean;
  /** The reason, without space around it. */
  onSubmit: (reason: string) => void;
  close: () => void;
  /** What follows from it, or further fields: above the reason. */
  children?: ReactNode;
}

/** Asks for a reason before something is done. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, label, help, submit, color, back, least = 1, complaint, isRunning, close } = props;
  const kit = useKitWords();
  const [typed, setTyped] = useState("");
  const reason = typed.trim();
  const isTooShort = reason.length < least;
  return (
    <Modal opened onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation(); // of a form that the dialog was opened from
          if (!isTooShort) props.onSubmit(reason);
        }}
      >
        <Stack>
          {props.children}
          <Textarea
            label={label}
            description={help}
            value={typed}
            maxLength={500}
            autosize
            required
            data-autofocus
            error={complaint}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {back ?? kit("cancel")}
            </Button>
            <Button type="submit" {...(color ? { color } : {})} loading={isRunning} disabled={isTooShort}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
