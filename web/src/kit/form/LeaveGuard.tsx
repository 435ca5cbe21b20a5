import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useKitWords } from "../words";

/** Asks before unsaved changes are left behind: by a link, by going back, or by closing the window. */
export function LeaveGuard({ isOn }: { isOn: boolean }) {
  const t = useKitWords();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isOn && current.pathname !== next.pathname,
    enableBeforeUnload: isOn,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Modal opened onClose={blocker.reset} title={t("leaveTitle")} size="sm">
      <Text mb="md">{t("leaveHelp")}</Text>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={blocker.proceed}>
          {t("leave")}
        </Button>
        <Button onClick={blocker.reset} data-autofocus>
          {t("stay")}
        </Button>
      </Group>
    </Modal>
  );
}
