import { Button, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./staff.module.css";
import { useStaffWords } from "./words";

/** The text of a key, once: it does not close by a wrong tap. */
export function SecretDialog({ secret, close }: { secret: string; close: () => void }) {
  const t = useStaffWords();
  return (
    <Modal
      opened
      onClose={close}
      title={t("yourKey")}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Text size="sm">{t("yourKeyText")}</Text>
        <div className={classes.secret}>
          <code data-testid="secret">{secret}</code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                size="sm"
                onClick={copy}
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                data-autofocus
              >
                {t(copied ? "copied" : "copyKey")}
              </Button>
            )}
          </CopyButton>
        </div>
        <Group justify="flex-end">
          <Button onClick={close}>{t("keptIt")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
