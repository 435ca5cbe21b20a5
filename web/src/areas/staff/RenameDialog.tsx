import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import { adminUpdateStaff } from "@/api/generated/sdk.gen";
import type { Person } from "@/api/generated/types.gen";
import { tell } from "@/app/messages";
import { refreshMe } from "@/app/session";
import { useAct } from "./acting";
import { changed } from "./changed";
import { useStaffWords } from "./words";

/** Another name. */
export function RenameDialog({ person, close }: { person: Person; close: () => void }) {
  const t = useStaffWords();
  const [name, setName] = useState(person.name);
  const { isRunning, problem, run } = useAct();
  async function save(): Promise<void> {
    const given = { path: { staff: person.id }, body: { name: name.trim() }, version: person.version };
    if (!(await run(() => call(adminUpdateStaff, given)))) return;
    tell(t("saved"));
    changed();
    void refreshMe();
    close();
  }
  return (
    <Modal opened onClose={close} closeButtonProps={{ "aria-label": t("close") }} title={t("rename")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          {problem ? <Alert color="red" role="alert" title={problem.title} /> : null}
          <TextInput
            label={t("name")}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" loading={isRunning} disabled={!name.trim() || name.trim() === person.name}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
