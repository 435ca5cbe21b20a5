import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import {
  adminGetPlan,
  adminListFeatures,
  adminPreviewPlan,
  adminRequestPlan,
  adminTakePlan,
} from "@/api/generated/sdk.gen";
import type { OfferedPlan } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { Breaking } from "@/kit/plan/Breaking";
import { Skeletons } from "@/kit/Skeletons";
import { useOwnPlanWords } from "./words";

interface ChangeDialogProps {
  wanted: OfferedPlan;
  isWaiting: boolean;
  mayChange: boolean;
  close: () => void;
}

/** What another plan would change, and taking it or asking for it. */
export function ChangeDialog({ wanted, isWaiting, mayChange, close }: ChangeDialogProps) {
  const t = useOwnPlanWords();
  const [note, setNote] = useState("");
  const { handle, name } = wanted.plan;
  const preview = useRead(adminPreviewPlan, { query: { plan: handle } });
  const finished = (said: string) => () => {
    tell(said);
    close();
  };
  const ask = useWrite(adminRequestPlan, {
    changes: [adminGetPlan],
    done: finished(t("sent")),
    failed: tellProblem,
  });
  const take = useWrite(adminTakePlan, {
    changes: [adminGetPlan, adminListFeatures],
    done: finished(t("taken", { plan: name })),
    failed: tellProblem,
  });
  const isTaken = wanted.is_self_service;
  return (
    <Modal opened onClose={close} title={t("dialogTitle", { plan: name })} size="lg">
      <Stack gap="md">
        {preview.error ? <Failure error={preview.error} again={preview.refetch} /> : null}
        {preview.data ? <Breaking preview={preview.data} /> : preview.error ? null : <Skeletons />}
        {mayChange && !isTaken ? (
          <Textarea
            label={t("note")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={1000}
            autosize
            minRows={2}
          />
        ) : null}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          {mayChange ? (
            <Button
              loading={ask.isPending || take.isPending}
              disabled={!preview.data || (isWaiting && !isTaken)}
              onClick={() =>
                isTaken
                  ? take.mutate({ body: { plan: handle } })
                  : ask.mutate({ body: { plan: handle, note } })
              }
            >
              {isTaken ? t("take") : t("send")}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  );
}
