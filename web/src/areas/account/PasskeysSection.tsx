import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { call } from "@/api/call";
import {
  adminAddPasskey,
  adminBeginPasskey,
  adminListMyPasskeys,
  adminRemovePasskey,
} from "@/api/generated/sdk.gen";
import type { Passkey } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { confirm } from "@/app/confirm";
import { tell, tellProblem } from "@/app/messages";
import { type Answered, makePasskey, obstacle } from "@/app/passkeys";
import { proven } from "@/app/proof";
import { refreshMe } from "@/app/session";
import { Failure } from "@/kit/Failure";
import { Explained } from "@/kit/May";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import classes from "./account.module.css";
import { deviceName } from "./devices";
import { useAccountWords } from "./words";

/** Passkeys: coming in by finger, face or PIN. */
export function PasskeysSection() {
  const t = useAccountWords();
  const passkeys = useRead(adminListMyPasskeys, {});
  const [made, setMade] = useState<Answered | null>(null);
  const [isBusy, setBusy] = useState(false);
  const why = obstacle();
  const reason = why === "browser" ? t("passkeyBrowser") : why === "address" ? t("passkeyAddress") : null;

  async function run(act: () => Promise<void>): Promise<void> {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  }

  async function begin(): Promise<void> {
    const begun = await proven(() => call(adminBeginPasskey, {}));
    if (begun !== null) setMade(await makePasskey(begun.options));
  }

  async function keep(passkey: Answered, name: string): Promise<void> {
    const kept = await proven(() => call(adminAddPasskey, { body: { passkey, name } }));
    if (kept === null) return;
    setMade(null);
    refresh(adminListMyPasskeys);
    await refreshMe();
    tell(t("passkeyAdded"));
  }

  async function remove({ id, name }: Passkey): Promise<void> {
    const question = {
      title: t("passkeyRemove", { name }),
      text: t("passkeyRemoveAbout"),
      action: t("remove"),
      danger: true,
    };
    if (!(await confirm(question))) return;
    const path = { passkey: id };
    const removed = await proven(() => call(adminRemovePasskey, { path }).then(() => true));
    if (removed === null) return;
    refresh(adminListMyPasskeys);
    await refreshMe();
  }

  return (
    <Section
      title={t("passkeys")}
      about={t("passkeysAbout")}
      flush
      acts={
        <Explained reason={reason}>
          <Button
            variant="default"
            loading={isBusy}
            disabled={reason !== null}
            leftSection={<IconFingerprint size={16} />}
            onClick={() => void run(begin)}
          >
            {t("passkeyAdd")}
          </Button>
        </Explained>
      }
    >
      {passkeys.error ? <Failure error={passkeys.error} again={passkeys.refetch} /> : null}
      {passkeys.isPending ? <Skeletons /> : null}
      {passkeys.data?.length === 0 ? (
        <Text size="sm" c="dimmed" className={classes.line}>
          {reason ?? t("passkeysNone")}
        </Text>
      ) : null}
      {passkeys.data?.map((passkey) => (
        <div key={passkey.id} className={classes.line}>
          <div className={classes.words}>
            <Text fw={500}>{passkey.name}</Text>
            <Text size="sm" c="dimmed">
              {t.rich("added", { when: <When at={passkey.created_at} /> })}
              {passkey.last_used_at ? (
                <> · {t.rich("used", { when: <When at={passkey.last_used_at} /> })}</>
              ) : null}
            </Text>
          </div>
          <Button
            variant="default"
            size="xs"
            disabled={isBusy}
            onClick={() => void run(() => remove(passkey))}
          >
            {t("remove")}
          </Button>
        </div>
      ))}
      {made ? (
        <NameDialog
          close={() => setMade(null)}
          keep={(name) => void run(() => keep(made, name))}
          isBusy={isBusy}
        />
      ) : null}
    </Section>
  );
}

function NameDialog({
  keep,
  close,
  isBusy,
}: {
  keep: (name: string) => void;
  close: () => void;
  isBusy: boolean;
}) {
  const t = useAccountWords();
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    keep(String(new FormData(event.currentTarget).get("name")));
  }
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ "aria-label": t("cancel") }}
      title={t("passkeyName")}
      size="sm"
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            name="name"
            label={t("passkeyWhere")}
            defaultValue={deviceName(navigator.userAgent)}
            maxLength={60}
            required
            data-autofocus
          />
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
