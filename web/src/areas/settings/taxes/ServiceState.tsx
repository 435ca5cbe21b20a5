import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { adminGetTaxService, adminTestTaxService } from "@/api/generated/sdk.gen";
import type { TaxAccount } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { useSettingsWords } from "../words";

/** Whether the service answers, what it answered, and what still waits. */
export function ServiceState({ account }: { account: TaxAccount }) {
  const t = useSettingsWords();
  const mayWrite = useMay("settings:write");
  const test = useWrite(adminTestTaxService, { changes: [adminGetTaxService], failed: tellProblem });
  const { is_working: isWorking } = account;
  return (
    <Section title={t("service.state")}>
      <Stack gap={12} aria-live="polite">
        {isWorking === null ? (
          <Text size="sm">{t("service.never")}</Text>
        ) : (
          <Alert color={isWorking ? "green" : "red"} style={{ overflowWrap: "anywhere" }}>
            <Text size="sm" fw={650}>
              {isWorking ? t("service.works") : t("service.fails")}
            </Text>
            {account.check_message}
            <Text size="xs" mt={4} component="div">
              {t.rich("service.tested", { when: <When at={account.checked_at} /> })}
            </Text>
          </Alert>
        )}
        <Text size="sm" c="dimmed" component="div">
          {account.last_answer_at
            ? t.rich("service.answers", {
                count: String(account.answers),
                when: <When at={account.last_answer_at} />,
              })
            : t("service.noAnswers")}
        </Text>
        {account.waiting > 0 ? (
          <Text size="sm" component="div">
            {t("service.waiting", {
              count: account.waiting,
              why: account.waiting_why || t("service.waitingFor"),
            })}
          </Text>
        ) : null}
        {mayWrite ? (
          <Button
            variant={isWorking === null ? "filled" : "default"}
            leftSection={<IconPlugConnected size={16} />}
            loading={test.isPending}
            onClick={() => test.mutate({ path: { store_id: account.store_id } })}
            style={{ alignSelf: "flex-start" }}
          >
            {t("service.testNow")}
          </Button>
        ) : null}
      </Stack>
    </Section>
  );
}
