import { Alert, Button, Code, Group, Image, Modal, Stack, Text, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { call } from "@/api/call";
import { adminConfirmTotp } from "@/api/generated/sdk.gen";
import type { TotpSetup } from "@/api/generated/types.gen";
import { proven } from "@/app/proof";
import classes from "./account.module.css";
import { useSending } from "./send";
import { useAccountWords } from "./words";

interface TotpDialogProps {
  setup: TotpSetup;
  close: () => void;
  done: (codes: readonly string[]) => void;
}

/** Scan, then show a code of the app: only then does it count. */
export function TotpDialog({ setup, close, done }: TotpDialogProps) {
  const t = useAccountWords();
  const { isSending, complaint, send } = useSending();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    void send(async () => {
      const made = await proven(() => call(adminConfirmTotp, { body: { code } }));
      if (made !== null) done(made.codes);
    });
  }

  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ "aria-label": t("cancel") }}
      title={t("totpAdd")}
      size="md"
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">{t("totpScan")}</Text>
          <Group justify="center">
            <Image src={setup.qr} alt={t("totpQr")} className={classes.qr} />
          </Group>
          <Text size="sm" c="dimmed">
            {t("totpType")} <Code>{setup.secret.match(/.{1,4}/g)?.join(" ")}</Code>
          </Text>
          {complaint ? <Alert color="red" role="alert" title={complaint} /> : null}
          <TextInput
            name="code"
            label={t("totpCode")}
            inputMode="numeric"
            autoComplete="one-time-code"
            minLength={6}
            maxLength={8}
            required
            data-autofocus
          />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={isSending}>
              {t("totpConfirm")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
