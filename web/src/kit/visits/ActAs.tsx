/**
 * In Center Control, beside a merchant: act as somebody there, with a reason, for a while. The browser goes to their console.
 *
 *     <ActAs tenant={{ id: tenant.id, slug: tenant.slug, name: tenant.name }} />
 */
import { Alert, Button, Group, Modal, Select, Stack, Textarea } from "@mantine/core";
import { IconUserShield } from "@tabler/icons-react";
import { useState } from "react";
import { call } from "@/api/call";
import { controlBeginVisit } from "@/api/generated/sdk.gen";
import { asProblem, type Problem } from "@/api/problem";
import { useMay } from "@/app/may";
import { useKitWords } from "../words";

const ROLES = [
  "read-only",
  "support",
  "catalogue",
  "fulfilment",
  "finance",
  "cashier",
  "manager",
  "owner",
] as const;
const MINUTES = [10, 30, 60] as const;
const SHORTEST = 5;

interface ActAsProps {
  tenant: { id: string; slug: string; name: string };
}

export function ActAs({ tenant }: ActAsProps) {
  const t = useKitWords();
  const mayVisit = useMay("tenants:act_as");
  const [isOpen, setOpen] = useState(false);
  if (!mayVisit) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconUserShield size={16} />} onClick={() => setOpen(true)}>
        {t("actAs")}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t("actAsTitle", { company: tenant.name })}>
        <ActAsForm tenant={tenant} close={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function ActAsForm({ tenant, close }: ActAsProps & { close: () => void }) {
  const t = useKitWords();
  const mayOwn = useMay("tenants:act_as_owner");
  const [role, setRole] = useState<string>(ROLES[0]);
  const [minutes, setMinutes] = useState("30");
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const [isSending, setSending] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const lacks = reason.trim().length < SHORTEST;

  async function begin(): Promise<void> {
    setTried(true);
    if (lacks) return;
    setSending(true);
    try {
      const body = { role, reason, minutes: Number(minutes) };
      const begun = await call(controlBeginVisit, { tenant: tenant.id, body });
      location.assign(`/console/${begun.company.slug}`);
    } catch (error) {
      setRefused(asProblem(error));
      setSending(false);
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <Stack gap="md">
        {refused ? (
          <Alert color="red" role="alert">
            {refused.title}
          </Alert>
        ) : null}
        <Textarea
          label={t("actAsReason")}
          description={t("actAsReasonHelp")}
          autosize
          minRows={2}
          maxLength={500}
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={isTried && lacks ? t("actAsReasonNeeded") : null}
        />
        <Select
          label={t("actAsRole")}
          description={t("actAsRoleHelp")}
          data={ROLES.filter((name) => name !== "owner" || mayOwn).map((name) => ({
            value: name,
            label: t(`role_${name}`),
          }))}
          value={role}
          onChange={(value) => value && setRole(value)}
          allowDeselect={false}
        />
        <Select
          label={t("actAsMinutes")}
          data={MINUTES.map((count) => ({ value: String(count), label: t("actAsFor", { count }) }))}
          value={minutes}
          onChange={(value) => value && setMinutes(value)}
          allowDeselect={false}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={isSending}>
            {t("actAsBegin")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
