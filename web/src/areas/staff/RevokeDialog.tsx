import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { call } from "@/api/call";
import { adminListKeys, adminRevokeKey } from "@/api/generated/sdk.gen";
import type { ApiKey } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { tell } from "@/app/messages";
import { useAct } from "./acting";
import { KeyState } from "./KeyState";
import { useStaffWords } from "./words";

/** Ends a key for good. */
export function RevokeDialog({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  const t = useStaffWords();
  const { isRunning, problem, run } = useAct();
  async function revoke(): Promise<void> {
    if (!(await run(() => call(adminRevokeKey, { path: { key: apiKey.id } })))) return;
    tell(t("keyRevoked", { name: apiKey.name }));
    refresh(adminListKeys);
    close();
  }
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ "aria-label": t("close") }}
      title={t("revokeTitle", { name: apiKey.name })}
    >
      <Stack>
        {problem ? <Alert color="red" role="alert" title={problem.title} /> : null}
        <Group justify="space-between">
          <Text size="sm" ff="monospace">
            …{apiKey.last_four}
          </Text>
          <KeyState apiKey={apiKey} />
        </Group>
        <Text size="sm">{t("revokeText")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t("stop")}
          </Button>
          <Button color="red" loading={isRunning} onClick={() => void revoke()}>
            {t("revoke")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
