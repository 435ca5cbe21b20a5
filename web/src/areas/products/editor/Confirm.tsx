import { Button, Group, Modal, Text } from "@mantine/core";
import { useProductWords } from "../words";

interface ConfirmProps {
  title: string;
  text: string;
  action: string;
  close: () => void;
  run: () => void;
}

/** Asks before what cannot be undone. */
export function Confirm({ title, text, action, close, run }: ConfirmProps) {
  const t = useProductWords();
  return (
    <Modal opened onClose={close} title={title} size="sm">
      <Text mb="md">{text}</Text>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={close} data-autofocus>
          {t("cancel")}
        </Button>
        <Button
          color="red"
          onClick={() => {
            close();
            run();
          }}
        >
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
