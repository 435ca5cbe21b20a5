import { Alert, Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import { adminListKeys, adminRotateKey } from "@/api/generated/sdk.gen";
import type { ApiKey } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { useAct } from "./acting";
import { SecretDialog } from "./SecretDialog";
import { useStaffWords } from "./words";

const HOURS = ["0", "1", "24", "168", "720"] as const;

/** A new secret for the same key, and how long the present one goes on working. */
export function RotateDialog({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  const t = useStaffWords();
  const [hours, setHours] = useState<string>("24");
  const [made, setMade] = useState("");
  const { isRunning, problem, run } = useAct();
  async function rotate(): Promise<void> {
    const given = { path: { key: apiKey.id }, body: { overlap_hours: Number(hours) } };
    await run(async () => setMade((await call(adminRotateKey, given)).key));
    refresh(adminListKeys);
  }
  if (made) return <SecretDialog secret={made} close={close} />;
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ "aria-label": t("close") }}
      title={t("rotateTitle", { name: apiKey.name })}
    >
      <Stack>
        {problem ? <Alert color="red" role="alert" title={problem.title} /> : null}
        <Text size="sm">{t("rotateText")}</Text>
        <Select
          label={t("overlap")}
          data={HOURS.map((value) => ({ value, label: t(`overlap${value}`) }))}
          value={hours}
          onChange={(value) => setHours(value ?? "24")}
          allowDeselect={false}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("stop")}
          </Button>
          <Button loading={isRunning} onClick={() => void rotate()}>
            {t("rotate")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
