import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import { adminDismissStaff, adminListKeys } from "@/api/generated/sdk.gen";
import type { Person } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { tell } from "@/app/messages";
import { useAct } from "./acting";
import { changed } from "./changed";
import { useStaffWords } from "./words";

/** Somebody leaves: logged out at once, no rights any more; and what becomes of the keys that they made. */
export function DismissDialog({ person, close }: { person: Person; close: () => void }) {
  const t = useStaffWords();
  const [isRevoking, setRevoking] = useState(person.keys.length > 0);
  const { isRunning, problem, run } = useAct();
  async function dismiss(): Promise<void> {
    const body = { revoke_keys: isRevoking };
    if (!(await run(() => call(adminDismissStaff, { path: { staff: person.id }, body })))) return;
    tell(t("wasDismissed", { name: person.name }));
    changed();
    refresh(adminListKeys);
    close();
  }
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ "aria-label": t("close") }}
      title={t("dismissTitle", { name: person.name })}
    >
      <Stack>
        {problem ? <Alert color="red" role="alert" title={problem.title} /> : null}
        <Text size="sm">{t("dismissText")}</Text>
        {person.keys.length > 0 ? (
          <Checkbox
            label={t("dismissKeys", { count: person.keys.length })}
            description={`${t("dismissKeysHelp")} ${person.keys.map((key) => key.name).join(", ")}`}
            checked={isRevoking}
            onChange={(event) => setRevoking(event.currentTarget.checked)}
          />
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t("stop")}
          </Button>
          <Button color="red" loading={isRunning} onClick={() => void dismiss()}>
            {t("dismiss")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
