import { Checkbox, Select } from "@mantine/core";
import { useState } from "react";
import { controlListAlerts, controlListSilences, controlSilenceAlerts } from "@/api/generated/sdk.gen";
import type { Alert } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { ReasonDialog } from "@/kit/ReasonDialog";
import { titleOf } from "./lights";
import { useControlHealthWords } from "./words";

const HOURS = [1, 4, 24, 72, 168] as const;
const LEAST = 3;

/** Tell nobody of such alerts for a while, with a reason. */
export function SilenceDialog({ alert, close }: { alert: Alert; close: () => void }) {
  const t = useControlHealthWords();
  const [hours, setHours] = useState("4");
  const [isOnly, setOnly] = useState(true);
  const [complaint, setComplaint] = useState<string | null>(null);
  const silence = useWrite(controlSilenceAlerts, {
    changes: [controlListAlerts, controlListSilences],
    done: () => {
      tell(t("silencedDone"));
      close();
    },
    failed: (problem) => setComplaint(problem.title),
  });
  return (
    <ReasonDialog
      title={t("silenceTitle")}
      label={t("reason")}
      help={t("reasonHelp")}
      submit={t("silence")}
      least={LEAST}
      complaint={complaint}
      isRunning={silence.isPending}
      onSubmit={(reason) =>
        silence.mutate({
          body: {
            kind: alert.kind,
            subject: alert.subject,
            until: new Date(Date.now() + Number(hours) * 3_600_000).toISOString(),
            reason,
            tenant_id: isOnly ? alert.tenant_id : null,
          },
        })
      }
      close={close}
    >
      <div>
        {titleOf(t, alert)}. {t("silenceHelp")}
      </div>
      <Select
        label={t("duration")}
        value={hours}
        allowDeselect={false}
        onChange={(value) => setHours(value ?? "4")}
        data={HOURS.map((count) => ({
          value: String(count),
          label: count < 48 ? t("hours", { count }) : t("days", { count: count / 24 }),
        }))}
      />
      {alert.tenant_id ? (
        <Checkbox
          label={t("onlyThis")}
          checked={isOnly}
          onChange={(event) => setOnly(event.currentTarget.checked)}
        />
      ) : null}
    </ReasonDialog>
  );
}
