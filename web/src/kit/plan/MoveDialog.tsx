import { Button, Group, Modal, Select, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import {
  controlGetTenantPlan,
  controlListPlanRequests,
  controlListPlans,
  controlPreviewTenantPlan,
  controlSetTenantPlan,
} from "@/api/generated/sdk.gen";
import { useRead, useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { Failure } from "../Failure";
import { Skeletons } from "../Skeletons";
import { Breaking } from "./Breaking";
import { usePlanWords } from "./words";

const NONE = "-";

interface MoveDialogProps {
  tenant: string;
  company: string;
  present: string | null;
  close: () => void;
}

/** Chooses another plan for a merchant and shows what would break, before it is done. */
export function MoveDialog({ tenant, company, present, close }: MoveDialogProps) {
  const t = usePlanWords();
  const language = useLanguage();
  const [chosen, setChosen] = useState<string | null>(null);
  const [why, setWhy] = useState("");
  const plans = useRead(controlListPlans, {});
  const [handle, version] = (chosen ?? "").split("@");
  const query = handle && handle !== NONE ? { plan: handle, version: Number(version) } : {};
  const preview = useRead(
    controlPreviewTenantPlan,
    { tenant, query },
    { enabled: chosen !== null, keep: true },
  );
  const move = useWrite(controlSetTenantPlan, {
    changes: [controlGetTenantPlan, controlListPlans, controlListPlanRequests],
    done: () => {
      tell(t("moved"));
      close();
    },
    failed: tellProblem,
  });
  const offered = (plans.data ?? [])
    .filter((plan) => !plan.is_archived || plan.handle === present)
    .flatMap((plan) =>
      plan.versions.slice(0, plan.handle === present ? 20 : 1).map((one) => ({
        value: `${plan.handle}@${one.version}`,
        label: t("chosenVersion", {
          name: one.names[language] ?? one.names.en ?? plan.handle,
          version: String(one.version),
        }),
      })),
    );
  return (
    <Modal opened onClose={close} title={t("moveTitle", { company })} size="lg">
      <Stack gap="md">
        {plans.error ? <Failure error={plans.error} again={plans.refetch} /> : null}
        <Select
          label={t("choosePlan")}
          data={[...offered, ...(present ? [{ value: NONE, label: t("withoutPlan") }] : [])]}
          value={chosen}
          onChange={setChosen}
          allowDeselect={false}
          data-autofocus
        />
        {preview.error ? <Failure error={preview.error} again={preview.refetch} /> : null}
        {chosen && !preview.data && !preview.error ? <Skeletons /> : null}
        {chosen && preview.data ? <Breaking preview={preview.data} /> : null}
        <Textarea
          label={t("why")}
          description={t("whyHelp")}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
          maxLength={1000}
          autosize
          minRows={2}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button
            disabled={chosen === null || !preview.data}
            loading={move.isPending}
            color={preview.data && !preview.data.is_clean ? "red" : undefined}
            onClick={() =>
              move.mutate({
                tenant,
                body: {
                  plan: handle && handle !== NONE ? handle : null,
                  ...(handle && handle !== NONE ? { version: Number(version) } : {}),
                  why,
                },
              })
            }
          >
            {preview.data && !preview.data.is_clean ? t("applyAnyway") : t("apply")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
