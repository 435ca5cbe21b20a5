import { ActionIcon, Button, Paper, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import { useKitWords } from "@/kit/words";
import { dismiss, type Message } from "./messages";
import classes from "./messages.module.css";

/** One message with what can be done about it. */
export default function MessageCard({ message }: { message: Message }) {
  const t = useKitWords();
  const act = message.undo ? { label: t("undo"), run: message.undo } : message.act;
  const Icon = message.kind === "failed" ? IconAlertTriangle : IconCheck;
  return (
    <Paper className={classes.message} shadow="md" withBorder data-kind={message.kind ?? "done"}>
      <Icon size={18} className={classes.icon} aria-hidden />
      <div className={classes.words}>
        <Text size="sm" fw={500}>
          {message.text}
        </Text>
        {message.details ? (
          <Text size="xs" c="dimmed">
            {t("reference", { id: message.details })}
          </Text>
        ) : null}
      </div>
      {act ? (
        <Button
          variant="subtle"
          size="xs"
          onClick={() => {
            dismiss(message.id);
            act.run();
          }}
        >
          {act.label}
        </Button>
      ) : null}
      <ActionIcon size="sm" aria-label={t("close")} onClick={() => dismiss(message.id)}>
        <IconX size={16} />
      </ActionIcon>
    </Paper>
  );
}
