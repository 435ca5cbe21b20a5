import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import { adminBeginTotp, adminRemoveTotp, adminRenewRecoveryCodes } from "@/api/generated/sdk.gen";
import type { TotpSetup } from "@/api/generated/types.gen";
import { confirm } from "@/app/confirm";
import { useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { proven } from "@/app/proof";
import { refreshMe } from "@/app/session";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { RecoveryCodes } from "./RecoveryCodes";
import { TotpDialog } from "./TotpDialog";
import { useAccountWords } from "./words";

/** The authenticator app as a second factor, and the codes for when the phone is gone. */
export function FactorsSection() {
  const t = useAccountWords();
  const { security } = useMe();
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [isBusy, setBusy] = useState(false);

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

  async function remove(): Promise<void> {
    const question = {
      title: t("totpRemove"),
      text: t("totpRemoveAbout"),
      action: t("remove"),
      danger: true,
    };
    if (!(await confirm(question))) return;
    const removed = await proven(() => call(adminRemoveTotp, {}).then(() => true));
    if (removed === null) return;
    setCodes(null);
    await refreshMe();
    tell(t("totpRemoved"));
  }

  async function renew(): Promise<void> {
    const question = { title: t("codesRenew"), text: t("codesRenewAbout"), action: t("codesRenew") };
    if (security.recovery_codes > 0 && !(await confirm(question))) return;
    const made = await proven(() => call(adminRenewRecoveryCodes, {}));
    if (made === null) return;
    setCodes(made.codes);
    await refreshMe();
  }

  return (
    <Section title={t("twoFactor")} about={t("twoFactorAbout")}>
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Text>{t("totp")}</Text>
            <StatusBadge tone={security.two_factor ? "good" : "quiet"}>
              {security.two_factor ? t("on") : t("off")}
            </StatusBadge>
          </Group>
          {security.two_factor ? (
            <Button variant="default" disabled={isBusy} onClick={() => void run(remove)}>
              {t("remove")}
            </Button>
          ) : (
            <Button
              loading={isBusy}
              onClick={() => void run(async () => setSetup(await proven(() => call(adminBeginTotp, {}))))}
            >
              {t("totpAdd")}
            </Button>
          )}
        </Group>
        {security.two_factor ? (
          <Group justify="space-between" gap="xs">
            <Text size="sm" c={security.recovery_codes < 3 ? "red" : "dimmed"}>
              {t("codesLeft", { count: security.recovery_codes })}
            </Text>
            <Button variant="default" disabled={isBusy} onClick={() => void run(renew)}>
              {t("codesRenew")}
            </Button>
          </Group>
        ) : null}
        {codes ? <RecoveryCodes codes={codes} /> : null}
      </Stack>
      {setup ? (
        <TotpDialog
          setup={setup}
          close={() => setSetup(null)}
          done={(made) => {
            setSetup(null);
            setCodes(made);
            void refreshMe();
          }}
        />
      ) : null}
    </Section>
  );
}
