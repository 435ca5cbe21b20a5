import {
  Alert,
  Button,
  Group,
  Modal,
  NumberInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { type FormEvent, useState } from "react";
import { call } from "@/api/call";
import {
  controlActivateTenant,
  controlCloseTenant,
  controlCreateSandbox,
  controlGetSummary,
  controlGetTenant,
  controlGetTenantHistory,
  controlListTenants,
  controlReactivateTenant,
  controlStartTrial,
  controlSuspendTenant,
} from "@/api/generated/sdk.gen";
import type { TenantDetails } from "@/api/generated/types.gen";
import { asProblem, type Problem } from "@/api/problem";
import { refresh } from "@/api/query";
import { tell } from "@/app/messages";
import { REASONS, type Reason } from "./values";
import { useControlTenantsWords } from "./words";

export type Act = "suspend" | "reactivate" | "close" | "trial" | "activate" | "sandbox";

const KEPT_DAYS = 30;
const TRIAL_DAYS = 14;

interface StateDialogProps {
  act: Act;
  tenant: TenantDetails;
  close: () => void;
}

/** Changes a merchant's state, with a reason where the merchant is told one. Somebody who was quicker is named by a refusal. */
export function StateDialog({ act, tenant, close }: StateDialogProps) {
  const t = useControlTenantsWords();
  const [reason, setReason] = useState<Reason>(act === "close" ? "asked" : "unpaid");
  const [why, setWhy] = useState("");
  const [days, setDays] = useState<number>(act === "close" ? KEPT_DAYS : TRIAL_DAYS);
  const [name, setName] = useState("");
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isTold = act === "suspend" || act === "close";

  async function run(): Promise<void> {
    const input = { tenant: tenant.id, version: tenant.version };
    if (act === "suspend") await call(controlSuspendTenant, { ...input, body: { reason, why } });
    if (act === "close") await call(controlCloseTenant, { ...input, body: { reason, why, keep_days: days } });
    if (act === "reactivate") await call(controlReactivateTenant, { ...input, body: { why } });
    if (act === "trial") await call(controlStartTrial, { ...input, body: { days } });
    if (act === "activate") await call(controlActivateTenant, input);
    if (act === "sandbox") await call(controlCreateSandbox, { tenant: tenant.id, body: { name } });
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setRunning(true);
    setProblem(null);
    try {
      await run();
      tell(t(`done.${act}`, { name: tenant.name }));
      close();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setRunning(false);
      refresh(controlGetTenant, controlListTenants, controlGetTenantHistory, controlGetSummary);
    }
  }

  return (
    <Modal opened onClose={close} title={t(`ask.${act}`, { name: tenant.name })}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text size="sm">{t(`help.${act}`)}</Text>
          {isTold ? (
            <Select
              label={t("reasonLabel")}
              data={REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))}
              value={reason}
              allowDeselect={false}
              onChange={(value) => setReason((value as Reason | null) ?? reason)}
            />
          ) : null}
          {isTold || act === "reactivate" ? (
            <Textarea
              label={t(isTold ? "whyTold" : "whyKept")}
              value={why}
              maxLength={500}
              autosize
              minRows={2}
              onChange={(event) => setWhy(event.currentTarget.value)}
            />
          ) : null}
          {act === "close" || act === "trial" ? (
            <NumberInput
              label={t(act === "close" ? "keepDays" : "trialDays")}
              value={days}
              min={act === "close" ? 0 : 1}
              max={act === "close" ? 3650 : 365}
              allowDecimal={false}
              onChange={(value) => setDays(Number(value) || 0)}
            />
          ) : null}
          {act === "sandbox" ? (
            <TextInput
              label={t("sandboxName")}
              value={name}
              maxLength={150}
              placeholder={tenant.name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          ) : null}
          {problem ? <Alert color="red">{problem.title}</Alert> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" color={isTold ? "red" : undefined} loading={isRunning}>
              {t(`do.${act}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
